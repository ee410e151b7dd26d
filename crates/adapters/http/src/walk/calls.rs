use actix_web::test::TestRequest;
use bookplate_domain::{
    roles::Role,
    sessions::SessionGrant,
    shared::{ReportId, UserId},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::Operation;
use crate::{
    openapi::example_of,
    testing::{PASSWORD, PROVIDER, QUESTION, VERIFIER, World, request, signed, start_path},
};

/// Whose account the operations with a target are about.
pub(super) const TARGET: &str = "target@example.com";

/// A call of an operation that is right in every way, in a world in which nothing has happened but
/// what it needs. `caller` has just proven the password, which is [`PASSWORD`].
///
/// A new operation asks for its line here: the walk fails on one that it cannot call.
pub(super) async fn valid_call(
    operation: &Operation,
    world: &World,
    caller: Option<&SessionGrant>,
    target: UserId,
) -> TestRequest {
    let body = body(operation, world).await;
    let path = match operation.path.as_str() {
        "/api/v1/sessions/{id}" => {
            let owner = caller.and_then(|caller| caller.user.email.as_ref());
            let session = match owner {
                Some(email) => world.log_in(email.written(), PASSWORD).await.unwrap(),
                None => world.some_session().await,
            };
            operation.path.replace("{id}", &session.session.id.to_string())
        }
        "/api/v1/admin/mail/{id}/retry" => {
            operation.path.replace("{id}", &world.dead_mail().await.to_string())
        }
        path if path.starts_with("/api/v1/moderation/reports/{id}") => {
            path.replace("{id}", &world.report_of_somebody().await.to_string())
        }
        path if path.contains("{chatId}") => {
            let chat = match caller {
                Some(caller) => world.chat_of(caller).await,
                None => world.chat_of(&world.some_session().await).await,
            };
            path.replace("{chatId}", &chat.to_string()).replace("{messageId}", QUESTION)
        }
        "/api/v1/auth/oauth/{provider}/start" => start_path(),
        "/api/v1/auth/oauth/{provider}/callback" => {
            let way = world.start().await;
            format!("/api/v1/auth/oauth/{PROVIDER}/callback?state={}", way.state)
        }
        "/api/v1/users/me/identities/{provider}" => {
            // A visitor has none, nor has nobody.
            if let Some(caller) = caller.filter(|caller| caller.user.role != Role::Anonymous) {
                world.linked(caller.user.id).await;
            }
            operation.path.replace("{provider}", PROVIDER)
        }
        "/api/v1/chats/search" => "/api/v1/chats/search?q=pid".to_owned(),
        path => path.replace("{id}", &target.to_string()),
    };
    assert!(!path.contains('{'), "nobody says what stands in {path}");
    let mut call = request(operation.method.clone(), &path);
    if let Some(body) = body {
        call = call.set_json(body);
    }
    match caller {
        Some(caller) => signed(call, caller),
        None => call,
    }
}

impl World {
    /// A report of a message of somebody whom the call is not about.
    async fn report_of_somebody(&self) -> ReportId {
        let owner = self.some_session().await;
        let chat = self.chat_of(&owner).await;
        self.report_of(&owner, chat).await
    }

    /// A session of somebody whom the call is not about.
    async fn some_session(&self) -> SessionGrant {
        self.account("somebody@example.com").await;
        self.log_in("somebody@example.com", PASSWORD).await.unwrap()
    }
}

/// The body of a valid call: the example of the document, but for what only this world knows. `None`
/// where there is none.
async fn body(operation: &Operation, world: &World) -> Option<Value> {
    let mut body = example_of(operation.method.as_str(), &operation.path)?;
    let known = match operation.path.strip_prefix("/api/v1").unwrap_or(&operation.path) {
        "/auth/login" => {
            world.some_session().await;
            json!({ "email": "somebody@example.com", "password": PASSWORD })
        }
        "/auth/refresh" | "/auth/logout" => {
            let refresh = world.some_session().await.tokens.refresh;
            json!({ "refreshToken": refresh.expose_secret() })
        }
        "/auth/verify-email" => json!({ "token": world.verification_token().await }),
        "/auth/password-reset/confirm" => json!({ "token": world.reset_token().await }),
        "/auth/password-change" => json!({ "currentPassword": PASSWORD }),
        "/auth/reauthenticate" => json!({ "password": PASSWORD }),
        "/auth/oauth/exchange" => {
            let code = world.one_time_code("newcomer@example.com").await;
            json!({ "code": code, "codeVerifier": VERIFIER })
        }
        "/users/me/identities" => {
            let code = world.one_time_code("at-acme@example.com").await;
            json!({ "code": code, "codeVerifier": VERIFIER })
        }
        "/auth/email-change/confirm" => json!({ "token": world.change_tokens().await.0 }),
        "/auth/email-change/revert" => json!({ "token": world.change_tokens().await.1 }),
        "/auth/invitation/accept" => json!({ "token": world.invitation_token().await }),
        "/chats/claim" => {
            let visitor = world.visitor().await;
            world.chat_of(&visitor).await;
            json!({ "anonymousToken": visitor.tokens.access.0.expose_secret() })
        }
        _ => json!({}),
    };
    for (name, value) in known.as_object().unwrap() {
        let old = body.as_object_mut().unwrap().insert(name.clone(), value.clone());
        assert!(old.is_some(), "the example of {} has no {name}", operation.name());
    }
    Some(body)
}
