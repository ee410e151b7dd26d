use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::{InviteUser, Permission, Role},
    shared::{LanguageTag, Locale, TimeZoneName},
    users::{DisplayName, EmailAddress},
};
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn, etag},
    problem::Problem,
    wire::{
        AdminUserView, BodyProblems, Fields, GivenRoleWord, GuardProblems, ProblemView, one_of,
    },
};

/// Who is asked in.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct InviteUserBody {
    /// Where the invitation goes.
    #[schema(format = Email, example = "ada@example.com")]
    email: String,
    /// What they are called until they say so themselves.
    #[schema(min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: Option<String>,
    /// What they may do; `user` if nothing is said.
    role: Option<GivenRoleWord>,
    /// The language of their mails (BCP 47).
    #[schema(example = "de-AT")]
    language: Option<String>,
    /// The time zone in which their mails tell moments (IANA).
    #[schema(example = "Europe/Vienna")]
    timezone: Option<String>,
}

/// Ask somebody in
///
/// Makes an account that has no password and whose mailbox is not proven, and mails its owner a
/// link that changes both. It works for seven days.
#[utoipa::path(
    post, path = "/api/v1/admin/users", tag = "admin", request_body = InviteUserBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::InviteUsers.as_str()))),
    responses(
        (status = 201, description = "The account; a mail is on its way.", body = AdminUserView),
        (status = 409, description = "The address has an account (`EMAIL_EXISTS`).", body = ProblemView,
            content_type = "application/problem+json"),
        GuardProblems, BodyProblems,
    )
)]
pub(crate) async fn invite_user(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let email = fields.text("email", EmailAddress::parse);
    let name = fields.optional_text("name", DisplayName::parse);
    let role = fields.optional_text("role", one_of(&Role::GIVEN, Role::as_str));
    let language = fields.optional_text("language", LanguageTag::parse);
    let time_zone = fields.optional_text("timezone", TimeZoneName::parse);
    let command = fields.finish(|| {
        let locale = Locale { language: language?, time_zone: time_zone? };
        let role = role?.unwrap_or(Role::User);
        Some(InviteUser { email: email?, name: name?, locale, role, client })
    })?;
    let user = bookplate.roles.invite_user(&caller.actor, command).await?;
    let view = AdminUserView::new(&user, bookplate.now());
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/admin/users/{}", user.id)))
        .insert_header(etag(view.tag()))
        .json(view))
}
