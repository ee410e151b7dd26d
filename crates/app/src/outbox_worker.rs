use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    mail::{Backoff, Delivery, MailError, Mailroom},
    shared::Random,
};
use tokio::sync::{Notify, watch};

use crate::failure::Causes;

/// How many mails one claim takes. They are sent one after the other, and a claim lasts a minute:
/// two providers that do not answer take 20 s for each mail.
const BATCH: u32 = 2;

/// How long nothing is tried when the provider cannot be asked. Even after an outage of hours all
/// that is owed leaves within two minutes of its end.
const OUTAGE: Backoff = Backoff { first: Duration::from_secs(5), longest: Duration::from_secs(60) };
/// The longest that a provider may keep us waiting by its own wish.
const LONGEST_WISH: Duration = Duration::from_secs(3600);

/// Sends the mails that are owed, as soon as they are.
pub struct OutboxWorker {
    /// Sends what is due.
    pub mailroom: Mailroom,
    /// Rings when this process has written a mail.
    pub bell: Arc<Notify>,
    /// How often to look without a ring: for mails to try again, and those of other processes.
    pub poll: Duration,
    /// Spreads the pauses.
    pub random: Arc<dyn Random>,
}

/// What to do after a batch.
enum Next {
    /// There may be more to send at once.
    GoOn,
    /// Nothing is due.
    Wait,
    /// The provider cannot be asked; it may have said when it can.
    Outage(Option<Duration>),
}

impl OutboxWorker {
    /// Works until `stop` turns true or its sender is gone; the batch in hand is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut outages = 0;
        while !*stop.borrow() {
            match self.deliver_batch().await {
                Next::GoOn => outages = 0,
                Next::Wait => tokio::select! {
                    () = self.bell.notified() => {}
                    () = tokio::time::sleep(self.poll) => {}
                    changed = stop.changed() => if changed.is_err() { return },
                },
                Next::Outage(wish) => {
                    outages += 1;
                    let pause = OUTAGE.pause(outages, None, self.random.as_ref());
                    let pause = pause.max(wish.unwrap_or_default().min(LONGEST_WISH));
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        changed = stop.changed() => if changed.is_err() { return },
                    }
                }
            }
        }
    }

    async fn deliver_batch(&self) -> Next {
        match self.mailroom.deliver_due(BATCH).await {
            Ok(deliveries) => {
                deliveries.iter().for_each(log);
                match deliveries.last() {
                    None => Next::Wait,
                    Some(Delivery::Waiting(_, MailError::Unavailable { retry_after, .. })) => {
                        Next::Outage(*retry_after)
                    }
                    Some(_) => Next::GoOn,
                }
            }
            Err(error) => {
                tracing::error!(error = %Causes(&error), "the outbox cannot be worked on");
                Next::Wait
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
        Delivery::Waiting(mail, error) => tracing::warn!(
            mail = %mail.id, error = %Causes(error),
            "no mail can be handed over, to be tried again"
        ),
        Delivery::Dropped(mail) => tracing::warn!(
            mail = %mail.id, to = masked(&mail.to), "mail dropped: the link in it works no longer"
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
