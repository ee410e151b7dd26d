use bookplate_domain::sessions::SessionGrant;
use serde_json::{Value, json};

use crate::testing::{ADA, Answer, MINUTE, NEW, PASSWORD, World, token_of};

const CHANGE: &str = "/api/v1/auth/email-change";

impl World {
    async fn ask(&self, email: &str, caller: Option<&SessionGrant>) -> Answer {
        self.post_json(CHANGE, json!({ "email": email }), caller).await
    }

    async fn present(&self, end: &str, token: &str) -> Answer {
        self.post_json(&format!("{CHANGE}/{end}"), json!({ "token": token }), None).await
    }
}

#[actix_web::test]
async fn an_address_is_asked_for_confirmed_and_taken_back() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    assert_eq!(world.ask(NEW, Some(&ada)).await.is(202).text, "");
    let letters = world.letters().await;
    let (confirm, revert) = (token_of(&letters, NEW), token_of(&letters, ADA));

    let confirmed = world.present("confirm", &confirm).await.is(200);
    assert_eq!(confirmed.json(), json!({ "email": NEW }));
    assert!(world.log_in(NEW, PASSWORD).await.is_some());
    world.present("confirm", &confirm).await.problem(400, "INVALID_TOKEN");

    let reverted = world.present("revert", &revert).await.is(200);
    assert_eq!(reverted.json(), json!({ "email": ADA }));
    assert!(world.log_in(NEW, PASSWORD).await.is_none());
    world.present("revert", &revert).await.problem(400, "INVALID_TOKEN");
}

#[actix_web::test]
async fn only_a_fresh_proof_of_the_password_changes_an_address() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.ask(NEW, None).await.problem(401, "UNAUTHORIZED");
    world.clock.advance(10 * MINUTE);
    world.ask(NEW, Some(&ada)).await.problem(403, "REAUTH_REQUIRED");
    let body = json!({ "password": PASSWORD });
    let proven = world.post_json("/api/v1/auth/reauthenticate", body, Some(&ada)).await.is(200);
    let proven: Value = proven.json();
    assert!(proven["tokens"]["accessToken"].is_string());
    world.ask(NEW, Some(&ada)).await.is(202);
}

#[actix_web::test]
async fn a_wrong_or_present_address_is_refused() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    for (wrong, code) in [("nobody", "INVALID_FORMAT"), (ADA, "NOT_ALLOWED")] {
        let answer = world.ask(wrong, Some(&ada)).await;
        assert_eq!(answer.json()["errors"][0]["field"], "email");
        assert_eq!(answer.json()["errors"][0]["code"], code);
        answer.problem(422, "VALIDATION_ERROR");
    }
}

#[actix_web::test]
async fn a_taken_address_is_answered_like_a_free_one() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.account("eve@example.com").await;
    let taken = world.ask("eve@example.com", Some(&ada)).await.is(202);
    let free = world.ask(NEW, Some(&ada)).await.is(202);
    assert_eq!(taken.text, free.text);
}

#[actix_web::test]
async fn a_link_to_an_address_that_went_to_somebody_else_is_dead() {
    let world = World::new().await;
    let (confirm, _) = world.change_tokens().await;
    world.account(NEW).await;
    world.present("confirm", &confirm).await.problem(400, "INVALID_TOKEN");
    assert!(world.log_in(ADA, PASSWORD).await.is_some());
}

#[actix_web::test]
async fn a_late_link_has_expired() {
    let world = World::new().await;
    let (confirm, revert) = world.change_tokens().await;
    world.clock.advance(crate::testing::DAY);
    world.present("confirm", &confirm).await.problem(400, "TOKEN_EXPIRED");
    world.clock.advance(6 * crate::testing::DAY);
    world.present("revert", &revert).await.problem(400, "TOKEN_EXPIRED");
}
