use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    shared::Client,
    users::{AcceptInvitation, DisplayName, PasswordPolicy},
};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{Admission, Admitted, RequestClient},
    problem::Problem,
    wire::{Fields, LimitProblems, MailedTokenProblems, read_new_password, read_off_worker},
};

/// What the link of an invitation carries, and what its reader chose.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct AcceptInvitationBody {
    /// What stands behind `#token=` in the link.
    token: String,
    /// What you want to be called.
    #[schema(min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: String,
    /// At least 8 characters, at most 71 bytes, and not easily guessed.
    #[schema(format = Password, min_length = 8, example = "correct horse battery staple")]
    password: String,
}

/// Whose account was taken over.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationAccepted)]
pub(crate) struct InvitationAcceptedView {
    /// Its address.
    #[schema(format = Email)]
    email: String,
}

/// Accept an invitation
///
/// Works once. The account has its name and its password, and its mailbox is proven. Nobody is
/// signed in.
#[utoipa::path(
    post, path = "/api/v1/auth/invitation/accept", tag = "auth",
    request_body = AcceptInvitationBody,
    responses(
        (status = 200, description = "The account is ready; log in now.",
            body = InvitationAcceptedView),
        MailedTokenProblems, LimitProblems,
    )
)]
pub(crate) async fn accept_invitation(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    fields: Fields,
    admission: Admission,
) -> Result<Admitted, Problem> {
    let passwords = bookplate.policy().passwords;
    let command = read_off_worker(move || read(passwords, fields, client)).await?;
    let accept = async {
        let email = bookplate.users.accept_invitation(command).await?;
        Ok(HttpResponse::Ok().json(InvitationAcceptedView { email: email.written().to_owned() }))
    };
    admission.admit(accept).await
}

fn read(
    passwords: PasswordPolicy,
    mut fields: Fields,
    client: Client,
) -> Result<AcceptInvitation, Problem> {
    let token = fields.text("token", |text| Ok(SecretString::from(text)));
    let name = fields.text("name", DisplayName::parse);
    let password = read_new_password(&mut fields, passwords, name.as_ref());
    fields.finish(|| {
        let (token, name, password) = (token?, name?, password?);
        Some(AcceptInvitation { token, name, password, client })
    })
}
