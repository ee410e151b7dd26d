use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    users::{AcceptInvitation, DisplayName},
};
use secrecy::SecretString;

use super::visit::Visit;
use crate::{edge::RequestClient, problem::Problem, wire::FormFields};

/// Hands an account over to whoever was invited.
pub(crate) async fn accept_invitation(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
) -> Result<HttpResponse, Problem> {
    let token = visit.read_token(&mut fields);
    let name = fields.text("name", |typed| {
        visit.keep_name(typed);
        DisplayName::parse(typed)
    });
    let password = fields.text("password", |text| Ok(SecretString::from(text)));
    let command = fields.finish(|| {
        let (token, name, password) = (token?, name?, password?);
        Some(AcceptInvitation { token, name, password, client })
    })?;
    let email = bookplate.users.accept_invitation(command).await?;
    Ok(visit.done(Some(&email)))
}
