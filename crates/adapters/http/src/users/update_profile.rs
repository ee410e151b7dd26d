use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::Permission,
    users::{Bio, DisplayName, ImageUrl, UpdateProfile},
};
use utoipa::ToSchema;

use crate::{
    edge::{IfMatch, RequestClient, SignedIn, etag},
    problem::Problem,
    wire::{BodyProblems, Fields, GuardProblems, MergePatch, UserView, VersionProblems},
};

/// What is to be different (RFC 7396): what is absent stays.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct UpdateProfileBody {
    /// What to be called. It cannot be taken away.
    #[schema(required = false, min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: String,
    /// The URL of a picture, of http or https; null takes it away.
    #[schema(
        required = false,
        format = "uri",
        max_length = 2048,
        example = "https://example.com/ada.png"
    )]
    image: Option<String>,
    /// A few words about themselves; null takes them away.
    #[schema(required = false, max_length = 500, example = "Writes the first programs.")]
    bio: Option<String>,
}

/// Change my name, picture and words
///
/// What is absent stays, and null takes away. A change that changes nothing leaves the version as
/// it was.
#[utoipa::path(
    patch, path = "/api/v1/users/me", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::EditOwnProfile.as_str()))),
    params(
        ("If-Match" = Option<String>, Header, description = "Only if it still has a version of these."),
    ),
    request_body(content((UpdateProfileBody = "application/merge-patch+json"),
        (UpdateProfileBody = "application/json"))),
    responses(
        (status = 200, description = "The account as it is now.", body = UserView),
        GuardProblems, VersionProblems, BodyProblems,
    )
)]
pub(crate) async fn update_profile(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    IfMatch(if_version): IfMatch,
    MergePatch(members): MergePatch,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new(members);
    let name = fields.changed_text("name", DisplayName::parse);
    let image = fields.clearable_text("image", ImageUrl::parse);
    let bio = fields.clearable_text("bio", Bio::parse);
    let command = fields.finish(|| {
        Some(UpdateProfile { name: name?, image: image?, bio: bio?, if_version, client })
    })?;
    let user = bookplate.users.update_profile(&caller.actor, command).await?;
    Ok(HttpResponse::Ok().insert_header(etag(user.version)).json(UserView::from(&user)))
}
