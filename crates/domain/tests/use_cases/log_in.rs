use std::sync::Arc;

use bookplate_domain::{
    audit::EventKind,
    sessions::{LogIn, SessionError},
    store::{Repositories, Store, StoreError, Transaction},
    users::{Password, User},
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{a_client, doubles::PlainHasher};

use crate::world::{ADA, DAY, OTHER_PASSWORD, PASSWORD, World, verification_optional};

async fn keep(store: &MemoryStore, user: &User) {
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(user).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_right_password_opens_a_session() {
    let world = World::new().await;
    let user = world.account().await;
    let grant = world.log_in("ADA@example.com", PASSWORD).await.unwrap();
    assert_eq!(grant.user, user);
    assert_eq!(world.session(grant.session.id).await, grant.session);
    assert_eq!(grant.session.client, a_client());
    assert_eq!(grant.tokens.access_expires_in, world.policy.sessions.access_token);
    assert_eq!(grant.tokens.refresh_expires_in, world.policy.sessions.idle);
    assert_eq!(*world.authenticate(&grant).await.unwrap().user, user);

    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::LogInSucceeded);
    assert_eq!(event.actor, Some(user.id));
    assert_eq!(event.session, Some(grant.session.id));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let world = World::new().await;
    let user = world.account().await;
    for (email, target) in [(ADA, Some(user.id)), ("nobody@example.com", None)] {
        let refused = world.log_in(email, OTHER_PASSWORD).await;
        let alike = matches!(refused, Err(SessionError::InvalidCredentials));
        assert!(alike, "{refused:?}");
        let event = world.store.audit_events().pop().unwrap();
        assert_eq!(event.kind, EventKind::LogInFailed);
        assert_eq!((event.actor, event.target), (None, target));
        assert_eq!(event.session, None);
    }
}

#[tokio::test]
async fn that_a_mailbox_is_not_proven_is_only_said_after_the_right_password() {
    let world = World::new().await;
    world.registered(ADA, PASSWORD).await;
    let wrong = world.log_in(ADA, OTHER_PASSWORD).await;
    assert!(matches!(wrong, Err(SessionError::InvalidCredentials)));
    let right = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(right, Err(SessionError::EmailNotVerified)));

    // The registration is over, and with it what could be said of it.
    world.clock.advance(DAY);
    let late = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(late, Err(SessionError::InvalidCredentials)));
}

#[tokio::test]
async fn an_unverified_account_may_log_in_only_where_verification_is_optional() {
    let optional = World::with(verification_optional).await;
    optional.register(ADA, PASSWORD).await.unwrap();
    let grant = optional.log_in(ADA, PASSWORD).await.unwrap();

    let required = World::new().await;
    keep(&required.store, &grant.user).await;
    let wrong = required.log_in(ADA, OTHER_PASSWORD).await;
    assert!(matches!(wrong, Err(SessionError::InvalidCredentials)));
    let right = required.log_in(ADA, PASSWORD).await;
    assert!(matches!(right, Err(SessionError::EmailNotVerified)));
}

#[tokio::test]
async fn as_many_hashes_are_worked_through_whether_there_is_an_account_or_not() {
    let world = World::new().await;
    let user = world.account().await;
    world.registered("waiting@example.com", PASSWORD).await;
    let without_password = User {
        id: bookplate_testkit::a_user().id,
        email: Some(world.email("passwordless@example.com")),
        password: None,
        ..user
    };
    keep(&world.store, &without_password).await;

    world.register("passwordless@example.com", PASSWORD).await.unwrap();
    for (email, waits) in [
        (ADA, false),
        ("nobody@example.com", false),
        ("waiting@example.com", true),
        ("passwordless@example.com", true),
    ] {
        for password in [PASSWORD, OTHER_PASSWORD] {
            let before = world.hasher.comparisons();
            let granted = world.log_in(email, password).await.is_ok();
            assert_eq!(granted, (email, password) == (ADA, PASSWORD));
            assert_eq!(world.hasher.comparisons() - before, 1 + usize::from(waits), "{email}");
        }
    }
}

#[tokio::test]
async fn whoever_registers_an_address_learns_nothing_of_it_by_logging_in() {
    let world = World::new().await;
    world.account().await;
    for email in [ADA, "nobody@example.com"] {
        world.register(email, OTHER_PASSWORD).await.unwrap();
        let answer = world.log_in(email, OTHER_PASSWORD).await;
        assert!(matches!(answer, Err(SessionError::EmailNotVerified)), "{email}: {answer:?}");
        let answer = world.log_in(email, "something else 31").await;
        assert!(matches!(answer, Err(SessionError::InvalidCredentials)), "{email}: {answer:?}");
    }
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn an_outdated_hash_is_replaced_at_the_right_password_only() {
    let world = World::new().await;
    let password = Password::parse(PASSWORD).unwrap();
    let user = User {
        id: bookplate_testkit::a_user().id,
        email: Some(world.email("old@example.com")),
        password: Some(world.hasher.outdated_hash(&password)),
        ..world.account().await
    };
    keep(&world.store, &user).await;
    let stored = async || world.user("old@example.com").await.unwrap();

    world.log_in("old@example.com", OTHER_PASSWORD).await.unwrap_err();
    assert_eq!(stored().await, user);
    world.log_in("old@example.com", PASSWORD).await.unwrap();
    let rehashed = stored().await;
    assert!(PlainHasher::is_up_to_date(rehashed.password.as_ref().unwrap()));
    let version_and_epoch = (rehashed.version, rehashed.epoch);
    assert_eq!(version_and_epoch, (user.version, user.epoch));

    world.log_in("old@example.com", PASSWORD).await.unwrap();
    assert_eq!(stored().await, rehashed, "once is enough");
}

/// A store whose reads were answered before its writes begin.
struct Meanwhile {
    before: MemoryStore,
    after: MemoryStore,
}

#[async_trait::async_trait]
impl Store for Meanwhile {
    fn read(&self) -> Box<dyn Repositories> {
        self.before.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.after.begin().await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_password_that_is_changed_while_it_is_checked_opens_nothing() {
    let world = World::new().await;
    let user = world.account().await;
    let new_epoch = User { epoch: user.epoch + 1, ..user.clone() };
    for (now, opens) in [(Some(&user), true), (Some(&new_epoch), false), (None, false)] {
        let after = MemoryStore::new();
        if let Some(user) = now {
            keep(&after, user).await;
        }
        let before = world.store.clone();
        let meanwhile = Meanwhile { before, after: after.clone() };
        let node = world.node(|ports| ports.store = Arc::new(meanwhile));
        let command = LogIn {
            email: world.email(ADA),
            password: Password::parse(PASSWORD).unwrap(),
            visitor: None,
            client: a_client(),
        };
        let answer = node.sessions.log_in(command).await;
        if opens {
            answer.unwrap();
        } else {
            let refused = matches!(answer, Err(SessionError::InvalidCredentials));
            assert!(refused, "{answer:?}");
            assert!(after.audit_events().is_empty());
        }
    }
}
