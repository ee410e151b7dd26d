use bookplate_domain::{
    sessions::{AccessTokenError, Authenticated, Claims, EndReason, SessionError, SessionGrant},
    shared::Clock,
    store::Store,
};
use bookplate_testkit::{a_session, a_token_id};
use secrecy::ExposeSecret;

use crate::world::{DAY, MILLISECOND, MINUTE, World};

/// Signs what the use cases would never sign.
async fn forge(
    world: &World,
    grant: &SessionGrant,
    change: impl FnOnce(&mut Claims),
) -> Result<Authenticated, SessionError> {
    let now = world.clock.now();
    let mut claims = Claims {
        id: a_token_id(),
        user_id: grant.user.id,
        session_id: grant.session.id,
        generation: grant.session.generation,
        role: grant.user.role,
        name: None,
        email: None,
        email_verified: true,
        authenticated_at: now,
        issued_at: now,
        expires_at: now.plus(MINUTE),
    };
    change(&mut claims);
    let token = world.ports.access_tokens.sign(&claims).unwrap();
    let sessions = &world.app.sessions;
    sessions.authenticate(token.0.expose_secret()).await
}

#[tokio::test]
async fn a_caller_is_known_by_the_access_token() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let caller = world.authenticate(&grant).await.unwrap();
    assert_eq!(*caller.user, grant.user);
    assert_eq!(caller.actor.user_id, grant.user.id);
    assert_eq!(caller.actor.session_id, grant.session.id);
    assert_eq!(caller.actor.role, grant.user.role);
    let proven_at = grant.session.authenticated_at;
    assert_eq!(caller.actor.authenticated_at, proven_at);
    forge(&world, &grant, |_| ()).await.unwrap();
}

#[tokio::test]
async fn an_access_token_ends_after_its_time() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    world.clock.advance(15 * MINUTE - MILLISECOND);
    world.authenticate(&grant).await.unwrap();
    world.clock.advance(MILLISECOND);
    let late = world.authenticate(&grant).await;
    let expired = matches!(late, Err(SessionError::AccessToken(AccessTokenError::Expired)));
    assert!(expired, "{late:?}");
}

#[tokio::test]
async fn what_is_not_signed_by_us_is_invalid() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let refresh = grant.tokens.refresh.expose_secret();
    for text in ["", ".", "a.b.c", refresh] {
        let refused = world.app.sessions.authenticate(text).await;
        let invalid = matches!(refused, Err(SessionError::AccessToken(AccessTokenError::Invalid)));
        assert!(invalid, "{refused:?}");
    }
}

#[tokio::test]
async fn a_revoked_session_is_refused_at_once() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    world.authenticate(&grant).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let (id, now) = (grant.session.id, world.clock.now());
    let revoked = tx.sessions().revoke(id, EndReason::LoggedOut, now).await;
    assert!(revoked.unwrap().is_some());
    tx.commit().await.unwrap();
    let refused = world.authenticate(&grant).await;
    assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
}

#[tokio::test]
async fn a_session_that_is_over_is_refused_even_to_a_living_token() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    world.clock.advance(30 * DAY - MILLISECOND);
    forge(&world, &grant, |_| ()).await.unwrap();
    world.clock.advance(MILLISECOND);
    let late = forge(&world, &grant, |_| ()).await;
    assert!(matches!(late, Err(SessionError::Expired)), "{late:?}");
}

#[tokio::test]
async fn a_session_that_is_not_there_counts_as_ended() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let unknown = a_session(grant.user.id).id;
    let refused = forge(&world, &grant, |claims| claims.session_id = unknown).await;
    assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
}

#[tokio::test]
async fn the_session_of_another_user_and_a_generation_to_come_are_invalid() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let somebody_else = bookplate_testkit::a_user().id;
    let forgeries: [fn(&mut Claims, _); 2] =
        [|claims, user| claims.user_id = user, |claims, _| claims.generation += 1];
    for change in forgeries {
        let refused = forge(&world, &grant, |claims| change(claims, somebody_else)).await;
        let invalid = matches!(refused, Err(SessionError::AccessToken(AccessTokenError::Invalid)));
        assert!(invalid, "{refused:?}");
    }
    assert_eq!(world.session(grant.session.id).await.seen_generation, 0);
}

#[tokio::test]
async fn the_first_use_of_each_generation_is_noted_at_once_and_others_after_a_minute() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let noted = async || {
        let session = world.session(first.session.id).await;
        (session.seen_generation, session.last_active_at)
    };
    world.clock.advance(MINUTE);
    let first_use = world.clock.now();
    world.authenticate(&first).await.unwrap();
    assert_eq!(noted().await, (1, first_use));
    world.clock.advance(MINUTE - MILLISECOND);
    world.authenticate(&first).await.unwrap();
    assert_eq!(noted().await, (1, first_use));
    world.clock.advance(MILLISECOND);
    world.authenticate(&first).await.unwrap();
    assert_eq!(noted().await, (1, first_use.plus(MINUTE)));

    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.authenticate(&first).await.unwrap();
    assert_eq!(noted().await.0, 1);
    world.authenticate(&second).await.unwrap();
    assert_eq!(noted().await.0, 2);
}
