use std::sync::Arc;

use bookplate_domain::store::StoreError;
use tokio::sync::OwnedMutexGuard;

use crate::{memory_store::Shared, state::State};

/// What the collections stand on.
pub(crate) trait View: Send {
    /// What is seen now.
    fn state(&self) -> State;

    /// Changes what is seen, all or nothing.
    fn change<T>(
        &mut self,
        change: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError>;
}

/// The latest committed state, asked anew for every call.
#[derive(Debug)]
pub(crate) struct Latest(pub Arc<Shared>);

impl View for Latest {
    fn state(&self) -> State {
        self.0.committed()
    }

    fn change<T>(
        &mut self,
        _: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        Err(StoreError::Backend("written outside of a transaction".into()))
    }
}

/// A copy of its own, which nobody else sees before it is committed.
#[derive(Debug)]
pub(crate) struct Draft {
    pub shared: Arc<Shared>,
    pub state: State,
    /// An error came of a change: nothing of the draft may be kept any more.
    pub spent: bool,
    /// Held until the draft is committed or dropped, so that there is one draft at a time.
    pub _turn: OwnedMutexGuard<()>,
}

impl Draft {
    pub(crate) fn refuse_if_spent(&self) -> Result<(), StoreError> {
        if self.spent {
            return Err(StoreError::Backend("the transaction was spent by an error".into()));
        }
        Ok(())
    }
}

impl View for Draft {
    fn state(&self) -> State {
        self.state.clone()
    }

    fn change<T>(
        &mut self,
        change: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.refuse_if_spent()?;
        let result = change(&mut self.state);
        self.spent = result.is_err();
        result
    }
}
