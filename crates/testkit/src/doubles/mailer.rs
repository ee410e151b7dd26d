use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bookplate_domain::mail::{Letter, MailError, Mailer};

/// Keeps the letters that it takes, and refuses when it is told to.
#[derive(Debug, Default)]
pub struct RecordingMailer {
    taken: Mutex<Vec<Letter>>,
    refusals: Mutex<VecDeque<MailError>>,
}

impl RecordingMailer {
    /// Refuses the next letter that is not refused already.
    pub fn refuse_next(&self, error: MailError) {
        lock(&self.refusals).push_back(error);
    }

    /// The letters that were taken since the last call, oldest first.
    pub fn collect(&self) -> Vec<Letter> {
        std::mem::take(&mut lock(&self.taken))
    }
}

#[async_trait::async_trait]
impl Mailer for RecordingMailer {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        if let Some(error) = lock(&self.refusals).pop_front() {
            return Err(error);
        }
        lock(&self.taken).push(Letter {
            id: letter.id,
            to: letter.to.clone(),
            locale: letter.locale.clone(),
            mail: letter.mail.clone(),
            token: letter.token.clone(),
        });
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
