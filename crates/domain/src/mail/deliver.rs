use std::{sync::Arc, time::Duration};

use super::{Letter, MailError, OutboxMail};
use crate::{Ports, shared::Timestamp, store::StoreError};

/// After this many failed attempts a mail is dead.
const MAX_ATTEMPTS: u32 = 10;
/// How long one worker keeps a claimed mail to itself; a dead worker loses it after that.
const LEASE: Duration = Duration::from_secs(60);
/// The pause after the first failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// Sends what is owed.
#[derive(Clone)]
pub struct Mailroom {
    pub(crate) ports: Arc<Ports>,
}

/// What became of one claimed mail.
#[derive(Debug)]
pub enum Delivery {
    /// The provider took it.
    Sent(OutboxMail),
    /// It will be tried again.
    Postponed(OutboxMail, MailError),
    /// It will not be tried again.
    Dead(OutboxMail, MailError),
}

impl Mailroom {
    /// Claims at most `count` due mails and sends them one after the other. An empty answer means
    /// that nothing is due.
    pub async fn deliver_due(&self, count: u32) -> Result<Vec<Delivery>, StoreError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let claimed = tx.outbox().claim(now, now.plus(LEASE), count).await?;
        tx.commit().await?;

        let mut deliveries = Vec::with_capacity(claimed.len());
        for mail in claimed {
            deliveries.push(self.deliver(mail).await?);
        }
        Ok(deliveries)
    }

    async fn deliver(&self, owed: OutboxMail) -> Result<Delivery, StoreError> {
        let token = owed
            .mail
            .token()
            .map(|(purpose, id)| self.ports.opaque_tokens.issue(purpose, id.as_uuid(), 0));
        let letter = Letter { id: owed.id, to: owed.to.clone(), mail: owed.mail.clone(), token };
        let result = self.ports.mailer.send(&letter).await;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let delivery = match result {
            Ok(()) => {
                tx.outbox().delivered(owed.id, now).await?;
                Delivery::Sent(owed)
            }
            Err(error @ MailError::Permanent(_)) => {
                tx.outbox().bury(owed.id, now, &error.to_string()).await?;
                Delivery::Dead(owed, error)
            }
            Err(error) if owed.attempts >= MAX_ATTEMPTS => {
                tx.outbox().bury(owed.id, now, &error.to_string()).await?;
                Delivery::Dead(owed, error)
            }
            Err(error) => {
                let due_at = next_attempt(now, owed.attempts, &error);
                tx.outbox().postpone(owed.id, due_at, &error.to_string()).await?;
                Delivery::Postponed(owed, error)
            }
        };
        tx.commit().await?;
        Ok(delivery)
    }
}

/// A pause that doubles with each attempt, or the provider's wish if that is longer: a provider that
/// always says "one second" must not use up all attempts in a few.
fn next_attempt(now: Timestamp, attempts: u32, error: &MailError) -> Timestamp {
    let doubled = FIRST_PAUSE.saturating_mul(1 << attempts.saturating_sub(1).min(16));
    let pause = match error {
        MailError::Temporary { retry_after: Some(wish), .. } => doubled.max(*wish),
        _ => doubled,
    };
    now.plus(pause.min(LONGEST_PAUSE))
}
