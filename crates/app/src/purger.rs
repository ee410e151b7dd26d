use std::{sync::Arc, time::Duration};

use bookplate_domain::{shared::Random, store::StoreError};
use tokio::time::sleep;

use crate::failure::Causes;

/// The first look is within so long, by chance: nodes that start together, and what one of them has
/// to remove, come one after the other.
const FIRST: Duration = Duration::from_secs(10);
/// How often it is looked for what is too old, but for up to as much later by chance as the first.
const EVERY: Duration = Duration::from_secs(3600);
/// The same after a round that failed, as it does while the database is away.
const AGAIN: Duration = Duration::from_secs(60);
/// The log says it of the first round that fails, and of each so many after it: about once an hour.
const LOG_EVERY: u32 = 60;
/// What lies between two batches is everybody else's.
const PAUSE: Duration = Duration::from_millis(100);

/// Removes what is older than it is kept, soon and once an hour; after a round that failed, in a
/// minute. `batch` removes some of it, and answers how much that was. Runs until it is aborted; a
/// batch in hand is undone then.
pub async fn run<F: Future<Output = Result<u64, StoreError>>>(
    what: &'static str,
    random: Arc<dyn Random>,
    batch: impl FnMut() -> F,
) {
    rounds(what, random, AGAIN, batch).await;
}

async fn rounds<F: Future<Output = Result<u64, StoreError>>>(
    what: &'static str,
    random: Arc<dyn Random>,
    again: Duration,
    mut batch: impl FnMut() -> F,
) {
    let mut failed = 0_u32;
    loop {
        sleep(chance(random.as_ref())).await;
        match purge(&mut batch).await {
            Ok(purged) => {
                if purged > 0 {
                    tracing::info!(what, purged, "removed what was too old");
                }
                failed = 0;
                sleep(EVERY).await;
            }
            Err(error) => {
                if failed.is_multiple_of(LOG_EVERY) {
                    tracing::error!(what, error = %Causes(&error), "cannot remove what is too old");
                }
                failed = failed.wrapping_add(1);
                sleep(again).await;
            }
        }
    }
}

/// Some time up to [`FIRST`].
fn chance(random: &dyn Random) -> Duration {
    let mut chance = [0; 2];
    random.fill(&mut chance);
    FIRST.mul_f64(f64::from(u16::from_be_bytes(chance)) / f64::from(u16::MAX))
}

/// Takes one batch after the other until none is left, and answers how much that was.
async fn purge<F: Future<Output = Result<u64, StoreError>>>(
    mut batch: impl FnMut() -> F,
) -> Result<u64, StoreError> {
    let mut purged = 0;
    loop {
        match batch().await? {
            0 => return Ok(purged),
            some => purged += some,
        }
        sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use tokio::time::timeout;

    use super::*;

    struct Always(u8);

    impl Random for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn nodes_that_start_together_do_not_look_together() {
        assert_eq!(chance(&Always(0)), Duration::ZERO);
        assert_eq!(chance(&Always(255)), FIRST);
        let half = chance(&Always(127));
        assert!(half > FIRST * 49 / 100 && half < FIRST / 2, "{half:?}");
    }

    #[tokio::test]
    async fn it_goes_on_until_nothing_is_left() {
        let mut left = [500, 500, 3, 0].into_iter();
        assert_eq!(purge(|| ready(Ok(left.next().unwrap()))).await.unwrap(), 1003);
        assert_eq!(left.next(), None);
    }

    #[tokio::test]
    async fn a_failure_ends_the_round() {
        let mut answers = [Ok(500), Err(StoreError::Backend("lost".into()))].into_iter();
        assert!(purge(|| ready(answers.next().unwrap())).await.is_err());
        assert!(answers.next().is_none());
    }

    #[tokio::test]
    async fn a_round_that_failed_is_soon_tried_again_and_one_that_worked_is_not() {
        let (asked, mut asks) = tokio::sync::mpsc::unbounded_channel();
        let lost = || Err(StoreError::Unavailable("lost".into()));
        let mut answers = [lost(), Ok(500), lost(), Ok(0), Ok(0)].into_iter();
        let batch = move || {
            asked.send(()).unwrap();
            ready(answers.next().unwrap())
        };
        let again = Duration::from_millis(10);
        let rounds = tokio::spawn(rounds("all", Arc::new(Always(0)), again, batch));
        let soon = Duration::from_secs(20);
        for _ in 0..4 {
            timeout(soon, asks.recv()).await.expect("it is tried again");
        }
        assert!(timeout(50 * again, asks.recv()).await.is_err(), "it does not wait for an hour");
        assert!(!rounds.is_finished());
        rounds.abort();
    }
}
