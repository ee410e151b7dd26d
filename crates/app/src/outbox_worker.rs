use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    mail::{Delivery, Mailroom, Round},
    store::StoreError,
};
use tokio::sync::{Notify, watch};

use crate::{failure::Causes, measures::count_delivery};

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

/// What to do after a batch.
enum Next {
    /// There may be more to send at once.
    GoOn,
    /// Nothing is due.
    Wait,
    /// The provider cannot be asked for so long.
    Pause(Duration),
    /// The database cannot be asked.
    Fail(StoreError),
}

impl OutboxWorker {
    /// Works until `stop` turns true or its sender is gone; the batch in hand is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut outages = 0;
        let mut is_failing = false;
        while !*stop.borrow() {
            let next = self.deliver_batch(outages).await;
            let was_failing = is_failing;
            is_failing = matches!(next, Next::Fail(_));
            // Once, and not each time that it is tried.
            match &next {
                Next::Fail(error) if !was_failing => {
                    tracing::error!(error = %Causes(error), "the outbox cannot be worked on");
                }
                Next::GoOn | Next::Wait | Next::Pause(_) if was_failing => {
                    tracing::info!("the outbox is worked on again");
                }
                _ => {}
            }
            match next {
                Next::GoOn => outages = 0,
                Next::Wait | Next::Fail(_) => tokio::select! {
                    () = self.bell.notified() => {}
                    () = tokio::time::sleep(self.poll) => {}
                    changed = stop.changed() => if changed.is_err() { return },
                },
                // Without the bell: a new mail would fare no better.
                Next::Pause(pause) => {
                    outages += 1;
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        changed = stop.changed() => if changed.is_err() { return },
                    }
                }
            }
        }
    }

    async fn deliver_batch(&self, outages: u32) -> Next {
        match self.mailroom.deliver_due(BATCH, outages).await {
            Ok(Round { deliveries, pause }) => {
                for delivery in &deliveries {
                    count_delivery(delivery);
                    log(delivery);
                }
                match pause {
                    Some(pause) => Next::Pause(pause),
                    None if deliveries.is_empty() => Next::Wait,
                    None => Next::GoOn,
                }
            }
            Err(error) => Next::Fail(error),
        }
    }
}

fn log(delivery: &Delivery) {
    match delivery {
        Delivery::Sent(mail) => {
            tracing::debug!(mail = %mail.id, to = masked(mail.to.written()), "mail sent");
        }
        Delivery::Postponed(mail, error) => tracing::warn!(
            mail = %mail.id, to = masked(mail.to.written()), attempts = mail.attempts, error = %Causes(error),
            "mail not taken, to be tried again"
        ),
        Delivery::Waiting(mail, error) => tracing::warn!(
            mail = %mail.id, error = %Causes(error),
            "no mail can be handed over, to be tried again"
        ),
        Delivery::Dropped(mail) => tracing::info!(
            mail = %mail.id, to = masked(mail.to.written()), "mail dropped: the link in it works no longer"
        ),
        Delivery::Dead(mail, error) => tracing::error!(
            mail = %mail.id, to = masked(mail.to.written()), attempts = mail.attempts, error = %Causes(error),
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
