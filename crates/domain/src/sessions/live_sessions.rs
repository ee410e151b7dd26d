use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use quick_cache::sync::Cache;

use super::Session;
use crate::{
    shared::{SessionId, Timestamp, UserId},
    store::ChangeListener,
    users::User,
};

/// How many users are remembered; whoever was not seen for longest goes first.
const USERS: usize = 10_000;
/// Changes are counted by stripes of users: a change of one keeps what is being read for all of its
/// stripe from being remembered.
const STRIPES: usize = 64;

/// A session and its user as they were read from the store.
#[derive(Clone, Debug)]
pub struct LiveSession {
    /// The session.
    pub session: Arc<Session>,
    /// Its user.
    pub user: Arc<User>,
    /// When they were read.
    pub read_at: Timestamp,
}

/// What is remembered of sessions for a moment, so that a busy caller does not cost a read each
/// time. As a [`ChangeListener`] of the store it forgets what has changed.
pub struct LiveSessions {
    max_age: Duration,
    users: Cache<UserId, Arc<[LiveSession]>>,
    changes: [Mutex<u64>; STRIPES],
}

/// The state of a user's changes before a read: what was read is remembered only if nothing
/// changed since.
#[derive(Clone, Copy, Debug)]
pub struct BeforeRead(u64);

impl LiveSessions {
    /// Remembers what was read for this long.
    pub fn new(max_age: Duration) -> Self {
        Self { max_age, users: Cache::new(USERS), changes: [const { Mutex::new(0) }; STRIPES] }
    }

    /// Remembers nothing.
    pub fn forgetful() -> Self {
        Self::new(Duration::ZERO)
    }

    /// What is remembered of a session, if it is not too old.
    pub fn get(&self, user: UserId, session: SessionId, now: Timestamp) -> Option<LiveSession> {
        let sessions = self.users.get(&user)?;
        let found = sessions.iter().find(|live| live.session.id == session)?;
        let fresh = found.read_at <= now && now.since(found.read_at) < self.max_age;
        fresh.then(|| found.clone())
    }

    /// To be asked before a session of this user is read.
    pub fn before_read(&self, user: UserId) -> BeforeRead {
        BeforeRead(*self.changes_of(user))
    }

    /// Remembers what was read, unless the user has changed meanwhile.
    pub fn remember(&self, before: BeforeRead, live: LiveSession) {
        if self.max_age.is_zero() {
            return;
        }
        let user = live.user.id;
        // Held until it is done, so that no change comes in between. Nobody waits here for I/O.
        let changes = self.changes_of(user);
        if *changes != before.0 {
            return;
        }
        let still_fresh = |other: &&LiveSession| {
            other.session.id != live.session.id && live.read_at.since(other.read_at) < self.max_age
        };
        let known = self.users.get(&user);
        let others = known.iter().flat_map(|known| known.iter()).filter(still_fresh).cloned();
        let sessions: Arc<[LiveSession]> = others.chain([live.clone()]).collect();
        self.users.insert(user, sessions);
        drop(changes);
    }

    fn changes_of(&self, user: UserId) -> MutexGuard<'_, u64> {
        // The last bytes of a UUIDv7 are random.
        let stripe = usize::try_from(user.as_uuid().as_u128() % STRIPES as u128);
        lock(&self.changes[stripe.unwrap_or_default()])
    }
}

fn lock(changes: &Mutex<u64>) -> MutexGuard<'_, u64> {
    changes.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ChangeListener for LiveSessions {
    fn user_changed(&self, user: UserId) {
        let mut changes = self.changes_of(user);
        *changes += 1;
        self.users.remove(&user);
    }

    fn signing_keys_changed(&self) {}

    fn anything_may_have_changed(&self) {
        let mut all: Vec<MutexGuard<'_, u64>> = self.changes.iter().map(lock).collect();
        all.iter_mut().for_each(|changes| **changes += 1);
        self.users.clear();
    }
}

impl std::fmt::Debug for LiveSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveSessions").field("max_age", &self.max_age).finish_non_exhaustive()
    }
}
