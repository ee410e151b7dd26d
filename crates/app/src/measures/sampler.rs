use std::time::{Duration, Instant};

use bookplate_domain::{Bookplate, store::StoreError};
use metrics::{Unit, describe_gauge, gauge};
use tokio::time::sleep;

use crate::failure::Causes;

const LIVE: &str = "bookplate_sessions_live";
const OWED: &str = "bookplate_outbox_owed";
const OLDEST: &str = "bookplate_outbox_oldest_age_seconds";
const DEAD: &str = "bookplate_outbox_dead";

/// How often it is looked how much the outbox has to do.
const OUTBOX: Duration = Duration::from_secs(15);
/// How often sessions are counted, at most.
const SESSIONS: Duration = Duration::from_secs(60);
/// How much of the time goes into counting sessions, at most: one part of so many.
const SHARE: u32 = 100;

/// Says what is looked at now and then.
pub(super) fn describe() {
    describe_gauge!(LIVE, "Sessions that have neither ended nor expired, of all nodes.");
    describe_gauge!(OWED, "Mails that are to be sent, by any node.");
    describe_gauge!(
        OLDEST,
        Unit::Seconds,
        "How long the mail that waits for longest has been owed; 0 if none is."
    );
    describe_gauge!(DEAD, "Mails that were given up and wait for somebody to look.");
}

/// Looks now and then at what only the database knows, so that no scrape asks it anything.
pub struct Sampler(pub Bookplate);

impl Sampler {
    /// Runs until it is aborted.
    pub async fn run(self) {
        tokio::join!(self.outbox(), self.sessions());
    }

    async fn outbox(&self) {
        loop {
            match self.0.mail.backlog().await {
                Ok(backlog) => {
                    let age = backlog.oldest_created_at.map(|moment| self.0.now().since(moment));
                    gauge!(OWED).set(backlog.owed as f64);
                    gauge!(OLDEST).set(age.unwrap_or_default().as_secs_f64());
                    gauge!(DEAD).set(backlog.dead as f64);
                }
                Err(error) => tell(&error),
            }
            sleep(OUTBOX).await;
        }
    }

    async fn sessions(&self) {
        loop {
            let begun = Instant::now();
            match self.0.sessions.count_live().await {
                Ok(live) => gauge!(LIVE).set(live as f64),
                Err(error) => tell(&error),
            }
            sleep(SESSIONS.max(begun.elapsed() * SHARE)).await;
        }
    }
}

/// Not as an error: whatever is wrong with the database is told by those who need it more.
fn tell(error: &StoreError) {
    tracing::debug!(error = %Causes(error), "a number cannot be had");
}
