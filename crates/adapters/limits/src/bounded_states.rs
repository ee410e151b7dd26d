use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use governor::{
    nanos::Nanos,
    state::{InMemoryState, NotKeyed, StateStore, keyed::ShrinkableKeyedStateStore},
};

/// One counter a key, for at most so many keys. Whoever comes when it is full shares one counter
/// with everybody else who does: known callers are not disturbed, and a flood of invented keys
/// limits itself.
pub(crate) struct BoundedStates {
    max_keys: usize,
    own: RwLock<HashMap<u128, InMemoryState>>,
    shared: InMemoryState,
}

impl BoundedStates {
    pub(crate) fn new(max_keys: usize) -> Self {
        Self { max_keys, own: RwLock::default(), shared: InMemoryState::default() }
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<u128, InMemoryState>> {
        self.own.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<u128, InMemoryState>> {
        self.own.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StateStore for BoundedStates {
    type Key = u128;

    fn measure_and_replace<T, F, E>(&self, key: &u128, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        // A counter is atomic by itself; the lock only keeps the map from being rebuilt meanwhile.
        if let Some(state) = self.read().get(key) {
            return state.measure_and_replace(&NotKeyed::NonKey, decide);
        }
        let mut own = self.write();
        if own.len() < self.max_keys || own.contains_key(key) {
            let state = own.entry(*key).or_default();
            return state.measure_and_replace(&NotKeyed::NonKey, decide);
        }
        drop(own);
        self.shared.measure_and_replace(&NotKeyed::NonKey, decide)
    }
}

impl ShrinkableKeyedStateStore<u128> for BoundedStates {
    fn retain_recent(&self, drop_below: Nanos) {
        self.write().retain(|_, state| arrival(state) > Some(drop_below));
    }

    fn shrink_to_fit(&self) {
        self.write().shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.read().len()
    }

    fn is_empty(&self) -> bool {
        self.read().is_empty()
    }
}

/// The moment a counter holds: the theoretical arrival time. The only way to read it is to decide
/// not to replace it.
fn arrival(state: &InMemoryState) -> Option<Nanos> {
    state.measure_and_replace::<(), _, _>(&NotKeyed::NonKey, Err).err().flatten()
}
