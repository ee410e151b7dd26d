//! Somebody new, whose address a provider vouches for.

use bookplate_domain::{
    audit::EventKind,
    identities::{Assertion, IdentityError},
    mail::Mail,
    roles::Role,
    sessions::SessionError,
    shared::Clock,
    store::Store,
    users::{DisplayName, UserError},
};
use bookplate_testkit::{a_client, a_locale, a_subject};

use super::{ada, at_acme};
use crate::world::{ADA, DAY, OTHER_PASSWORD, PASSWORD, World, verification_optional};

#[tokio::test]
async fn somebody_new_has_an_account_with_a_proven_mailbox_and_no_password() {
    for world in [World::new().await, World::with(verification_optional).await] {
        let grant = world.sign_in(ada()).await.unwrap();
        let (user, now) = (&grant.user, world.clock.now());
        assert_eq!(user.email, Some(world.email(ADA)));
        assert_eq!((user.email_verified_at, user.created_at), (Some(now), now));
        assert_eq!((user.role, &user.password), (Role::User, &None));
        assert_eq!(user.name, Some(DisplayName::parse("Ada Lovelace").unwrap()));
        assert_eq!(user.locale, a_locale());
        assert_eq!(world.user(ADA).await.as_ref(), Some(user));
        assert_eq!(world.linked_to(&ada()).await, Some(user.id));
        assert_eq!(*world.authenticate(&grant).await.unwrap().user, *user);
        assert_eq!((grant.linked_chats, &grant.session.client), (0, &a_client()));
        for password in [PASSWORD, OTHER_PASSWORD] {
            let refused = world.log_in(ADA, password).await;
            assert!(matches!(refused, Err(SessionError::InvalidCredentials)), "{refused:?}");
        }
    }
}

#[tokio::test]
async fn somebody_new_is_welcomed_and_noted() {
    let world = World::new().await;
    let grant = world.sign_in(ada()).await.unwrap();
    let letters = world.letters().await;
    assert!(matches!(&letters[..], [l] if l.mail == Mail::Welcome && l.to == ADA), "{letters:?}");
    let kinds = [EventKind::UserCreated, EventKind::IdentityLinked, EventKind::LogInSucceeded];
    assert_eq!(world.trail(), kinds);
    for event in world.store.audit_events() {
        assert_eq!((event.actor, event.target), (Some(grant.user.id), Some(grant.user.id)));
        assert_eq!(event.client, a_client());
    }
}

#[tokio::test]
async fn whoever_the_provider_gives_no_name_is_called_by_the_address() {
    let world = World::new().await;
    let long = format!("{}@example.com", "x".repeat(64));
    for (email, named) in [
        ("grace.hopper@example.com", "grace.hopper"),
        ("Zoë@bücher.example", "Zoë"),
        (long.as_str(), &long[..64]),
    ] {
        let (subject, email) = (a_subject(), Some(world.email(email)));
        let says = Assertion { subject, email, name: None, ..ada() };
        let user = world.sign_in(says).await.unwrap().user;
        assert_eq!(user.name.unwrap().as_str(), named);
    }
}

#[tokio::test]
async fn where_nobody_may_register_nobody_new_comes_in_by_a_provider_but_whoever_is_known_does() {
    let world = World::with(|policy| policy.registration.open = false).await;
    let code = world.code(at_acme("7", "eve@example.com")).await;
    for _ in 0..2 {
        let refused = world.enter(&code).await;
        let closed = matches!(refused, Err(IdentityError::User(UserError::RegistrationClosed)));
        assert!(closed, "{refused:?}");
    }
    assert!(world.user("eve@example.com").await.is_none());
    assert!(world.trail().is_empty());
    let account = world.account().await;
    for _ in 0..2 {
        assert_eq!(world.sign_in(ada()).await.unwrap().user.id, account.id);
    }
}

#[tokio::test]
async fn an_address_that_its_former_owner_can_have_back_is_nobody_elses() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    let (confirm, revert) = world.changing(&actor, "new@example.com").await;
    world.confirm_change(&confirm).await.unwrap();
    let noted = world.trail().len();
    let code = world.code(ada()).await;
    for _ in 0..2 {
        let refused = world.enter(&code).await;
        let taken = matches!(refused, Err(IdentityError::User(UserError::EmailTaken)));
        assert!(taken, "{refused:?}");
    }
    assert!(world.user(ADA).await.is_none());
    assert_eq!(world.linked_to(&ada()).await, None);
    assert_eq!(world.trail().len(), noted);
    assert!(world.letters().await.is_empty());

    world.clock.advance(7 * DAY);
    let grant = world.sign_in(ada()).await.unwrap();
    assert_ne!(grant.user.id, actor.user_id);
    world.revert_change(&revert).await.unwrap_err();
}

#[tokio::test]
async fn whoever_waits_to_prove_the_mailbox_never_will() {
    let world = World::new().await;
    let first = world.registered(ADA, PASSWORD).await;
    let second = world.registered("ada@EXAMPLE.com", OTHER_PASSWORD).await;
    let other = world.registered("eve@example.com", PASSWORD).await;
    let account = world.sign_in(ada()).await.unwrap().user;
    for token in [&first, &second] {
        let dead = world.verify(token).await;
        assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    }
    for password in [PASSWORD, OTHER_PASSWORD] {
        let refused = world.log_in(ADA, password).await;
        assert!(matches!(refused, Err(SessionError::InvalidCredentials)), "{refused:?}");
    }
    let now = world.clock.now();
    let waiting = world.store.read().registrations().find_newest(&world.email(ADA), now).await;
    assert_eq!(waiting.unwrap(), None);
    assert_eq!(world.user(ADA).await, Some(account));
    world.verify(&other).await.unwrap();
}
