//! Accounts that may not be used.

use bookplate_domain::{
    audit::EventKind,
    identities::{Identity, IdentityError, OneTimeCode},
    roles::Role,
    sessions::SessionError,
    shared::UserId,
    store::Store,
    users::{Registered, User},
};
use bookplate_testkit::a_user;

use super::{ACME, ada, at_acme, is_session_error, name, unverified};
use crate::world::{ADA, PASSWORD, World, verification_optional};

/// Is refused twice, since the code is not spent with that, and noted as often.
async fn is_refused(
    world: &World,
    code: &OneTimeCode,
    account: UserId,
    is_meant: fn(&SessionError) -> bool,
) {
    let before = (world.user(ADA).await, world.identities_of(account).await);
    let live = world.live_sessions(account).await;
    for _ in 0..2 {
        let noted = world.trail().len();
        let refused = world.enter(code).await;
        assert!(is_session_error(&refused, is_meant), "{refused:?}");
        let events = &world.store.audit_events()[noted..];
        let [event] = events else { panic!("{events:?}") };
        assert_eq!((event.kind, event.session), (EventKind::LogInFailed, None));
        assert_eq!((event.actor, event.target), (None, Some(account)));
    }
    assert_eq!((world.user(ADA).await, world.identities_of(account).await), before);
    assert_eq!(world.live_sessions(account).await, live);
}

fn is_suspended(error: &SessionError) -> bool {
    matches!(error, SessionError::Suspended)
}

#[tokio::test]
async fn nobody_comes_in_to_a_suspended_account_that_is_linked() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    world.suspend(account.id).await;
    world.letters().await;
    let code = world.code(ada()).await;
    is_refused(&world, &code, account.id, is_suspended).await;
    assert_eq!(world.live_sessions(account.id).await, 0);
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_suspended_account_is_not_linked_by_its_address() {
    let world = World::new().await;
    let account = world.account().await;
    world.suspend(account.id).await;
    world.letters().await;
    let code = world.code(ada()).await;
    is_refused(&world, &code, account.id, is_suspended).await;
    assert_eq!(world.linked_to(&ada()).await, None);
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_suspended_account_with_an_unproven_mailbox_is_not_touched() {
    let world = World::with(verification_optional).await;
    let Registered::SignedIn(grant) = world.register(ADA, PASSWORD).await.unwrap() else {
        panic!("verification is optional");
    };
    world.suspend(grant.user.id).await;
    let code = world.code(ada()).await;
    is_refused(&world, &code, grant.user.id, is_suspended).await;
    assert!(world.user(ADA).await.unwrap().password.is_some());
}

#[tokio::test]
async fn a_linked_account_with_an_unproven_mailbox_opens_only_where_verification_is_optional() {
    for optional in [false, true] {
        let world = match optional {
            true => World::with(verification_optional).await,
            false => World::new().await,
        };
        let email = Some(world.email(ADA));
        let user = User { email, email_verified_at: None, role: Role::User, ..a_user() };
        let user = User { suspension: None, ..user };
        world.keep(&user).await;
        let at_acme = at_acme("7", "other@example.com");
        let identity = Identity {
            user_id: user.id,
            provider: name(ACME),
            issuer: at_acme.issuer.clone(),
            subject: at_acme.subject.clone(),
            email: None,
            created_at: user.created_at,
        };
        let mut tx = world.store.begin().await.unwrap();
        tx.identities().insert(&identity).await.unwrap();
        tx.commit().await.unwrap();
        let code = world.code(at_acme).await;
        if optional {
            let grant = world.enter(&code).await.unwrap();
            assert_eq!((grant.user.id, grant.user.email_verified_at), (user.id, None));
        } else {
            let unproven = |error: &SessionError| matches!(error, SessionError::EmailNotVerified);
            is_refused(&world, &code, user.id, unproven).await;
        }
    }
}

#[tokio::test]
async fn a_visitor_who_was_suspended_is_no_way_to_an_account() {
    let world = World::new().await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    world.suspend(visitor.user_id).await;
    let code = world.code(ada()).await;
    let refused = world.enter_as(Some(visitor), &code).await;
    assert!(is_session_error(&refused, is_suspended), "{refused:?}");
    assert!(world.user(ADA).await.is_none());
    assert_eq!(world.linked_to(&ada()).await, None);
    assert_eq!(world.live_sessions(visitor.user_id).await, 0);
}

#[tokio::test]
async fn whoever_was_a_visitor_when_suspended_and_is_a_user_now_is_no_visitor() {
    let world = World::new().await;
    let (visitor, _) = world.visitor_with_grant().await;
    let code = world.code(at_acme("7", "eve@example.com")).await;
    world.enter_as(Some(visitor), &code).await.unwrap();
    world.suspend(visitor.user_id).await;
    let code = world.code(ada()).await;
    let grant = world.enter_as(Some(visitor), &code).await.unwrap();
    assert_ne!(grant.user.id, visitor.user_id);
}

#[tokio::test]
async fn whoever_has_no_verified_address_does_not_learn_that_an_account_is_suspended() {
    let world = World::new().await;
    let account = world.account().await;
    world.suspend(account.id).await;
    let noted = world.trail().len();
    let refused = world.sign_in(unverified(ada())).await;
    assert!(matches!(refused, Err(IdentityError::EmailUnproven)), "{refused:?}");
    assert_eq!(world.trail().len(), noted);
}
