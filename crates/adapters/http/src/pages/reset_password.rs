use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, users::ResetPassword};
use secrecy::SecretString;

use super::visit::Visit;
use crate::{edge::RequestClient, problem::Problem, wire::FormFields};

/// Sets a new password.
pub(crate) async fn reset_password(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
) -> Result<HttpResponse, Problem> {
    let token = visit.read_token(&mut fields);
    let password = fields.text("password", |text| Ok(SecretString::from(text)));
    let command =
        fields.finish(|| Some(ResetPassword { token: token?, password: password?, client }))?;
    bookplate.users.reset_password(command).await?;
    Ok(visit.done(None))
}
