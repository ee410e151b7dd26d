use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bookplate_domain::{
    audit::EventKind,
    limits::Rule,
    mail::Mail,
    sessions::{EndReason, KeyRingError, Refresh, SessionError, SessionGrant},
    shared::Clock,
    store::{Repositories, Store, StoreError, Transaction},
    users::TokenPurpose,
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    a_client,
    doubles::{PlainAccessTokens, PlainLimiter},
};
use futures::future::join_all;
use secrecy::{ExposeSecret, SecretString};

use crate::world::{ADA, DAY, MILLISECOND, MINUTE, World};

const WINDOW: Duration = Duration::from_secs(10);

fn token(grant: &SessionGrant) -> &str {
    grant.tokens.refresh.expose_secret()
}

fn presented(grant: &SessionGrant) -> Refresh {
    Refresh { token: grant.tokens.refresh.clone(), client: a_client() }
}

/// A store that can be read, and written unless it is told otherwise.
struct ReadOnly {
    store: MemoryStore,
    now: AtomicBool,
}

#[async_trait::async_trait]
impl Store for ReadOnly {
    fn read(&self) -> Box<dyn Repositories> {
        self.store.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        match self.now.load(Ordering::SeqCst) {
            true => Err(StoreError::Unavailable("nothing can be written".into())),
            false => self.store.begin().await,
        }
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        self.store.require_migrated().await
    }
}

#[tokio::test]
async fn the_newest_token_gets_its_successor() {
    let world = World::new().await;
    let first = world.signed_in().await;
    world.clock.advance(MINUTE);
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    assert_ne!(token(&second), token(&first));
    assert_eq!(second.session.id, first.session.id);
    assert_eq!(second.session.generation, 2);
    assert_eq!(second.session.seen_generation, 1, "its owner had the first");
    assert_eq!(world.session(first.session.id).await, second.session);
    assert_eq!(second.session.rotated_at, world.clock.now());
    assert_eq!(second.tokens.refresh_expires_in, world.policy.sessions.idle);

    for access in [&first, &second] {
        world.authenticate(access).await.unwrap();
    }
    let third = world.refresh(&second.tokens.refresh).await.unwrap();
    assert_eq!(third.session.generation, 3);
}

#[tokio::test]
async fn a_lost_answer_is_given_again_at_any_age() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let lost = world.refresh(&first.tokens.refresh).await.unwrap();
    for pause in [Duration::ZERO, MINUTE, 29 * DAY] {
        world.clock.advance(pause);
        let again = world.refresh(&first.tokens.refresh).await.unwrap();
        assert_eq!(token(&again), token(&lost));
        assert_eq!(again.session, lost.session);
        assert!(again.given_again && !lost.given_again);
    }
    let again = world.refresh(&first.tokens.refresh).await.unwrap();
    world.authenticate(&again).await.unwrap();
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_node_that_cannot_sign_spends_a_token_for_nothing() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let ring = Arc::new(PlainAccessTokens::default());
    let node = world.node(|ports| {
        ports.access_tokens = ring.clone();
        ports.key_ring = ring;
    });
    for _ in 0..2 {
        let refused = node.sessions.refresh(presented(&first)).await;
        let no_key = matches!(refused, Err(SessionError::Keys(KeyRingError::Empty)));
        assert!(no_key, "{refused:?}");
        let kept = world.session(first.session.id).await;
        assert_eq!((kept.generation, kept.seen_generation), (2, 1));
        world.clock.advance(MINUTE);
    }

    node.sessions.load_signing_keys().await.unwrap();
    let second = node.sessions.refresh(presented(&first)).await.unwrap();
    assert_eq!(second.session.generation, 2);
    world.authenticate(&second).await.unwrap();
    let third = node.sessions.refresh(presented(&second)).await.unwrap();
    assert_eq!(third.session.generation, 3);
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_given_again_while_nothing_can_be_written() {
    let world = World::new().await;
    let store = Arc::new(ReadOnly { store: world.store.clone(), now: AtomicBool::new(false) });
    let node = world.node(|ports| ports.store = store.clone()).sessions;
    let first = world.signed_in().await;
    let lost = node.refresh(presented(&first)).await.unwrap();
    let before = world.session(first.session.id).await;

    store.now.store(true, Ordering::SeqCst);
    world.clock.advance(MINUTE);
    let again = node.refresh(presented(&first)).await.unwrap();
    assert!(again.given_again);
    assert_eq!((token(&again), &again.session), (token(&lost), &lost.session));
    let refused = node.refresh(presented(&again)).await;
    let unavailable = matches!(refused, Err(SessionError::Store(StoreError::Unavailable(_))));
    assert!(unavailable, "the newest token cannot be spent: {refused:?}");
    assert_eq!(world.session(first.session.id).await, before);

    store.now.store(false, Ordering::SeqCst);
    let again = node.refresh(presented(&first)).await.unwrap();
    assert_eq!(token(&again), token(&lost));
    let third = node.refresh(presented(&again)).await.unwrap();
    assert_eq!((third.session.generation, third.given_again), (3, false));
    world.authenticate(&third).await.unwrap();
}

#[tokio::test]
async fn once_the_successor_is_in_use_the_spent_token_repeats_for_ten_seconds_only() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.authenticate(&second).await.unwrap();

    world.clock.advance(WINDOW - MILLISECOND);
    let again = world.refresh(&first.tokens.refresh).await.unwrap();
    assert_eq!(token(&again), token(&second));
    world.clock.advance(MILLISECOND);
    let theft = world.refresh(&first.tokens.refresh).await;
    assert!(matches!(theft, Err(SessionError::RefreshTokenReused)));
}

