use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    sessions::Sessions,
    shared::{Random, UserId},
    store::ChangeListener,
};
use tokio::{sync::Notify, time::sleep};

use crate::failure::Causes;

/// However often it rings: so that whoever can ring keeps nobody busy.
const SHORTEST_PAUSE: Duration = Duration::from_millis(500);

/// Rings when the store tells it that signing keys may have changed. A ring is kept for whoever
/// comes late.
#[derive(Debug, Default)]
pub struct KeyBell(Notify);

impl ChangeListener for KeyBell {
    fn user_changed(&self, _: UserId) {}

    fn signing_keys_changed(&self) {
        self.0.notify_one();
    }

    fn anything_may_have_changed(&self) {
        self.0.notify_one();
    }
}

/// Looks after the keys that sign access tokens: rotates them by age and follows other nodes.
pub struct KeyTender {
    /// Knows what is to be done.
    pub sessions: Sessions,
    /// Rings when keys may have changed.
    pub bell: Arc<KeyBell>,
    /// How often to look without a ring, but for up to a third later by chance, so that nodes that
    /// started together do not look together.
    pub every: Duration,
    /// Spreads the pauses.
    pub random: Arc<dyn Random>,
}

impl KeyTender {
    /// Works until it is aborted.
    pub async fn run(self) {
        let mut failing = None;
        loop {
            failing = self.tend(failing).await;
            sleep(SHORTEST_PAUSE).await;
            tokio::select! {
                () = self.bell.0.notified() => {}
                () = sleep(pause(self.every, self.random.as_ref())) => {}
            }
        }
    }

    /// Does what is to be done. A failure is logged once, however often it comes again; it is
    /// answered, so that the next time knows.
    async fn tend(&self, failing: Option<String>) -> Option<String> {
        let failure = match self.sessions.tend_signing_keys().await {
            Ok(()) => None,
            Err(error) => Some(Causes(&error).to_string()),
        };
        match &failure {
            Some(error) if failure != failing => {
                tracing::error!(%error, "the signing keys cannot be looked after");
            }
            None if failing.is_some() => tracing::info!("the signing keys are looked after again"),
            _ => {}
        }
        failure
    }
}

fn pause(every: Duration, random: &dyn Random) -> Duration {
    let mut chance = [0; 2];
    random.fill(&mut chance);
    let share = f64::from(u16::from_be_bytes(chance)) / f64::from(u16::MAX);
    every + every.mul_f64(share / 3.0)
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;
    use uuid::Uuid;

    use super::*;

    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[tokio::test]
    async fn the_bell_rings_when_keys_may_have_changed_and_only_then() {
        let bell = KeyBell::default();
        let rang = async || timeout(Duration::from_millis(20), bell.0.notified()).await.is_ok();
        bell.user_changed(UserId::from_uuid(Uuid::from_u128(1)));
        assert!(!rang().await);
        bell.signing_keys_changed();
        assert!(rang().await);
        bell.anything_may_have_changed();
        assert!(rang().await);
    }

    #[test]
    fn a_pause_is_up_to_a_third_longer() {
        let every = Duration::from_secs(30);
        assert_eq!(pause(every, &Always(0)), every);
        assert_eq!(pause(every, &Always(255)), Duration::from_secs(40));
    }
}
