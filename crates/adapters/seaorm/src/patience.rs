//! How long answers of a server are waited for, and whether all of them have come.

use std::{
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::DbErr;

use crate::in_time::{in_time, is_late};

/// How long anything may take on a connection, and when somebody last did not wait for it.
#[derive(Clone)]
pub(crate) struct Patience {
    limit: Duration,
    abandoned_at: Arc<Mutex<Option<Instant>>>,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, abandoned_at: Arc::default() }
    }

    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Gives up what takes longer. That, and a caller that goes away meanwhile, leave a connection in
    /// the middle of something.
    async fn wait<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        // Dropped after `unanswered`, so that this is noted before the connection is given back.
        let work = pin!(work);
        let mut unanswered = Unanswered { patience: self, is_answered: false };
        let answer = in_time(self.limit, work).await;
        unanswered.is_answered = !answer.as_ref().is_err_and(is_late);
        answer
    }

    /// Somebody did not wait, or left a transaction open, so that its end is still to come.
    pub(crate) fn note_abandoned(&self) {
        let mut at = self.abandoned_at.lock().unwrap_or_else(PoisonError::into_inner);
        *at = Some(Instant::now());
    }

    /// Whether a connection that is given back now may be in the middle of something.
    pub(crate) fn has_abandoned(&self) -> bool {
        let at = *self.abandoned_at.lock().unwrap_or_else(PoisonError::into_inner);
        at.is_some_and(|at| at.elapsed() < 2 * self.limit)
    }
}

/// What a statement comes to, given up in time where there is a server to be waited for.
pub(crate) async fn wait<T>(
    patience: Option<&Patience>,
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    match patience {
        Some(patience) => patience.wait(work).await,
        None => work.await,
    }
}

/// A statement whose answer is waited for.
struct Unanswered<'p> {
    patience: &'p Patience,
    is_answered: bool,
}

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.patience.note_abandoned();
        }
    }
}
