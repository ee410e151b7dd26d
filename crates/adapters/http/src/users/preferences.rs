use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::Permission,
    users::{PreferencesPatch, UpdatePreferences},
};

use super::preferences_shape::{PreferencesBody, PreferencesView};
use crate::{
    edge::{IfMatch, IfNoneMatch, SignedIn, etag},
    problem::Problem,
    wire::{BodyProblems, GuardProblems, MergePatch, VersionProblems},
};

/// How do I want things
///
/// Everything is there, also what was never chosen. The `ETag` is the version of the preferences.
#[utoipa::path(
    get, path = "/api/v1/users/me/preferences", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnPreferences.as_str()))),
    params(("If-None-Match" = Option<String>, Header, description = "Versions that are known.")),
    responses(
        (status = 200, description = "The preferences.", body = PreferencesView),
        (status = 304, description = "They have a version that is known."),
        GuardProblems,
    )
)]
pub(crate) async fn read_preferences(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let preferences = bookplate.users.read_preferences(&caller.actor).await?;
    Ok(known.present(preferences.version, preferences.to_json()))
}

/// Change how I want things
///
/// What is absent stays, what is null goes back to its default, and objects merge with objects
/// (RFC 7396). Mails follow `language` and `timezone` from now on.
#[utoipa::path(
    patch, path = "/api/v1/users/me/preferences", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnPreferences.as_str()))),
    params(
        ("If-Match" = Option<String>, Header,
            description = "Only if they still have a version of these."),
    ),
    request_body(content((PreferencesBody = "application/merge-patch+json"),
        (PreferencesBody = "application/json"))),
    responses(
        (status = 200, description = "The preferences as they are now.", body = PreferencesView),
        GuardProblems, VersionProblems, BodyProblems,
    )
)]
pub(crate) async fn update_preferences(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    IfMatch(if_version): IfMatch,
    MergePatch(members): MergePatch,
) -> Result<HttpResponse, Problem> {
    let patch = PreferencesPatch::parse(members)?;
    let command = UpdatePreferences { patch, if_version };
    let preferences = bookplate.users.update_preferences(&caller.actor, command).await?;
    let etag = etag(preferences.version);
    Ok(HttpResponse::Ok().insert_header(etag).json(preferences.to_json()))
}
