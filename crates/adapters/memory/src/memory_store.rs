use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use bookplate_domain::{
    audit::Event,
    mail::OutboxMail,
    shared::Timestamp,
    store::{ChangeListener, Repositories, Store, StoreError, Transaction},
};
use tokio::sync::{Mutex, Notify};

use crate::{
    collections::Collections,
    kept_mail::{Ended, KeptMail},
    state::State,
    view::{Draft, Latest},
};

/// Keeps everything in the memory of the process.
///
/// Writers take turns: a transaction works on a copy of the state and swaps it in when it is
/// committed. Readers see the latest committed state and never wait for a writer. A transaction
/// copies each collection that it writes: this is made for thousands of rows, not for millions.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shared: Arc<Shared>,
}

/// A mail that could not be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuriedMail {
    /// The mail.
    pub mail: OutboxMail,
    /// When it was given up.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

#[derive(Default)]
pub(crate) struct Shared {
    committed: RwLock<State>,
    turn: Arc<Mutex<()>>,
    bell: Arc<Notify>,
    listeners: RwLock<Vec<Arc<dyn ChangeListener>>>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("committed", &self.committed).finish_non_exhaustive()
    }
}

impl Shared {
    pub(crate) fn committed(&self) -> State {
        // A commit is one assignment: even a poisoned lock holds a whole state.
        let committed = self.committed.read();
        committed.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn commit(&self, mut state: State) {
        let changes = std::mem::take(&mut state.changes);
        let owes_more = state.owes_more_than(&self.committed());
        let mut committed = self.committed.write().unwrap_or_else(PoisonError::into_inner);
        *committed = state;
        drop(committed);
        if owes_more {
            self.bell.notify_one();
        }
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner).clone();
        for listener in &listeners {
            changes.iter().for_each(|change| change.tell(listener));
        }
    }
}

impl State {
    /// Whether a mail is owed now that was not before.
    fn owes_more_than(&self, before: &State) -> bool {
        let was_owed = |id| before.outbox.get(id).is_some_and(KeptMail::is_owed);
        !Arc::ptr_eq(&self.outbox, &before.outbox)
            && self.outbox.iter().any(|(id, kept)| kept.is_owed() && !was_owed(id))
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// The store, whose changes this listener is told of from now on, too. The clones of a store
    /// are one store.
    #[must_use]
    pub fn told_to(self, listener: Arc<dyn ChangeListener>) -> Self {
        let listeners = self.shared.listeners.write();
        listeners.unwrap_or_else(PoisonError::into_inner).push(listener);
        self
    }

    /// Is notified after each commit that made a mail owed.
    pub fn outbox_bell(&self) -> Arc<Notify> {
        self.shared.bell.clone()
    }

    /// The audit trail, oldest first.
    pub fn audit_events(&self) -> Vec<Event> {
        self.shared.committed().audit.to_vec()
    }

    /// The mails that are owed.
    pub fn owed_mails(&self) -> Vec<OutboxMail> {
        let state = self.shared.committed();
        let owed = state.outbox.values().filter(|kept| kept.is_owed());
        owed.map(|kept| kept.mail.clone()).collect()
    }

    /// The mails that could not be delivered.
    pub fn buried_mails(&self) -> Vec<BuriedMail> {
        let buried = |kept: &KeptMail| match kept.ended {
            Some(Ended::Dead(at)) => {
                let why = kept.last_error.clone().unwrap_or_default();
                Some(BuriedMail { mail: kept.mail.clone(), at, why })
            }
            _ => None,
        };
        self.shared.committed().outbox.values().filter_map(buried).collect()
    }
}

#[async_trait]
impl Store for MemoryStore {
    fn read(&self) -> Box<dyn Repositories> {
        Box::new(Collections(Latest(self.shared.clone())))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let turn = self.shared.turn.clone().lock_owned().await;
        Ok(Box::new(Collections(Draft {
            shared: self.shared.clone(),
            state: self.shared.committed(),
            spent: false,
            _turn: turn,
        })))
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl Transaction for Collections<Draft> {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self(draft) = *self;
        draft.refuse_if_spent()?;
        draft.shared.commit(draft.state);
        Ok(())
    }
}
