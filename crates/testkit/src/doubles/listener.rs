use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bookplate_domain::{shared::UserId, store::ChangeListener};

/// What a [`ChangeListener`] was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Of a user.
    User(UserId),
    /// Of the signing keys.
    SigningKeys,
    /// That anything may have changed.
    Anything,
}

/// Keeps what it is told.
#[derive(Default)]
pub struct RecordingListener {
    told: Mutex<Vec<Told>>,
    then: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl RecordingListener {
    /// What it was told since the last call, in order.
    pub fn collect(&self) -> Vec<Told> {
        std::mem::take(&mut lock(&self.told))
    }

    /// Does this from now on whenever it is told something, before it returns.
    pub fn then(&self, deed: impl Fn() + Send + 'static) {
        *lock(&self.then) = Some(Box::new(deed));
    }

    fn hear(&self, told: Told) {
        lock(&self.told).push(told);
        if let Some(deed) = &*lock(&self.then) {
            deed();
        }
    }
}

impl ChangeListener for RecordingListener {
    fn user_changed(&self, user: UserId) {
        self.hear(Told::User(user));
    }

    fn signing_keys_changed(&self) {
        self.hear(Told::SigningKeys);
    }

    fn anything_may_have_changed(&self) {
        self.hear(Told::Anything);
    }
}

impl fmt::Debug for RecordingListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingListener").field("told", &self.told).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
