use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    users::{ConfirmEmailChange, RevertEmailChange},
};

use super::visit::Visit;
use crate::{edge::RequestClient, problem::Problem, wire::FormFields};

/// Gives an account its new address.
pub(crate) async fn confirm_email_change(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
) -> Result<HttpResponse, Problem> {
    let token = visit.read_token(&mut fields);
    let command = fields.finish(|| Some(ConfirmEmailChange { token: token?, client }))?;
    let email = bookplate.users.confirm_email_change(command).await?;
    Ok(visit.done(Some(&email)))
}

/// Gives an account its old address back.
pub(crate) async fn revert_email_change(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
) -> Result<HttpResponse, Problem> {
    let token = visit.read_token(&mut fields);
    let command = fields.finish(|| Some(RevertEmailChange { token: token?, client }))?;
    let email = bookplate.users.revert_email_change(command).await?;
    Ok(visit.done(Some(&email)))
}
