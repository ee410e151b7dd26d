use std::time::Duration;

use bookplate_domain::{
    Policy,
    audit::EventKind,
    roles::{Role, SetStatus, UpdateUser},
    sessions::{EndReason, RevokedTokens, SessionError, StartAnonymous},
    shared::{IfVersion, Locale},
    store::Store,
    users::{Registered, SuspensionReason, UserError},
};
use bookplate_testkit::{a_client, a_locale};

use crate::world::{ADA, DAY, MINUTE, OTHER_PASSWORD, PASSWORD, World, verification_optional};

fn nobody_is_let_in(policy: &mut Policy) {
    policy.visitors.enabled = false;
}

#[tokio::test]
async fn a_visitor_is_a_user_without_an_address_who_stays_for_long() {
    let world = World::new().await;
    let visit = world.visit().await;
    assert_eq!((visit.user.role, &visit.user.email), (Role::Anonymous, &None));
    assert_eq!(visit.user.locale, a_locale());
    let mut token = visit.tokens.refresh.clone();
    for _ in 0..11 {
        world.clock.advance(29 * DAY);
        let refreshed = world.refresh(&token).await.unwrap();
        assert_eq!(refreshed.user.id, visit.user.id);
        token = refreshed.tokens.refresh;
    }
    world.clock.advance(30 * DAY);
    let late = world.refresh(&token).await;
    assert!(matches!(late, Err(SessionError::Expired)), "{late:?}");

    let actor = world.authenticate(&world.visit().await).await.unwrap().actor;
    let refused = world.app.sessions.list_sessions(&actor).await;
    assert!(matches!(refused, Err(SessionError::Forbidden)), "{refused:?}");
    assert_eq!(world.trail()[0], EventKind::VisitorCreated);
}

#[tokio::test]
async fn where_visitors_are_not_let_in_nobody_is() {
    let world = World::with(nobody_is_let_in).await;
    let command = StartAnonymous { locale: Locale::default(), client: a_client() };
    let refused = world.app.sessions.start_anonymous(command).await;
    assert!(matches!(refused, Err(SessionError::VisitorsRefused)), "{refused:?}");
}

#[tokio::test]
async fn a_visitor_who_registers_stays_one_until_the_mailbox_is_proven_and_is_the_user_then() {
    let world = World::new().await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    assert_eq!(world.authenticate(&visit).await.unwrap().user.role, Role::Anonymous);

    let token = world.token_of_the_mail().await;
    world.verify(&token).await.unwrap();
    let user = world.user(ADA).await.unwrap();
    assert_eq!((user.id, user.role), (visit.user.id, Role::User));
    assert_eq!((user.version, user.created_at), (2, visit.user.created_at));
    assert!(user.email_verified_at.is_some());
    // The browser that registered goes on, with the new role.
    assert_eq!(world.authenticate(&visit).await.unwrap().actor.role, Role::User);
    world.clock.advance(MINUTE);
    let refreshed = world.refresh(&visit.tokens.refresh).await.unwrap();
    assert_eq!(refreshed.user.role, Role::User);
    let now = world.ports.clock.now();
    assert!(refreshed.session.ends_at <= now.plus(world.policy.sessions.absolute));
    assert!(refreshed.session.expires_at <= now.plus(world.policy.sessions.idle));
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_suspended_visitor_is_a_suspended_user() {
    let world = World::new().await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    let token = world.token_of_the_mail().await;
    let reason = SuspensionReason::parse("spam").unwrap();
    let command = UpdateUser {
        id: visitor.user_id,
        name: None,
        role: None,
        status: Some(SetStatus::Suspended { reason, until: None }),
        if_version: IfVersion::Any,
        client: a_client(),
    };
    world.app.roles.update_user(None, command).await.unwrap();
    world.verify(&token).await.unwrap();
    let refused = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::Suspended)), "{refused:?}");
}

#[tokio::test]
async fn of_two_registrations_of_one_visitor_the_second_makes_an_account_of_its_own() {
    let world = World::new().await;
    let visitor = world.authenticate(&world.visit().await).await.unwrap().actor;
    world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    let first = world.token_of_the_mail().await;
    world.register_as(Some(visitor), "eve@example.com", PASSWORD).await.unwrap();
    let second = world.token_of_the_mail().await;
    world.verify(&first).await.unwrap();
    world.verify(&second).await.unwrap();
    assert_eq!(world.user(ADA).await.unwrap().id, visitor.user_id);
    assert_ne!(world.user("eve@example.com").await.unwrap().id, visitor.user_id);
}

#[tokio::test]
async fn where_nobody_waits_for_a_mailbox_the_visitor_is_the_user_at_once() {
    let world = World::with(verification_optional).await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    let Registered::SignedIn(grant) =
        world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap()
    else {
        panic!("verification is optional");
    };
    assert_eq!((grant.user.id, grant.user.role), (visit.user.id, Role::User));
    let ended = world.session(visit.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::RoleChanged);
    world.authenticate(&grant).await.unwrap();
}

#[tokio::test]
async fn a_visitor_whose_address_is_taken_stays_a_visitor() {
    let world = World::with(verification_optional).await;
    world.account().await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    let refused = world.register_as(Some(visitor), ADA, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(UserError::EmailTaken)), "{refused:?}");
    assert_eq!(world.authenticate(&visit).await.unwrap().user.role, Role::Anonymous);
}

#[tokio::test]
async fn a_visitor_who_signs_in_is_merged_into_the_account() {
    let world = World::new().await;
    let account = world.account().await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    let wrong = world.log_in_as(Some(visitor), ADA, OTHER_PASSWORD).await;
    assert!(wrong.is_err());
    world.authenticate(&visit).await.unwrap();

    let grant = world.log_in_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    assert_eq!(grant.user.id, account.id);
    let dead = world.authenticate(&visit).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    assert!(world.store.read().users().find(visit.user.id).await.unwrap().is_none());
    let now = world.ports.clock.now();
    let feed = world.store.read().revocations().list(now, None, 10).await.unwrap();
    assert!(feed.iter().any(|each| each.what == RevokedTokens::OfUser(visit.user.id)));
    assert!(world.trail().contains(&EventKind::VisitorMerged));
    // Whoever is gone already stands in nobody's way.
    world.log_in_as(Some(visitor), ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_signed_in_user_who_signs_in_elsewhere_stays_who_they_are() {
    let world = World::new().await;
    world.account().await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    world.log_in_as(Some(eve), ADA, PASSWORD).await.unwrap();
    assert!(world.user("eve@example.com").await.is_some());
}

#[tokio::test]
async fn a_visitor_who_was_away_for_long_is_forgotten() {
    let world = World::new().await;
    world.account().await;
    let gone = world.visit().await;
    world.clock.advance(15 * DAY);
    let there = world.visit().await;
    world.clock.advance(15 * DAY + Duration::from_millis(1));
    assert_eq!(world.app.users.purge_visitors().await.unwrap(), 1);
    assert_eq!(world.app.users.purge_visitors().await.unwrap(), 0);
    let mut read = world.store.read();
    assert!(read.users().find(gone.user.id).await.unwrap().is_none());
    assert!(read.users().find(there.user.id).await.unwrap().is_some());
    assert!(world.user(ADA).await.is_some());
}
