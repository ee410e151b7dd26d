use bookplate_domain::{
    Policy,
    audit::EventKind,
    roles::Role,
    sessions::{Actor, EndReason, SessionError},
};
use bookplate_testkit::a_client;

use crate::world::{ADA, MINUTE, OTHER_PASSWORD, PASSWORD, World, verification_optional};

fn at_most_three(policy: &mut Policy) {
    policy.sessions.max_per_user = 3;
}

#[tokio::test]
async fn the_own_live_sessions_are_listed_the_last_used_first() {
    let world = World::new().await;
    let first = world.signed_in().await;
    world.clock.advance(MINUTE);
    let second = world.log_in(ADA, PASSWORD).await.unwrap();
    world.clock.advance(MINUTE);
    let ended = world.log_in(ADA, PASSWORD).await.unwrap();
    world.clock.advance(MINUTE);
    let actor = world.authenticate(&first).await.unwrap().actor;
    world.app.sessions.revoke_session(&actor, ended.session.id, &a_client()).await.unwrap();

    let listed = world.app.sessions.list_sessions(&actor).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|session| session.id).collect();
    assert_eq!(ids, [first.session.id, second.session.id], "the first was used just now");
}

#[tokio::test]
async fn a_session_is_ended_from_another_one_of_the_same_user_only() {
    let world = World::with(verification_optional).await;
    let mine = world.signed_in().await;
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    world.registered("eve@example.com", OTHER_PASSWORD).await;
    let stranger = world.actor("eve@example.com", OTHER_PASSWORD).await;
    let sessions = &world.app.sessions;

    let refused = sessions.revoke_session(&stranger, other.session.id, &a_client()).await;
    assert!(matches!(refused, Err(SessionError::NotFound)), "{refused:?}");
    world.authenticate(&other).await.unwrap();

    let actor = world.authenticate(&mine).await.unwrap().actor;
    sessions.revoke_session(&actor, other.session.id, &a_client()).await.unwrap();
    let dead = world.authenticate(&other).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let dead = world.refresh(&other.tokens.refresh).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let ended = world.session(other.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::RevokedByOwner);
    let again = sessions.revoke_session(&actor, other.session.id, &a_client()).await;
    assert!(matches!(again, Err(SessionError::NotFound)), "{again:?}");
    assert!(world.trail().contains(&EventKind::SessionRevoked));
}

#[tokio::test]
async fn all_others_are_ended_at_once() {
    let world = World::new().await;
    let mine = world.signed_in().await;
    let others = [world.log_in(ADA, PASSWORD).await, world.log_in(ADA, PASSWORD).await];
    let actor = world.authenticate(&mine).await.unwrap().actor;
    let sessions = &world.app.sessions;
    assert_eq!(sessions.revoke_other_sessions(&actor, &a_client()).await.unwrap(), 2);
    for other in others {
        let dead = world.authenticate(&other.unwrap()).await;
        assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    }
    world.authenticate(&mine).await.unwrap();
    assert_eq!(sessions.revoke_other_sessions(&actor, &a_client()).await.unwrap(), 0);
}

#[tokio::test]
async fn one_session_too_many_ends_the_oldest() {
    let world = World::with(at_most_three).await;
    let mut grants = vec![world.signed_in().await];
    for _ in 0..3 {
        world.clock.advance(MINUTE);
        grants.push(world.log_in(ADA, PASSWORD).await.unwrap());
    }
    let dead = world.authenticate(&grants[0]).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let ended = world.session(grants[0].session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::TooMany);
    for grant in &grants[1..] {
        world.authenticate(grant).await.unwrap();
    }
}

#[tokio::test]
async fn sessions_that_have_ended_make_room_for_others() {
    let world = World::with(at_most_three).await;
    let first = world.signed_in().await;
    let actor = world.authenticate(&first).await.unwrap().actor;
    for _ in 0..5 {
        world.clock.advance(MINUTE);
        let other = world.log_in(ADA, PASSWORD).await.unwrap();
        world.app.sessions.revoke_session(&actor, other.session.id, &a_client()).await.unwrap();
    }
    world.authenticate(&first).await.unwrap();
}

#[tokio::test]
async fn a_visitor_has_one_session_and_manages_none() {
    let world = World::new().await;
    let actor = world.authenticate(&world.signed_in().await).await.unwrap().actor;
    let visitor = Actor { role: Role::Anonymous, ..actor };
    let refused = world.app.sessions.list_sessions(&visitor).await;
    assert!(matches!(refused, Err(SessionError::Forbidden)), "{refused:?}");
}
