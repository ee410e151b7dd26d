use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    Condition, Readiness,
    mail::MailError,
    sessions::{RotateSigningKey, SigningKey},
    store::{Store, StoreError},
};
use bookplate_testkit::{a_client, a_signing_key, doubles::PlainAccessTokens};

use crate::world::{ADA, MILLISECOND, MINUTE, PASSWORD, World};

fn told(readiness: &Readiness) -> [&'static str; 4] {
    readiness.checks().map(|(_, condition)| condition.as_str())
}

#[tokio::test]
async fn a_node_that_lacks_nothing_is_ready() {
    let world = World::new().await;
    let readiness = world.app.check_readiness().await;
    assert!(readiness.is_ready());
    assert_eq!(told(&readiness), ["ok"; 4]);
}

#[tokio::test]
async fn mail_that_nobody_takes_is_late_after_five_minutes_and_keeps_nobody_from_being_answered() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    // Each attempt makes it due again later; it is owed since it was written all the same.
    for _ in 0..5 {
        let gone = MailError::Unavailable { retry_after: None, source: "no connection".into() };
        world.mailer.refuse_next(gone);
        world.app.mail.deliver_due(9, 0).await.unwrap();
        let readiness = world.app.check_readiness().await;
        assert_eq!(told(&readiness), ["ok"; 4]);
        world.clock.advance(MINUTE);
    }
    assert_eq!(told(&world.app.check_readiness().await), ["ok"; 4]);
    world.clock.advance(MILLISECOND);
    let readiness = world.app.check_readiness().await;
    assert!(readiness.is_ready());
    assert_eq!(told(&readiness), ["ok", "ok", "ok", "late"]);
    world.letters().await;
    assert_eq!(told(&world.app.check_readiness().await), ["ok"; 4]);
}

#[tokio::test]
async fn a_key_that_another_node_has_made_is_loaded_at_once() {
    let world = World::new().await;
    let old = world.ports.access_tokens.public_keys();
    let other = world.node(|ports| {
        let tokens = Arc::new(PlainAccessTokens::default());
        ports.access_tokens = tokens.clone();
        ports.key_ring = tokens;
    });
    other.sessions.load_signing_keys().await.unwrap();
    let command = RotateSigningKey { client: a_client() };
    let next = other.sessions.rotate_signing_key(None, command).await.unwrap();
    assert_eq!(world.ports.access_tokens.public_keys(), old);
    // It does not sign yet, so nobody misses it.
    assert!(world.app.check_readiness().await.is_ready());
    assert_eq!(world.ports.access_tokens.public_keys(), old);
    world.clock.advance(Duration::from_secs(600));
    assert!(world.app.check_readiness().await.is_ready());
    let held = world.ports.access_tokens.public_keys();
    assert!(held.iter().any(|key| key.kid == next.kid), "{held:?}");
}

#[tokio::test]
async fn a_node_that_cannot_open_the_key_that_signs_is_not_ready() {
    let world = World::new().await;
    let now = world.ports.clock.now();
    let foreign = SigningKey { created_at: now, active_at: now, ..a_signing_key(9) };
    let mut tx = world.store.begin().await.unwrap();
    tx.signing_keys().insert(&foreign).await.unwrap();
    tx.commit().await.unwrap();
    let readiness = world.app.check_readiness().await;
    assert!(!readiness.is_ready());
    assert_eq!(told(&readiness), ["ok", "ok", "failing", "ok"]);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.signing_keys().delete(&foreign.kid).await.unwrap());
    tx.commit().await.unwrap();
    assert!(world.app.check_readiness().await.is_ready());
}

#[test]
fn what_cannot_be_told_is_not_good_enough() {
    let failing = |error: StoreError| Condition::Failing(error.into());
    let away = || failing(StoreError::Unavailable("no connection".into()));
    for (condition, good_enough) in [
        (Condition::Ok, true),
        (Condition::Late, true),
        (away(), false),
        (Condition::Unknown, false),
    ] {
        assert_eq!(condition.is_good_enough(), good_enough, "{condition:?}");
    }
}
