//! What visitors take along who sign in through a provider.

use bookplate_domain::{
    audit::EventKind,
    roles::Role,
    sessions::{Actor, EndReason, SessionError, SessionGrant},
    store::Store,
    users::Registered,
};

use super::{ada, at_acme};
use crate::{
    chats::question,
    world::{ADA, PASSWORD, World, verification_optional},
};

/// A visitor with two chats.
async fn visitor(world: &World) -> (Actor, SessionGrant) {
    let (visitor, visit) = world.visitor_with_grant().await;
    world.chat(&visitor, vec![question("one")]).await;
    world.chat(&visitor, vec![question("two")]).await;
    (visitor, visit)
}

#[tokio::test]
async fn a_visitor_whom_nobody_knows_is_the_new_account() {
    let world = World::new().await;
    let (visitor, visit) = visitor(&world).await;
    let code = world.code(ada()).await;
    let grant = world.enter_as(Some(visitor), &code).await.unwrap();
    assert_eq!((grant.user.id, grant.user.role), (visitor.user_id, Role::User));
    assert_eq!(grant.user.created_at, visit.user.created_at);
    assert_eq!((grant.linked_chats, grant.user.email_verified_at.is_some()), (2, true));
    assert_eq!(world.user(ADA).await, Some(grant.user.clone()));
    assert_eq!(world.linked_to(&ada()).await, Some(visitor.user_id));
    let ended = world.session(visit.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::RoleChanged);
    let user = world.authenticate(&grant).await.unwrap().actor;
    assert_eq!(world.chats(&user).await.len(), 2);
}

#[tokio::test]
async fn a_visitor_who_signs_in_to_a_linked_account_is_merged_into_it() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    is_merged(&world, account.id).await;
}

#[tokio::test]
async fn a_visitor_who_signs_in_to_an_account_by_its_address_is_merged_into_it() {
    let world = World::new().await;
    let account = world.account().await;
    is_merged(&world, account.id).await;
}

#[tokio::test]
async fn a_visitor_is_merged_into_an_account_that_somebody_else_had_registered() {
    let world = World::with(verification_optional).await;
    let Registered::SignedIn(grant) = world.register(ADA, PASSWORD).await.unwrap() else {
        panic!("verification is optional");
    };
    is_merged(&world, grant.user.id).await;
}

async fn is_merged(world: &World, account: bookplate_domain::shared::UserId) {
    let (visitor, visit) = visitor(world).await;
    let code = world.code(ada()).await;
    let grant = world.enter_as(Some(visitor), &code).await.unwrap();
    assert_eq!((grant.user.id, grant.linked_chats), (account, 2));
    let dead = world.authenticate(&visit).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    assert!(world.store.read().users().find(visitor.user_id).await.unwrap().is_none());
    assert!(world.trail().contains(&EventKind::VisitorMerged));
    let user = world.authenticate(&grant).await.unwrap().actor;
    assert_eq!(world.chats(&user).await.len(), 2);
    // Whoever is gone already stands in nobody's way.
    let code = world.code(ada()).await;
    assert_eq!(world.enter_as(Some(visitor), &code).await.unwrap().linked_chats, 0);
}

#[tokio::test]
async fn a_visitor_whose_session_has_ended_brings_nothing_along() {
    for known in [true, false] {
        let world = World::new().await;
        if known {
            world.account().await;
        }
        let (visitor, _) = visitor(&world).await;
        world.end_sessions_of(visitor.user_id).await;
        let code = world.code(ada()).await;
        let grant = world.enter_as(Some(visitor), &code).await.unwrap();
        assert_ne!(grant.user.id, visitor.user_id, "known: {known}");
        assert_eq!(grant.linked_chats, 0);
        let kept = world.store.read().users().find(visitor.user_id).await.unwrap();
        assert_eq!(kept.unwrap().role, Role::Anonymous);
    }
}

#[tokio::test]
async fn a_sign_in_that_is_refused_leaves_the_visitor_alone() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    world.suspend(account.id).await;
    let (visitor, visit) = visitor(&world).await;
    let suspended = world.code(ada()).await;
    world.enter_as(Some(visitor), &suspended).await.unwrap_err();
    let taken = world.code(at_acme("another", ADA)).await;
    world.enter_as(Some(visitor), &taken).await.unwrap_err();
    let same = world.authenticate(&visit).await.unwrap().actor;
    assert_eq!((same.role, world.chats(&same).await.len()), (Role::Anonymous, 2));
}

#[tokio::test]
async fn a_signed_in_user_who_signs_in_elsewhere_stays_who_they_are() {
    let world = World::new().await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    world.chat(&eve, vec![question("mine")]).await;
    let code = world.code(ada()).await;
    let grant = world.enter_as(Some(eve), &code).await.unwrap();
    assert_ne!(grant.user.id, eve.user_id);
    assert_eq!((grant.linked_chats, world.chats(&eve).await.len()), (0, 1));
    assert_eq!(world.identities_of(eve.user_id).await, []);
}

#[tokio::test]
async fn a_visitor_who_waits_to_prove_a_mailbox_proves_it_by_the_provider() {
    let world = World::new().await;
    let (visitor, _) = visitor(&world).await;
    world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    let waiting = world.token_of_the_mail().await;
    let code = world.code(ada()).await;
    let grant = world.enter_as(Some(visitor), &code).await.unwrap();
    assert_eq!((grant.user.id, grant.user.password), (visitor.user_id, None));
    assert!(world.verify(&waiting).await.is_err());
}

#[tokio::test]
async fn a_visitor_who_has_become_the_account_meanwhile_signs_in_to_it() {
    let world = World::new().await;
    let (visitor, _) = visitor(&world).await;
    let [first, second] = [world.code(ada()).await, world.code(ada()).await];
    world.enter_as(Some(visitor), &first).await.unwrap();
    // Another tab, which still takes itself for a visitor.
    let grant = world.enter_as(Some(visitor), &second).await.unwrap();
    assert_eq!((grant.user.id, grant.linked_chats), (visitor.user_id, 0));
    assert_eq!(world.live_sessions(visitor.user_id).await, 2);
}
