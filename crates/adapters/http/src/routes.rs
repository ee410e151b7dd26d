//! The one table: every path, its methods, its handler, and the rule that limits it.

mod endpoint;

use bookplate_domain::limits::Rule;

use crate::{
    admin, auth, chats, dev, moderation, openapi,
    pages::{self, Page},
    problem::Problem,
    service, sessions, users,
};
use endpoint::{Endpoint, delete, get, page, patch, post, post_counted_once_read, put};

pub(crate) use endpoint::{configure, elsewhere, methods};

/// Every route of the service.
pub(crate) fn table() -> Vec<Endpoint> {
    vec![
        get("/livez", service::live),
        get("/readyz", service::ready),
        get("/.well-known/jwks.json", service::jwks),
        get("/docs", service::docs_entry),
        get("/docs/{file:.*}", service::docs),
        get("/api/v1/openapi.json", openapi::document),
        get("/api/v1/config", service::config),
        post("/api/v1/auth/anonymous", auth::start_anonymous).limited_by(Rule::Anonymous),
        post_counted_once_read("/api/v1/auth/register", auth::register, Rule::Register),
        post("/api/v1/auth/login", auth::log_in).limited_by(Rule::LogIn).in_bulk(),
        post("/api/v1/auth/refresh", auth::refresh),
        post("/api/v1/auth/logout", auth::log_out),
        get("/api/v1/auth/session", auth::session),
        post("/api/v1/auth/verify-email", auth::verify_email).limited_by(Rule::VerifyEmail),
        post("/api/v1/auth/verify-email/resend", auth::resend_verification)
            .limited_by(Rule::ResendFromNetwork)
            .evenly(),
        post("/api/v1/auth/password-strength", auth::rate_password)
            .limited_by(Rule::PasswordStrength),
        post("/api/v1/auth/password-reset", auth::request_password_reset)
            .limited_by(Rule::PasswordReset)
            .evenly(),
        post_counted_once_read(
            "/api/v1/auth/password-reset/confirm",
            auth::reset_password,
            Rule::PasswordReset,
        ),
        post("/api/v1/auth/password-change", auth::change_password),
        post("/api/v1/auth/reauthenticate", auth::reauthenticate),
        post("/api/v1/auth/email-change", auth::request_email_change).evenly(),
        post("/api/v1/auth/email-change/confirm", auth::confirm_email_change)
            .limited_by(Rule::VerifyEmail),
        post("/api/v1/auth/email-change/revert", auth::revert_email_change)
            .limited_by(Rule::VerifyEmail),
        post_counted_once_read(
            "/api/v1/auth/invitation/accept",
            auth::accept_invitation,
            Rule::VerifyEmail,
        ),
        get("/api/v1/auth/oauth/{provider}/start", auth::start_authorization)
            .limited_by(Rule::ProviderSignIn)
            .told_by(auth::refused)
            .asking_a_provider(),
        get("/api/v1/auth/oauth/{provider}/callback", auth::complete_authorization)
            .limited_by(Rule::ProviderSignIn)
            .asking_a_provider(),
        post("/api/v1/auth/oauth/exchange", auth::exchange_code)
            .limited_by(Rule::ProviderSignIn)
            .in_bulk(),
        get("/api/v1/users/me", users::read_own_account),
        patch("/api/v1/users/me", users::update_profile),
        delete("/api/v1/users/me", users::delete_account).in_bulk(),
        get("/api/v1/users/me/preferences", users::read_preferences),
        patch("/api/v1/users/me/preferences", users::update_preferences),
        get("/api/v1/users/me/identities", users::list_identities),
        post("/api/v1/users/me/identities", users::link_identity).limited_by(Rule::ProviderSignIn),
        delete("/api/v1/users/me/identities/{provider}", users::unlink_identity),
        get("/api/v1/users/me/events", users::list_own_events),
        get("/api/v1/users/me/export", users::export_own_data),
        get("/api/v1/sessions", sessions::list_sessions),
        delete("/api/v1/sessions", sessions::revoke_other_sessions),
        delete("/api/v1/sessions/{id}", sessions::revoke_session),
        get("/api/v1/chats", chats::list_chats),
        post("/api/v1/chats", chats::start_chat),
        // What is no id comes before what is one.
        get("/api/v1/chats/search", chats::search_chats),
        post("/api/v1/chats/bulk-delete", chats::delete_chats).in_bulk(),
        post("/api/v1/chats/claim", chats::claim_chats).in_bulk(),
        get("/api/v1/chats/{chatId}", chats::read_chat),
        patch("/api/v1/chats/{chatId}", chats::update_chat),
        delete("/api/v1/chats/{chatId}", chats::delete_chat),
        get("/api/v1/chats/{chatId}/export", chats::export_chat),
        get("/api/v1/chats/{chatId}/messages", chats::list_messages),
        post("/api/v1/chats/{chatId}/messages", chats::append_messages),
        get("/api/v1/chats/{chatId}/messages/{messageId}", chats::read_message),
        put("/api/v1/chats/{chatId}/messages/{messageId}", chats::put_message),
        delete("/api/v1/chats/{chatId}/messages/{messageId}", chats::delete_message),
        put("/api/v1/chats/{chatId}/messages/{messageId}/feedback", chats::give_feedback),
        delete("/api/v1/chats/{chatId}/messages/{messageId}/feedback", chats::take_feedback_back),
        post("/api/v1/chats/{chatId}/messages/{messageId}/report", chats::report_message),
        get("/api/v1/moderation/reports", moderation::list_reports),
        get("/api/v1/moderation/reports/{id}", moderation::read_report),
        post("/api/v1/moderation/reports/{id}/resolve", moderation::resolve_report),
        get("/api/v1/admin/users", admin::list_users),
        post("/api/v1/admin/users", admin::invite_user),
        get("/api/v1/admin/users/{id}", admin::read_user),
        patch("/api/v1/admin/users/{id}", admin::update_user),
        delete("/api/v1/admin/users/{id}", admin::delete_user).in_bulk(),
        post("/api/v1/admin/users/{id}/password-reset", admin::start_password_reset),
        get("/api/v1/admin/users/{id}/sessions", admin::list_user_sessions),
        delete("/api/v1/admin/users/{id}/sessions", admin::revoke_user_sessions),
        get("/api/v1/admin/audit-events", admin::list_events),
        get("/api/v1/admin/mail", admin::list_mail),
        post("/api/v1/admin/mail/{id}/retry", admin::retry_mail),
        post("/api/v1/admin/keys/rotate", admin::rotate_signing_key),
    ]
}

