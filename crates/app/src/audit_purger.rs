use std::time::Duration;

use bookplate_domain::{audit::Audit, store::StoreError};
use tokio::time::sleep;

use crate::failure::Causes;

/// How often events that are too old are looked for.
const EVERY: Duration = Duration::from_secs(3600);
/// What lies between two batches is everybody else's.
const PAUSE: Duration = Duration::from_millis(100);

/// Removes the events that are older than they are kept, now and once an hour. Runs until it is
/// aborted; a batch in hand is undone then.
pub async fn run(audit: Audit) {
    loop {
        match purge(|| audit.purge_events()).await {
            Ok(0) => {}
            Ok(purged) => tracing::info!(purged, "old security events removed"),
            Err(error) => {
                tracing::error!(error = %Causes(&error), "old security events cannot be removed");
            }
        }
        sleep(EVERY).await;
    }
}

/// Takes one batch after the other until none is left, and answers how many events that were.
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

    use super::*;

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
}
