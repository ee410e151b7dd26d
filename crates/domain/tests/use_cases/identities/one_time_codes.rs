use bookplate_domain::{
    identities::{CompletedAuthorization, IdentityError, OneTimeCode},
    users::TokenPurpose,
};
use bookplate_testkit::{an_authorization_id, doubles::Asked};
use secrecy::SecretString;

use super::{OTHER_VERIFIER, VERIFIER, ada, coming_back, text, verifier};
use crate::world::{ADA, MILLISECOND, World};

async fn is_refused(world: &World, code: &OneTimeCode) {
    let refused = world.enter(code).await;
    assert!(matches!(refused, Err(IdentityError::CodeInvalid)), "{refused:?}");
}

#[tokio::test]
async fn a_code_works_once() {
    let world = World::new().await;
    let code = world.code(ada()).await;
    let grant = world.enter(&code).await.unwrap();
    for _ in 0..2 {
        is_refused(&world, &code).await;
    }
    assert_eq!(world.live_sessions(grant.user.id).await, 1);
    world.authenticate(&grant).await.unwrap();
}

#[tokio::test]
async fn a_code_is_of_no_use_to_whoever_does_not_know_the_verifier_and_stays() {
    let world = World::new().await;
    let code = world.code(ada()).await;
    let challenge = world.to_acme().code_challenge;
    for other in [OTHER_VERIFIER, &format!("{VERIFIER}A"), challenge.as_str()] {
        let stolen = OneTimeCode { verifier: verifier(other), ..code.clone() };
        is_refused(&world, &stolen).await;
    }
    assert!(world.user(ADA).await.is_none());
    world.enter(&code).await.unwrap();
}

#[tokio::test]
async fn a_code_works_for_a_minute() {
    let world = World::new().await;
    let code = world.code(ada()).await;
    world.clock.advance(CompletedAuthorization::LIFETIME);
    is_refused(&world, &code).await;
    let code = world.code(ada()).await;
    world.clock.advance(CompletedAuthorization::LIFETIME - MILLISECOND);
    world.enter(&code).await.unwrap();
    assert_eq!(CompletedAuthorization::LIFETIME.as_secs(), 60);
}

#[tokio::test]
async fn the_minute_begins_when_the_provider_has_spoken() {
    let world = World::new().await;
    world.acme.say(ada());
    let away = world.away().await;
    world.clock.advance(9 * crate::world::MINUTE);
    let code = world.one_time_code(coming_back(&away)).await;
    world.clock.advance(CompletedAuthorization::LIFETIME - MILLISECOND);
    world.enter(&code).await.unwrap();
}

#[tokio::test]
async fn what_is_no_code_of_ours_opens_nothing() {
    let world = World::new().await;
    let away = world.away().await;
    let Asked::ForUrl(secrets, _) = world.acme.collect().remove(0) else { panic!("it was sent") };
    let genuine = world.code(ada()).await;
    let nobodys = an_authorization_id().as_uuid();
    for code in [
        SecretString::from(""),
        "bp_oc_".into(),
        format!("{}0", text(&genuine)).into(),
        world.ports.opaque_tokens.issue(TokenPurpose::OauthCode, nobodys, 0),
        away.state,
        away.browser,
        secrets.nonce,
        secrets.code_verifier,
    ] {
        is_refused(&world, &OneTimeCode { code, verifier: verifier(VERIFIER) }).await;
    }
    world.enter(&genuine).await.unwrap();
}

#[tokio::test]
async fn a_code_is_spent_for_one_purpose_only() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    let code = world.code(ada()).await;
    world.link(&actor, &code).await.unwrap();
    is_refused(&world, &code).await;
    let code = world.code(ada()).await;
    world.enter(&code).await.unwrap();
    let refused = world.link(&actor, &code).await;
    assert!(matches!(refused, Err(IdentityError::CodeInvalid)), "{refused:?}");
}