/// What other services follow, where a key for them is configured.
pub(crate) fn feed() -> Vec<Endpoint> {
    vec![get("/api/v1/revocations", sessions::list_revocations)]
}

/// The pages at the ends of mailed links, where no front end has its own.
pub(crate) fn own_pages() -> Vec<Endpoint> {
    let pages = [
        page(Page::VerifyEmail, |path| {
            post(path, pages::verify_email).limited_by(Rule::VerifyEmail)
        }),
        page(Page::ResetPassword, |path| {
            post_counted_once_read(path, pages::reset_password, Rule::PasswordReset)
        }),
        page(Page::ConfirmEmailChange, |path| {
            post(path, pages::confirm_email_change).limited_by(Rule::VerifyEmail)
        }),
        page(Page::RevertEmailChange, |path| {
            post(path, pages::revert_email_change).limited_by(Rule::VerifyEmail)
        }),
        page(Page::AcceptInvitation, |path| {
            post_counted_once_read(path, pages::accept_invitation, Rule::VerifyEmail)
        }),
    ];
    let assets = [get("/pages/pages.js", pages::script), get("/pages/pages.css", pages::style)];
    pages.into_iter().flatten().chain(assets).collect()
}

/// The routes that exist only where nothing leaves the house.
pub(crate) fn development() -> Vec<Endpoint> {
    vec![get("/dev/mailbox", dev::mailbox)]
}

/// The method and path of every route that counts the tries of each network.
pub(crate) fn limited() -> Vec<(String, &'static str)> {
    let limited = table().into_iter().filter(|endpoint| endpoint.counted.is_some());
    limited.map(|endpoint| (endpoint.method.to_string(), endpoint.path)).collect()
}

/// Everything that is not in the table, where there is no front end.
async fn unknown() -> Result<&'static str, Problem> {
    Err(Problem::not_found())
}
