use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bookplate_domain::{
    Policy,
    sessions::{LiveSession, LiveSessions, Reauthenticate, SessionError, SessionGrant},
    shared::Clock,
    store::{ChangeListener, Repositories, Store, StoreError, Transaction},
    users::Password,
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::a_client;
use secrecy::ExposeSecret;

use crate::world::{ADA, MILLISECOND, MINUTE, PASSWORD, World};

const MAX_AGE: Duration = Duration::from_secs(5);

fn remembering(policy: &mut Policy) {
    policy.sessions.check_cache = MAX_AGE;
}

/// Counts the reads of a store.
struct Counting {
    store: MemoryStore,
    reads: Mutex<usize>,
}

impl Counting {
    fn reads(&self) -> usize {
        std::mem::take(&mut *self.reads.lock().unwrap())
    }
}

#[async_trait::async_trait]
impl Store for Counting {
    fn read(&self) -> Box<dyn Repositories> {
        *self.reads.lock().unwrap() += 1;
        self.store.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.store.begin().await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        self.store.require_migrated().await
    }
}

#[tokio::test]
async fn a_busy_session_is_read_once_in_five_seconds() {
    let world = World::with(remembering).await;
    let grant = world.signed_in().await;
    let counting = Arc::new(Counting { store: world.store.clone(), reads: Mutex::new(0) });
    let node = world.node(|ports| ports.store = counting.clone());
    let token = grant.tokens.access.0.expose_secret().to_owned();
    for expected in [1, 0, 0] {
        node.sessions.authenticate(&token).await.unwrap();
        assert_eq!(counting.reads(), expected);
    }
    world.clock.advance(MAX_AGE - MILLISECOND);
    node.sessions.authenticate(&token).await.unwrap();
    assert_eq!(counting.reads(), 0);
    world.clock.advance(MILLISECOND);
    node.sessions.authenticate(&token).await.unwrap();
    assert_eq!(counting.reads(), 1, "however busy");
}

async fn assert_refused(world: &World, grant: &SessionGrant) {
    let dead = world.authenticate(grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
}

#[tokio::test]
async fn what_ends_a_session_counts_at_once_on_the_node_that_does_it() {
    let world = World::with(remembering).await;
    let (mine, other) = (world.signed_in().await, world.log_in(ADA, PASSWORD).await.unwrap());
    let actor = world.authenticate(&mine).await.unwrap().actor;
    world.authenticate(&other).await.unwrap();
    world.app.sessions.revoke_session(&actor, other.session.id, &a_client()).await.unwrap();
    assert_refused(&world, &other).await;

    world.authenticate(&mine).await.unwrap();
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, "another horse battery 9").await.unwrap();
    assert_refused(&world, &mine).await;
}

#[tokio::test]
async fn a_node_that_hears_nothing_follows_after_five_seconds() {
    let world = World::with(remembering).await;
    let grant = world.signed_in().await;
    let deaf = world.node(|ports| ports.live_sessions = Arc::new(LiveSessions::new(MAX_AGE)));
    let token = grant.tokens.access.0.expose_secret().to_owned();
    let actor = deaf.sessions.authenticate(&token).await.unwrap().actor;
    world.app.sessions.revoke_session(&actor, actor.session_id, &a_client()).await.unwrap();

    world.clock.advance(MAX_AGE - MILLISECOND);
    deaf.sessions.authenticate(&token).await.unwrap();
    world.clock.advance(MILLISECOND);
    let dead = deaf.sessions.authenticate(&token).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
}

#[tokio::test]
async fn a_read_that_a_change_has_overtaken_is_not_remembered() {
    let world = World::with(remembering).await;
    let grant = world.signed_in().await;
    let live = LiveSessions::new(MAX_AGE);
    let read = LiveSession {
        session: Arc::new(grant.session.clone()),
        user: Arc::new(grant.user.clone()),
        read_at: world.clock.now(),
    };
    let (user, session) = (grant.user.id, grant.session.id);
    let before = live.before_read(user);
    live.user_changed(user);
    live.remember(before, read.clone());
    assert!(live.get(user, session, world.clock.now()).is_none());

    let before = live.before_read(user);
    live.anything_may_have_changed();
    live.remember(before, read.clone());
    assert!(live.get(user, session, world.clock.now()).is_none());

    live.remember(live.before_read(user), read);
    assert!(live.get(user, session, world.clock.now()).is_some());
    live.anything_may_have_changed();
    assert!(live.get(user, session, world.clock.now()).is_none());
}

#[tokio::test]
async fn a_refreshed_token_works_at_once_and_a_fresh_proof_is_seen() {
    let world = World::with(remembering).await;
    let first = world.signed_in().await;
    world.authenticate(&first).await.unwrap();
    let second = world.refresh(&first.tokens.refresh).await.unwrap();
    world.authenticate(&second).await.unwrap();

    world.clock.advance(Duration::from_secs(1));
    let actor = world.authenticate(&second).await.unwrap().actor;
    let command =
        Reauthenticate { password: Password::parse(PASSWORD).unwrap(), client: a_client() };
    let proven = world.app.sessions.reauthenticate(&actor, command).await.unwrap();
    let now = world.clock.now();
    assert_eq!(world.authenticate(&proven).await.unwrap().actor.authenticated_at, now);
}

#[tokio::test]
async fn activity_is_noted_once_a_minute() {
    let world = World::with(remembering).await;
    let grant = world.signed_in().await;
    let begun = world.clock.now();
    world.authenticate(&grant).await.unwrap();
    for _ in 0..50 {
        world.clock.advance(Duration::from_secs(1));
        world.authenticate(&grant).await.unwrap();
    }
    assert_eq!(world.session(grant.session.id).await.last_active_at, begun);
    world.clock.advance(Duration::from_secs(10));
    world.authenticate(&grant).await.unwrap();
    assert_eq!(world.session(grant.session.id).await.last_active_at, begun.plus(MINUTE));
}
