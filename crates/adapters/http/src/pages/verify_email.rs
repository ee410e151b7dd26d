use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, users::VerifyEmail};

use super::visit::Visit;
use crate::{edge::RequestClient, problem::Problem, wire::FormFields};

/// Proves a mailbox.
pub(crate) async fn verify_email(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
) -> Result<HttpResponse, Problem> {
    let token = visit.read_token(&mut fields);
    let command = fields.finish(|| Some(VerifyEmail { token: token?, client }))?;
    let email = bookplate.users.verify_email(command).await?;
    Ok(visit.done(Some(&email)))
}