#[tokio::test]
async fn theft_ends_the_session_for_good_is_audited_and_mailed_once() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.authenticate(&second).await.unwrap();
    world.clock.advance(MINUTE);
    let theft = world.refresh(&first.tokens.refresh).await;
    assert!(matches!(theft, Err(SessionError::RefreshTokenReused)));

    let ended = world.session(first.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::TokenReused);
    assert_eq!(ended.at, world.clock.now());
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::RefreshTokenReused);
    assert_eq!((event.actor, event.target), (None, Some(first.user.id)));
    assert_eq!(event.session, Some(first.session.id));
    let letters = world.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, ADA));
    let (device, at) = (a_client().device, world.clock.now());
    assert_eq!(letters[0].mail, Mail::SessionEndedAfterReuse { device, at });

    for grant in [&first, &second] {
        let refused = world.refresh(&grant.tokens.refresh).await;
        assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
        let refused = world.authenticate(grant).await;
        assert!(matches!(refused, Err(SessionError::Revoked)), "{refused:?}");
    }
    assert!(world.letters().await.is_empty());
    let reused = |kind: &&EventKind| **kind == EventKind::RefreshTokenReused;
    assert_eq!(world.trail().iter().filter(reused).count(), 1);
}

#[tokio::test]
async fn a_token_two_generations_old_is_theft_at_any_age() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.refresh(&second.tokens.refresh).await.unwrap();
    let theft = world.refresh(&first.tokens.refresh).await;
    assert!(matches!(theft, Err(SessionError::RefreshTokenReused)));
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_each_refresh_puts_that_off() {
    let world = World::new().await;
    let mut grant = world.signed_in().await;
    for _ in 0..2 {
        world.clock.advance(30 * DAY - MILLISECOND);
        grant = world.refresh(&grant.tokens.refresh).await.unwrap();
    }
    let other = world.log_in(ADA, crate::world::PASSWORD).await.unwrap();
    world.clock.advance(30 * DAY);
    let idle = world.refresh(&other.tokens.refresh).await;
    assert!(matches!(idle, Err(SessionError::Expired)), "{idle:?}");
}

#[tokio::test]
async fn a_session_ends_for_good_however_often_it_is_refreshed() {
    let world = World::new().await;
    let mut grant = world.signed_in().await;
    for _ in 0..8 {
        world.clock.advance(10 * DAY);
        grant = world.refresh(&grant.tokens.refresh).await.unwrap();
    }
    world.clock.advance(10 * DAY - MINUTE);
    grant = world.refresh(&grant.tokens.refresh).await.unwrap();
    assert_eq!(grant.tokens.refresh_expires_in, MINUTE);
    assert_eq!(grant.tokens.access_expires_in, MINUTE, "no token outlives it");
    world.clock.advance(MINUTE);
    let over = world.refresh(&grant.tokens.refresh).await;
    assert!(matches!(over, Err(SessionError::Expired)), "{over:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_get_one_and_the_same_successor() {
    let world = std::sync::Arc::new(World::new().await);
    let first = world.signed_in().await;
    let refreshes = (0..50).map(|_| {
        let (world, token) = (world.clone(), first.tokens.refresh.clone());
        tokio::spawn(async move { world.refresh(&token).await })
    });
    let successors = join_all(refreshes).await;
    let successors: Vec<SessionGrant> =
        successors.into_iter().map(|s| s.unwrap().unwrap()).collect();
    for successor in &successors {
        assert_eq!(token(successor), token(&successors[0]));
        assert_eq!(successor.session, successors[0].session);
        world.authenticate(successor).await.unwrap();
    }
    assert_eq!(world.session(first.session.id).await.generation, 2);
}

#[tokio::test]
async fn a_token_that_was_never_given_is_invalid_and_ends_nothing() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let tokens = &world.ports.opaque_tokens;
    let id = grant.session.id.as_uuid();
    let nobodys = bookplate_testkit::a_token_id().as_uuid();
    for never_given in [
        tokens.issue(TokenPurpose::Refresh, id, 0),
        tokens.issue(TokenPurpose::Refresh, id, 2),
        tokens.issue(TokenPurpose::Refresh, nobodys, 1),
        tokens.issue(TokenPurpose::VerifyEmail, id, 1),
        SecretString::from(format!("{}A", token(&grant))),
        SecretString::from(""),
    ] {
        let refused = world.refresh(&never_given).await;
        let invalid = matches!(refused, Err(SessionError::RefreshTokenInvalid));
        assert!(invalid, "{refused:?}");
    }
    world.refresh(&grant.tokens.refresh).await.unwrap();
}

#[tokio::test]
async fn one_session_is_not_refreshed_without_end() {
    let (two, hour) = (NonZeroU32::new(2).unwrap(), Duration::from_secs(3600));
    let limits = PlainLimiter::default().with(Rule::Refresh, two, hour);
    let world = World::limited(|_| (), limits).await;
    let grant = world.signed_in().await;
    let other = world.log_in(ADA, crate::world::PASSWORD).await.unwrap();
    for _ in 0..2 {
        world.refresh(&grant.tokens.refresh).await.unwrap();
    }
    let refused = world.refresh(&grant.tokens.refresh).await;
    assert!(matches!(refused, Err(SessionError::LimitReached(_))));
    world.refresh(&other.tokens.refresh).await.unwrap();
}

#[tokio::test]
async fn a_successor_that_was_shown_without_being_spent_is_in_use() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.app.sessions.read_by_refresh_token(&second.tokens.refresh).await.unwrap();
    world.clock.advance(MINUTE);
    let stolen = world.refresh(&first.tokens.refresh).await;
    assert!(matches!(stolen, Err(SessionError::RefreshTokenReused)), "{stolen:?}");
}
