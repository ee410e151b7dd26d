use bookplate_domain::{
    audit::EventKind,
    sessions::{EndReason, LogOut, SessionError},
    users::TokenPurpose,
};
use bookplate_testkit::{a_client, a_token_id};
use secrecy::SecretString;

use crate::world::{ADA, PASSWORD, World};

async fn log_out(
    world: &World,
    refresh_token: Option<SecretString>,
    access_token: Option<SecretString>,
) -> Result<(), SessionError> {
    let command = LogOut { refresh_token, access_token, everywhere: false, client: a_client() };
    world.app.sessions.log_out(command).await
}

fn log_outs(world: &World) -> usize {
    let trail = world.trail();
    let is_log_out = |kind: &&EventKind| **kind == EventKind::LoggedOut;
    trail.iter().filter(is_log_out).count()
}

#[tokio::test]
async fn a_refresh_token_ends_its_session_and_no_other() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    let token = grant.tokens.refresh.clone();
    log_out(&world, Some(token.clone()), None).await.unwrap();

    let refused = world.refresh(&token).await;
    assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
    let refused = world.authenticate(&grant).await;
    assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
    world.authenticate(&other).await.unwrap();

    let ended = world.session(grant.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::LoggedOut);
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::LoggedOut);
    assert_eq!(event.actor, Some(grant.user.id));
    assert_eq!(event.session, Some(grant.session.id));
}

#[tokio::test]
async fn a_spent_refresh_token_ends_its_session_too() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.authenticate(&second).await.unwrap();
    log_out(&world, Some(first.tokens.refresh), None).await.unwrap();
    let refused = world.authenticate(&second).await;
    assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
}

#[tokio::test]
async fn a_caller_ends_the_own_session() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    log_out(&world, None, Some(grant.tokens.access.0.clone())).await.unwrap();
    let refused = world.authenticate(&grant).await;
    assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
    assert_eq!(log_outs(&world), 1);
}

#[tokio::test]
async fn a_token_that_opens_nothing_is_no_error() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let tokens = &world.ports.opaque_tokens;
    let id = grant.session.id.as_uuid();
    for token in [
        SecretString::from(""),
        SecretString::from("bp_rt_nonsense"),
        tokens.issue(TokenPurpose::VerifyEmail, id, 1),
        tokens.issue(TokenPurpose::Refresh, a_token_id().as_uuid(), 1),
    ] {
        log_out(&world, Some(token), None).await.unwrap();
    }
    world.authenticate(&grant).await.unwrap();
    assert_eq!(log_outs(&world), 0);
}

#[tokio::test]
async fn logging_out_twice_is_no_error_and_is_noted_once() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    for _ in 0..2 {
        let token = grant.tokens.refresh.clone();
        log_out(&world, Some(token), None).await.unwrap();
    }
    assert_eq!(log_outs(&world), 1);
}

#[tokio::test]
async fn two_tokens_end_the_sessions_of_both() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let second = world.log_in(ADA, PASSWORD).await.unwrap();
    let access = second.tokens.access.0.clone();
    log_out(&world, Some(first.tokens.refresh.clone()), Some(access)).await.unwrap();
    for grant in [&first, &second] {
        let refused = world.authenticate(grant).await;
        assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
    }
    assert_eq!(log_outs(&world), 2);
}

#[tokio::test]
async fn a_dead_access_token_is_no_error_and_none_at_all_is_one() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    for dead in ["", "a.b.c"] {
        log_out(&world, None, Some(dead.into())).await.unwrap();
    }
    let refused = log_out(&world, None, None).await;
    assert!(matches!(refused, Err(SessionError::NoCredential)), "{refused:?}");
    world.authenticate(&grant).await.unwrap();
}
