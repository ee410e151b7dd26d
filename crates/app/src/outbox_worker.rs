use std::{sync::Arc, time::Duration};

use bookplate_domain::mail::{Delivery, Mailroom};
use tokio::sync::{Notify, watch};

use crate::failure::Causes;

/// How many mails one claim takes. They are sent one after the other, and a claim lasts a minute:
/// two providers that do not answer take 20 s for each mail.
const BATCH: u32 = 2;

/// Sends the mails that are owed, as soon as they are.
pub struct OutboxWorker {
    /// Sends what is due.
    pub mailroom: Mailroom,
    /// Rings when this process has written a mail.
    pub bell: Arc<Notify>,
    /// How often to look without a ring: for mails to try again, and those of other processes.
    pub poll: Duration,
}

impl OutboxWorker {
    /// Works until `stop` turns true or its sender is gone; the batch in hand is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if self.deliver_batch().await {
                continue;
            }
            tokio::select! {
                () = self.bell.notified() => {}
                () = tokio::time::sleep(self.poll) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Whether there may be more to send at once.
    async fn deliver_batch(&self) -> bool {
        match self.mailroom.deliver_due(BATCH).await {
            Ok(deliveries) => {
                deliveries.iter().for_each(log);
                !deliveries.is_empty()
            }
            Err(error) => {
                tracing::error!(error = %Causes(&error), "the outbox cannot be worked on");
                false
            }
        }
    }
}

fn log(delivery: &Delivery) {
    match delivery {
        Delivery::Sent(mail) => {
            tracing::debug!(mail = %mail.id, to = masked(&mail.to), "mail sent");
        }
        Delivery::Postponed(mail, error) => tracing::warn!(
            mail = %mail.id, to = masked(&mail.to), attempts = mail.attempts, error = %Causes(error),
            "mail not taken, to be tried again"
        ),
        Delivery::Dead(mail, error) => tracing::error!(
            mail = %mail.id, to = masked(&mail.to), attempts = mail.attempts, error = %Causes(error),
            "mail given up"
        ),
    }
}

/// `ada@example.com` → `a…@example.com`.
fn masked(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}…@{domain}")
        }
        None => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_shows_only_the_first_character_of_a_mailbox() {
        assert_eq!(masked("ada@example.com"), "a…@example.com");
        assert_eq!(masked("österreich@example.com"), "ö…@example.com");
        assert_eq!(masked("no address"), "…");
    }
}
