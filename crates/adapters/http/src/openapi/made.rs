//! The document as it is made from the handlers.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{
    conditions::Conditions, examples::Examples, headers::Headers, problems::Problems,
    requests::Closed, required::AlwaysSent,
};
use crate::{admin, auth, chats, edge::RefreshCookie, moderation, service, sessions, users};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bookplate",
        description = "Accounts, sessions and chat history for AI applications.\n\n\
            Whatever is refused is answered with `application/problem+json` (RFC 9457); `x-codes` \
            of a response are the values that its `code` can have. What is answered to GET is \
            answered to HEAD without the body. A path that is unknown is answered with 404 \
            (`NOT_FOUND`), and a method that a path has not with 405 (`METHOD_NOT_ALLOWED`) and the \
            header `Allow`.",
        license(name = "MIT OR Apache-2.0"),
    ),
    paths(
        service::live::live,
        service::ready::ready,
        service::jwks::jwks,
        service::config::config,
        super::document,
        auth::start_anonymous::start_anonymous,
        auth::register::register,
        auth::log_in::log_in,
        auth::refresh::refresh,
        auth::log_out::log_out,
        auth::session::session,
        auth::verify_email::verify_email,
        auth::resend_verification::resend_verification,
        auth::password_strength::rate_password,
        auth::password_reset::request_password_reset,
        auth::password_reset::reset_password,
        auth::password_change::change_password,
        auth::reauthenticate::reauthenticate,
        auth::email_change::request_email_change,
        auth::email_change::confirm_email_change,
        auth::email_change::revert_email_change,
        auth::accept_invitation::accept_invitation,
        auth::oauth::start::start_authorization,
        auth::oauth::callback::complete_authorization,
        auth::oauth::exchange::exchange_code,
        users::read_own_account::read_own_account,
        users::update_profile::update_profile,
        users::delete_account::delete_account,
        users::preferences::read_preferences,
        users::preferences::update_preferences,
        users::list_identities::list_identities,
        users::link_identity::link_identity,
        users::unlink_identity::unlink_identity,
        users::list_own_events::list_own_events,
        users::export_own_data::export_own_data,
        sessions::list_sessions::list_sessions,
        sessions::revoke_session::revoke_other_sessions,
        sessions::revoke_session::revoke_session,
        sessions::list_revocations::list_revocations,
        chats::list_chats::list_chats,
        chats::start_chat::start_chat,
        chats::search_chats::search_chats,
        chats::delete_chats::delete_chats,
        chats::claim_chats::claim_chats,
        chats::read_chat::read_chat,
        chats::update_chat::update_chat,
        chats::delete_chats::delete_chat,
        chats::export_chat::export_chat,
        chats::list_messages::list_messages,
        chats::append_messages::append_messages,
        chats::read_message::read_message,
        chats::put_message::put_message,
        chats::delete_message::delete_message,
        chats::give_feedback::give_feedback,
        chats::give_feedback::take_feedback_back,
        chats::report_message::report_message,
        moderation::list_reports::list_reports,
        moderation::read_report::read_report,
        moderation::resolve_report::resolve_report,
        admin::list_users::list_users,
        admin::invite_user::invite_user,
        admin::read_user::read_user,
        admin::update_user::update_user,
        admin::delete_user::delete_user,
        admin::start_password_reset::start_password_reset,
        admin::list_user_sessions::list_user_sessions,
        admin::revoke_user_sessions::revoke_user_sessions,
        admin::list_events::list_events,
        admin::list_mail::list_mail,
        admin::retry_mail::retry_mail,
        admin::rotate_signing_key::rotate_signing_key,
    ),
    modifiers(&Credentials, &Problems, &Headers, &AlwaysSent, &Examples, &Closed, &Conditions),
)]
struct Document;

/// How a caller proves who it is.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = || HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
        let access_token = bearer().bearer_format("JWT").build();
        let key = bearer().description(Some("The static key of the configuration.")).build();
        let cookie = ApiKeyValue::with_description(
            RefreshCookie::NAME,
            "The refresh token of a browser; from a page of an allowed origin only.",
        );
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("accessToken", SecurityScheme::Http(access_token));
        components.add_security_scheme("revocationsKey", SecurityScheme::Http(key));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(cookie));
        components.add_security_scheme("refreshCookie", cookie);
    }
}

/// The document as JSON, made from the handlers as they are now.
pub fn make_openapi_json() -> serde_json::Result<String> {
    Document::openapi().to_pretty_json()
}
