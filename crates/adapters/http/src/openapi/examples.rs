//! An example of each body. The tests send every one of them.

use serde_json::{Value, json};
use utoipa::{
    Modify,
    openapi::{OpenApi, RefOr, Required},
};

use super::{operations::operations, required::never_null};

/// Gives every body its example, and says where a body may be missing.
pub(super) struct Examples;

impl Modify for Examples {
    fn modify(&self, document: &mut OpenApi) {
        for (method, path, operation) in operations(document) {
            let Some(RefOr::T(body)) = &mut operation.request_body else { continue };
            if MAY_BE_MISSING.contains(&path.as_str()) {
                body.required = Some(Required::False);
            }
            for content in body.content.values_mut() {
                if let RefOr::T(content) = content {
                    content.example = example_of(method, &path);
                    if let Some(schema) = &mut content.schema {
                        never_null(schema);
                    }
                }
            }
        }
    }
}

/// Where a body may be missing.
const MAY_BE_MISSING: [&str; 3] =
    ["/api/v1/auth/anonymous", "/api/v1/auth/refresh", "/api/v1/auth/logout"];

/// The body of a request that is right in every way; `None` where there is none.
pub(crate) fn example_of(method: &str, path: &str) -> Option<Value> {
    const EMAIL: &str = "ada@example.com";
    const PASSWORD: &str = "correct horse battery staple";
    const OTHER_PASSWORD: &str = "another horse battery staple";
    const TOKEN: &str = "dGhpcyBpcyBubyB0b2tlbiBvZiBhbnlib2R5Lg";
    const CODE: &str = "bp_oc_dGhpcyBpcyBubyBjb2RlIG9mIGFueWJvZHk";
    const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHAT: &str = "01890000-0000-7000-8000-000000000000";
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    Some(match (method, path) {
        ("POST", "/auth/anonymous") => json!({ "transport": "body" }),
        ("POST", "/auth/register") => {
            json!({ "email": EMAIL, "name": "Ada Lovelace", "password": PASSWORD })
        }
        ("POST", "/auth/password-strength") => {
            json!({ "password": PASSWORD, "email": EMAIL, "name": "Ada Lovelace" })
        }
        ("POST", "/auth/login") => json!({ "email": EMAIL, "password": PASSWORD }),
        ("POST", "/auth/refresh" | "/auth/logout") => json!({ "refreshToken": TOKEN }),
        ("POST", "/auth/verify-email") => json!({ "token": TOKEN }),
        ("POST", "/auth/verify-email/resend" | "/auth/password-reset") => json!({ "email": EMAIL }),
        ("POST", "/auth/password-reset/confirm") => {
            json!({ "token": TOKEN, "password": OTHER_PASSWORD })
        }
        ("POST", "/auth/password-change") => {
            json!({ "currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD })
        }
        ("POST", "/auth/reauthenticate") => json!({ "password": PASSWORD }),
        ("POST", "/auth/oauth/exchange" | "/users/me/identities") => {
            json!({ "code": CODE, "codeVerifier": CODE_VERIFIER })
        }
        ("POST", "/auth/email-change") => json!({ "email": "ada@example.org" }),
        ("POST", "/auth/email-change/confirm" | "/auth/email-change/revert") => {
            json!({ "token": TOKEN })
        }
        ("POST", "/auth/invitation/accept") => {
            json!({ "token": TOKEN, "name": "Ada Lovelace", "password": PASSWORD })
        }
        ("POST", "/chats") => json!({ "id": CHAT, "title": "How do PID loops work?" }),
        ("POST", "/chats/bulk-delete") => json!({ "chatIds": [CHAT] }),
        ("POST", "/chats/claim") => json!({ "anonymousToken": "eyJ…" }),
        ("PATCH", "/chats/{chatId}") => {
            json!({ "title": "PID loops", "pinned": true, "tags": ["control"] })
        }
        ("POST", "/chats/{chatId}/messages") => json!({
            "messages": [{
                "id": "msg_9f2k",
                "role": "assistant",
                "parts": [{ "type": "text", "text": "A PID loop steers by three terms." }],
            }],
        }),
        ("PUT", "/chats/{chatId}/messages/{messageId}") => {
            json!({ "role": "user", "content": "How do PID loops work?" })
        }
        ("PUT", "/chats/{chatId}/messages/{messageId}/feedback") => {
            json!({ "rating": "up", "comment": "That is it." })
        }
        ("POST", "/chats/{chatId}/messages/{messageId}/report") => {
            json!({ "reason": "other", "comment": "There is no such chapter." })
        }
        ("POST", "/moderation/reports/{id}/resolve") => {
            json!({ "action": "suspend_author", "note": "The third time." })
        }
        ("PATCH", "/users/me") => json!({
            "name": "Ada Lovelace",
            "image": "https://example.com/ada.png",
            "bio": "Writes the first programs.",
        }),
        ("PATCH", "/users/me/preferences") => {
            json!({ "theme": "dark", "timezone": "Europe/Vienna", "chat": { "temperature": 0.5 } })
        }
        ("POST", "/admin/users") => json!({
            "email": "grace@example.com",
            "name": "Grace Hopper",
            "role": "moderator",
            "language": "de-AT",
        }),
        ("PATCH", "/admin/users/{id}") => {
            json!({ "name": "Another", "status": "suspended", "suspensionReason": "spam" })
        }
        _ => return None,
    })
}
