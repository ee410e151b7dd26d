use std::sync::Arc;

use bookplate_domain::{
    Bookplate,
    audit::EventKind,
    roles::Role,
    sessions::{KeyState, RotateSigningKey, SessionError},
    store::Store,
    users::{CreateUser, DisplayName},
};
use bookplate_testkit::{a_client, a_locale, doubles::PlainAccessTokens};

use crate::world::{ADA, DAY, MINUTE, PASSWORD, World};

fn rotate() -> RotateSigningKey {
    RotateSigningKey { client: a_client() }
}

async fn states(app: &Bookplate) -> Vec<KeyState> {
    let keys = app.sessions.list_signing_keys().await.unwrap();
    keys.into_iter().map(|(_, state)| state).collect()
}

#[tokio::test]
async fn a_new_key_is_published_before_it_signs_and_the_old_goes_with_its_last_token() {
    let world = World::new().await;
    let before = world.signed_in().await;
    let key = world.app.sessions.rotate_signing_key(None, rotate()).await.unwrap();
    assert_eq!(world.app.sessions.public_keys().len(), 2);
    assert_eq!(states(&world.app).await, [KeyState::Signing, KeyState::Waiting]);
    let again = world.app.sessions.rotate_signing_key(None, rotate()).await.unwrap();
    assert_eq!(again, key, "one waits already");

    world.clock.advance(6 * MINUTE);
    assert_eq!(states(&world.app).await, [KeyState::Retiring, KeyState::Signing]);
    world.authenticate(&before).await.unwrap();
    let after = world.refresh(&before.tokens.refresh).await.unwrap();
    world.authenticate(&after).await.unwrap();

    world.clock.advance(16 * MINUTE);
    world.app.sessions.tend_signing_keys().await.unwrap();
    assert_eq!(states(&world.app).await, [KeyState::Signing]);
    assert_eq!(world.app.sessions.public_keys()[0].kid, key.kid);
    assert!(world.trail().contains(&EventKind::SigningKeyRotated));
}

#[tokio::test]
async fn only_an_admin_rotates_who_is_still_signed_in() {
    let world = World::new().await;
    for (role, permitted) in [(Role::User, false), (Role::Moderator, false), (Role::Admin, true)] {
        let email = format!("{role}@example.com");
        let command = CreateUser {
            email: world.email(&email),
            name: DisplayName::parse("Ada").unwrap(),
            locale: a_locale(),
            password: world.new_password(PASSWORD),
            role,
        };
        world.app.users.create_user(command).await.unwrap();
        let actor = world.actor(&email, PASSWORD).await;
        let answer = world.app.sessions.rotate_signing_key(Some(&actor), rotate()).await;
        assert_eq!(answer.is_ok(), permitted, "{role}");
        world.app.sessions.revoke_session(&actor, actor.session_id, &a_client()).await.unwrap();
        let answer = world.app.sessions.rotate_signing_key(Some(&actor), rotate()).await;
        assert!(answer.is_err(), "{role}");
    }
}

#[tokio::test]
async fn of_two_keys_that_are_revoked_at_once_another_takes_the_place() {
    let world = World::new().await;
    world.signed_in().await;
    let first = world.app.sessions.public_keys()[0].kid.clone();
    world.app.sessions.rotate_signing_key(None, rotate()).await.unwrap();
    // As another node would leave it: only the key that waits.
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.signing_keys().delete(&first).await.unwrap());
    tx.commit().await.unwrap();
    world.app.sessions.tend_signing_keys().await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_key_that_has_signed_for_long_is_replaced_by_itself() {
    let world = World::new().await;
    world.clock.advance(90 * DAY - MINUTE);
    world.app.sessions.tend_signing_keys().await.unwrap();
    assert_eq!(states(&world.app).await, [KeyState::Signing]);
    world.clock.advance(MINUTE);
    for _ in 0..3 {
        world.app.sessions.tend_signing_keys().await.unwrap();
        assert_eq!(states(&world.app).await, [KeyState::Signing, KeyState::Waiting]);
    }
}

#[tokio::test]
async fn a_revoked_key_takes_its_tokens_along_and_refreshing_goes_on() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let kid = world.app.sessions.public_keys()[0].kid.clone();
    assert!(world.app.sessions.revoke_signing_key(&kid).await.unwrap());
    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::AccessToken(_))), "{dead:?}");
    let next = world.refresh(&grant.tokens.refresh).await.unwrap();
    world.authenticate(&next).await.unwrap();
    assert_ne!(world.app.sessions.public_keys()[0].kid, kid);
    assert!(!world.app.sessions.revoke_signing_key(&kid).await.unwrap(), "it is gone");
    assert!(world.trail().contains(&EventKind::SigningKeyRevoked));
}

#[tokio::test]
async fn another_node_follows_when_it_looks() {
    let world = World::new().await;
    let ring = Arc::new(PlainAccessTokens::default());
    let node = world.node(|ports| {
        ports.access_tokens = ring.clone();
        ports.key_ring = ring;
    });
    node.sessions.load_signing_keys().await.unwrap();
    world.app.sessions.rotate_signing_key(None, rotate()).await.unwrap();
    assert_eq!(node.sessions.public_keys().len(), 1);
    node.sessions.tend_signing_keys().await.unwrap();
    assert_eq!(node.sessions.public_keys().len(), 2);
}

#[tokio::test]
async fn keys_are_sealed_anew_under_a_newer_secret() {
    let world = World::new().await;
    let newer = Arc::new(PlainAccessTokens::with_secret(1));
    let node = world.node(|ports| {
        ports.access_tokens = newer.clone();
        ports.key_ring = newer;
    });
    let sealed = async || {
        let keys = world.app.sessions.list_signing_keys().await.unwrap();
        keys.into_iter().map(|(key, _)| key.sealed).collect::<Vec<_>>()
    };
    let before = sealed().await;
    node.sessions.tend_signing_keys().await.unwrap();
    let after = sealed().await;
    assert_ne!(before, after);
}
