use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::{Permission, Role, SetStatus, UpdateUser},
    shared::{Client, FieldCode, IfVersion, Invalid, UserId},
    users::{DisplayName, Status, SuspensionReason},
};
use utoipa::ToSchema;

use crate::{
    edge::{IfMatch, RequestClient, SignedIn, etag},
    problem::Problem,
    wire::{
        AdminUserView, BodyProblems, Fields, GivenRoleWord, GuardProblems, LastAdminProblems,
        MergePatch, PathId, StatusWord, TargetProblems, VersionProblems, one_of, parse_moment,
    },
};

/// What is to be different: what is absent stays.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct UpdateUserBody {
    /// What to be called.
    #[schema(required = false, min_length = 1, max_length = 100, example = "Ada Lovelace")]
    name: String,
    /// What its owner may do.
    #[schema(required = false)]
    role: GivenRoleWord,
    /// Whether it may be used.
    #[schema(required = false)]
    status: StatusWord,
    /// Why, for those who look after accounts. Required with `suspended`, and only there.
    #[schema(required = false, min_length = 1, max_length = 500, example = "spam")]
    suspension_reason: String,
    /// Until when (RFC 3339); only with `suspended`, which does not end by itself otherwise.
    #[schema(required = false, format = DateTime, example = "2999-11-21T09:30:00.000Z")]
    suspended_until: Option<String>,
}

/// Change an account
///
/// All of it takes effect, or none. Another role, or a suspension, ends every session of the
/// account; a suspension also ends its mailed links, and is told by mail. What is said of a
/// suspension takes the place of an earlier one.
#[utoipa::path(
    patch, path = "/api/v1/admin/users/{id}", tag = "admin", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::UpdateUsers.as_str()))),
    params(
        ("id" = String, Path, description = "Whose.", format = "uuid"),
        ("If-Match" = Option<String>, Header,
            description = "Only if it still has a version of these."),
    ),
    request_body(content((UpdateUserBody = "application/merge-patch+json"),
        (UpdateUserBody = "application/json"))),
    responses(
        (status = 200, description = "The account as it is now.", body = AdminUserView),
        GuardProblems, TargetProblems, LastAdminProblems, VersionProblems, BodyProblems,
    )
)]
pub(crate) async fn update_user(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    IfMatch(if_version): IfMatch,
    PathId(id): PathId<UserId>,
    MergePatch(members): MergePatch,
) -> Result<HttpResponse, Problem> {
    let command = read(id, if_version, client, Fields::new(members))?;
    let user = bookplate.roles.update_user(Some(&caller.actor), command).await?;
    let view = AdminUserView::new(&user, bookplate.now());
    Ok(HttpResponse::Ok().insert_header(etag(view.tag())).json(view))
}

fn read(
    id: UserId,
    if_version: IfVersion,
    client: Client,
    mut fields: Fields,
) -> Result<UpdateUser, Problem> {
    let name = fields.changed_text("name", DisplayName::parse);
    let role = fields.changed_text("role", one_of(&Role::GIVEN, Role::as_str));
    let status = read_status(&mut fields);
    fields.finish(|| {
        let (name, role, status) = (name?, role?, status?);
        Some(UpdateUser { id, name, role, status, if_version, client })
    })
}

/// The status, with what belongs to it.
fn read_status(fields: &mut Fields) -> Option<Option<SetStatus>> {
    const REASON: &str = "suspensionReason";
    const UNTIL: &str = "suspendedUntil";
    let status = fields.changed_text("status", one_of(&Status::ALL, Status::as_str));
    if status == Some(Some(Status::Suspended)) {
        let reason = fields.text(REASON, SuspensionReason::parse);
        let until = fields.optional_text(UNTIL, parse_moment);
        return Some(Some(SetStatus::Suspended { reason: reason?, until: until? }));
    }
    let reason = fields.changed_text(REASON, SuspensionReason::parse);
    let until = fields.optional_text(UNTIL, parse_moment);
    if status.is_some() {
        for (name, given) in
            [(REASON, matches!(reason, Some(Some(_)))), (UNTIL, matches!(until, Some(Some(_))))]
        {
            if given {
                let why = "belongs to the status \"suspended\"";
                fields.refuse::<()>(name, Invalid::new(FieldCode::NotAllowed, why));
            }
        }
    }
    Some(status?.map(|_| SetStatus::Active))
}
