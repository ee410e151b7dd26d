use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::Permission,
    users::{ConfirmEmailChange, EmailAddress, RequestEmailChange, RevertEmailChange},
};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{BodyProblems, Fields, FreshProofProblems, LimitProblems, MailedTokenProblems},
};

/// Which address is wanted.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct RequestEmailChangeBody {
    /// The address from now on; it will be proven by mail.
    #[schema(format = Email, example = "ada@example.org")]
    email: String,
}

/// Ask for another address
///
/// Mails a link to the new address that confirms it, and one to the old address, if its mailbox
/// is proven, that takes the change back for seven days. The answer is the same whether the new address has an account or
/// not. The password must have been proven within ten minutes: log in or reauthenticate first.
#[utoipa::path(
    post, path = "/api/v1/auth/email-change", tag = "auth", request_body = RequestEmailChangeBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnCredentials.as_str()))),
    responses(
        (status = 202, description = "If the address can be had, a mail is on its way to it."),
        FreshProofProblems, BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn request_email_change(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let new = fields.text("email", EmailAddress::parse);
    let command = fields.finish(|| Some(RequestEmailChange { new: new?, client }))?;
    bookplate.users.request_email_change(&caller.actor, command).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// What the link of a mail about a change of address carries.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct EmailChangeTokenBody {
    /// What stands behind `#token=` in the link.
    token: String,
}

/// An account has this address now.
#[derive(Serialize, ToSchema)]
#[schema(as = EmailChanged)]
pub(crate) struct EmailChangedView {
    /// The address.
    #[schema(format = Email)]
    email: String,
}

/// Prove the new address
///
/// Works once. Every session of the account ends, and none is opened.
#[utoipa::path(
    post, path = "/api/v1/auth/email-change/confirm", tag = "auth",
    request_body = EmailChangeTokenBody,
    responses(
        (status = 200, description = "The account has its new address.", body = EmailChangedView),
        MailedTokenProblems, LimitProblems,
    )
)]
pub(crate) async fn confirm_email_change(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let token = fields.text("token", |text| Ok(SecretString::from(text)));
    let command = fields.finish(|| Some(ConfirmEmailChange { token: token?, client }))?;
    let email = bookplate.users.confirm_email_change(command).await?;
    Ok(present(&email))
}

/// Get the old address back
///
/// Works once, for seven days, also before the change was confirmed. Every session of the account
/// ends and so does its password; a link that sets a new one is mailed to the old address.
#[utoipa::path(
    post, path = "/api/v1/auth/email-change/revert", tag = "auth",
    request_body = EmailChangeTokenBody,
    responses(
        (status = 200, description = "The account has its old address.", body = EmailChangedView),
        MailedTokenProblems, LimitProblems,
    )
)]
pub(crate) async fn revert_email_change(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let token = fields.text("token", |text| Ok(SecretString::from(text)));
    let command = fields.finish(|| Some(RevertEmailChange { token: token?, client }))?;
    let email = bookplate.users.revert_email_change(command).await?;
    Ok(present(&email))
}

fn present(email: &EmailAddress) -> HttpResponse {
    HttpResponse::Ok().json(EmailChangedView { email: email.written().to_owned() })
}

#[cfg(test)]
mod tests;
