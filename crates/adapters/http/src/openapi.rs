//! The OpenAPI 3.1 document, made from the handlers themselves.

use std::sync::OnceLock;

use actix_web::{HttpResponse, http::header};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use crate::{admin, auth, chats, edge::RefreshCookie, moderation, service, sessions, users};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bookplate",
        description = "Accounts, sessions and chat history for AI applications.",
        license(name = "MIT OR Apache-2.0"),
    ),
    paths(
        service::live::live,
        service::ready::ready,
        service::jwks::jwks,
        service::config::config,
        document,
        auth::start_anonymous::start_anonymous,
        auth::register::register,
        auth::log_in::log_in,
        auth::refresh::refresh,
        auth::log_out::log_out,
        auth::session::session,
        auth::verify_email::verify_email,
        auth::resend_verification::resend_verification,
        auth::password_reset::request_password_reset,
        auth::password_reset::reset_password,
        auth::password_change::change_password,
        auth::reauthenticate::reauthenticate,
        auth::email_change::request_email_change,
        auth::email_change::confirm_email_change,
        auth::email_change::revert_email_change,
        auth::accept_invitation::accept_invitation,
        users::read_own_account::read_own_account,
        users::update_profile::update_profile,
        users::delete_account::delete_account,
        users::preferences::read_preferences,
        users::preferences::update_preferences,
        users::list_identities::list_identities,
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
    modifiers(&Credentials),
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

/// The document as JSON, with two spaces of indentation.
pub fn openapi_json() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    // The document is a constant: `the_document_can_be_written` shows that it is never empty.
    TEXT.get_or_init(|| Document::openapi().to_pretty_json().unwrap_or_default())
}

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "service",
    responses((status = 200, description = "The OpenAPI 3.1 document.", body = serde_json::Value)))]
pub(crate) async fn document() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "max-age=300"))
        .body(openapi_json())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::routes;

    fn document() -> Value {
        serde_json::from_str(openapi_json()).unwrap()
    }

    #[test]
    fn the_document_can_be_written() {
        assert!(document()["openapi"].as_str().unwrap().starts_with("3.1"));
    }

    #[test]
    fn every_route_stands_in_the_document_and_the_other_way_round() {
        let routed: BTreeSet<String> = routes::table()
            .iter()
            .chain(&routes::feed())
            .filter(|endpoint| !endpoint.path.starts_with("/docs"))
            .map(|endpoint| {
                format!("{} {}", endpoint.method.as_str().to_lowercase(), endpoint.path)
            })
            .collect();
        let described: BTreeSet<String> = document()["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
            })
            .collect();
        assert_eq!(routed, described);
    }

    #[test]
    fn every_credential_in_the_document_is_explained() {
        let document = document();
        let schemes = document["components"]["securitySchemes"].as_object().unwrap();
        let items = document["paths"].as_object().unwrap().values();
        let operations = items.flat_map(|item| item.as_object().unwrap().values());
        let wanted: BTreeSet<&String> = operations
            .filter_map(|operation| operation["security"].as_array())
            .flatten()
            .flat_map(|credentials| credentials.as_object().unwrap().keys())
            .collect();
        assert_eq!(wanted, schemes.keys().collect());
    }

    #[test]
    fn every_reference_in_the_document_leads_somewhere() {
        let document = document();
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
        assert!(text.contains("\"$ref\":\"#"));
    }
}
