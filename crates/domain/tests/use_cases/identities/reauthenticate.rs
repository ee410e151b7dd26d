use std::num::NonZeroU32;

use bookplate_domain::{
    audit::EventKind,
    identities::{IdentityError, OneTimeCode, ReauthenticateByProvider},
    limits::Rule,
    roles::Role,
    sessions::{Actor, SessionError, SessionGrant},
};
use bookplate_testkit::{a_client, doubles::PlainLimiter};
use secrecy::ExposeSecret;

use super::{ACME, OTHER_VERIFIER, ada, at_acme, is_session_error, unverified, verifier};
use crate::world::{ADA, MINUTE, World};

async fn prove(
    world: &World,
    actor: &Actor,
    code: &OneTimeCode,
) -> Result<SessionGrant, IdentityError> {
    let command = ReauthenticateByProvider { code: code.clone(), client: a_client() };
    world.app.identities.reauthenticate(actor, command).await
}

/// A session through Acme whose proof has grown old.
async fn signed_in_for_long() -> (World, SessionGrant, Actor) {
    let world = World::new().await;
    let grant = world.sign_in(ada()).await.unwrap();
    world.clock.advance(10 * MINUTE);
    let actor = world.authenticate(&grant).await.unwrap().actor;
    (world, grant, actor)
}

#[tokio::test]
async fn the_session_stays_the_same_with_a_fresh_proof() {
    let (world, grant, actor) = signed_in_for_long().await;
    let code = world.code(unverified(ada())).await;
    let proven = prove(&world, &actor, &code).await.unwrap();
    assert_eq!(proven.session.id, grant.session.id);
    let same = grant.tokens.refresh.expose_secret();
    assert_eq!(proven.tokens.refresh.expose_secret(), same, "it stays the newest one");
    let caller = world.authenticate(&proven).await.unwrap().actor;
    assert_eq!(caller.authenticated_at, grant.session.created_at.plus(10 * MINUTE));
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!((event.kind, event.actor), (EventKind::Reauthenticated, Some(actor.user_id)));
    // What asks for a fresh proof works again, for somebody who has no password.
    world.app.users.delete_account(&caller, &a_client()).await.unwrap();
}

#[tokio::test]
async fn only_an_identity_of_the_own_account_proves_anything() {
    let (world, grant, actor) = signed_in_for_long().await;
    world.sign_in(at_acme("eve", "eve@example.com")).await.unwrap();
    for says in [
        at_acme("eve", "eve@example.com"),
        // The own address is no identity.
        at_acme("nobody", ADA),
        at_acme("nobody", "nobody@example.com"),
    ] {
        let code = world.code(says).await;
        let refused = prove(&world, &actor, &code).await;
        assert!(matches!(refused, Err(IdentityError::NotLinked)), "{refused:?}");
        let event = world.store.audit_events().pop().unwrap();
        assert_eq!(event.kind, EventKind::ReauthenticationFailed);
        assert_eq!((event.actor, event.target), (None, Some(actor.user_id)));
        let again = prove(&world, &actor, &code).await;
        assert!(matches!(again, Err(IdentityError::CodeInvalid)), "it fails once: {again:?}");
    }
    let session = world.session(grant.session.id).await;
    assert_eq!(session.authenticated_at, grant.session.authenticated_at);
    assert_eq!(world.identities_of(actor.user_id).await.len(), 1, "nothing is linked by that");
}

#[tokio::test]
async fn a_code_proves_something_once_and_to_whoever_knows_the_verifier() {
    let (world, _, actor) = signed_in_for_long().await;
    let code = world.code(ada()).await;
    let stolen = OneTimeCode { verifier: verifier(OTHER_VERIFIER), ..code.clone() };
    let refused = prove(&world, &actor, &stolen).await;
    assert!(matches!(refused, Err(IdentityError::CodeInvalid)), "{refused:?}");
    prove(&world, &actor, &code).await.unwrap();
    let spent = prove(&world, &actor, &code).await;
    assert!(matches!(spent, Err(IdentityError::CodeInvalid)), "{spent:?}");
    let late = world.code(ada()).await;
    world.clock.advance(MINUTE);
    let late = prove(&world, &actor, &late).await;
    assert!(matches!(late, Err(IdentityError::CodeInvalid)), "{late:?}");
}

#[tokio::test]
async fn an_identity_that_was_unlinked_proves_nothing() {
    let world = World::new().await;
    world.account_of(ADA, Role::User).await;
    let actor = world.actor_by(ada()).await;
    let code = world.code(ada()).await;
    world.unlink(&actor, Some(ACME)).await.unwrap();
    let refused = prove(&world, &actor, &code).await;
    assert!(matches!(refused, Err(IdentityError::NotLinked)), "{refused:?}");
}

#[tokio::test]
async fn neither_a_visitor_nor_a_session_that_has_ended_proves_anything() {
    let (world, _, actor) = signed_in_for_long().await;
    let code = world.code(ada()).await;
    let visitor = world.visitor().await;
    let refused = prove(&world, &visitor, &code).await;
    let forbidden = |error: &SessionError| matches!(error, SessionError::Forbidden);
    assert!(is_session_error(&refused, forbidden), "{refused:?}");
    world.end_sessions_of(actor.user_id).await;
    let refused = prove(&world, &actor, &code).await;
    let ended = |error: &SessionError| matches!(error, SessionError::Revoked);
    assert!(is_session_error(&refused, ended), "{refused:?}");
    world.enter(&code).await.unwrap();
}

#[tokio::test]
async fn a_session_whose_time_is_over_is_not_proven_again() {
    let (world, _, actor) = signed_in_for_long().await;
    world.clock.advance(world.policy.sessions.idle);
    let code = world.code(ada()).await;
    let refused = prove(&world, &actor, &code).await;
    assert!(refused.is_err(), "no token for a session that has ended in time: {refused:?}");
}

#[tokio::test]
async fn tries_are_counted_as_those_of_a_password_are() {
    let (two, hour) = (NonZeroU32::new(2).unwrap(), 60 * MINUTE);
    let limits = PlainLimiter::default().with(Rule::ProvePassword, two, hour);
    let world = World::limited(|_| (), limits).await;
    let actor = world.actor_by(ada()).await;
    for _ in 0..2 {
        let code = world.code(at_acme("nobody", ADA)).await;
        let refused = prove(&world, &actor, &code).await;
        assert!(matches!(refused, Err(IdentityError::NotLinked)), "{refused:?}");
    }
    let code = world.code(ada()).await;
    let refused = prove(&world, &actor, &code).await;
    let limited = |error: &SessionError| matches!(error, SessionError::LimitReached(_));
    assert!(is_session_error(&refused, limited), "{refused:?}");
}
