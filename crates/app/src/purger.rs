use std::time::Duration;

use bookplate_domain::store::StoreError;
use tokio::time::sleep;

use crate::failure::Causes;

/// How often it is looked for what is too old.
const EVERY: Duration = Duration::from_secs(3600);
/// What lies between two batches is everybody else's.
const PAUSE: Duration = Duration::from_millis(100);

/// Removes what is older than it is kept, now and once an hour. `batch` removes some of it, and
/// answers how much that was. Runs until it is aborted; a batch in hand is undone then.
pub async fn run<F: Future<Output = Result<u64, StoreError>>>(
    what: &'static str,
    mut batch: impl FnMut() -> F,
) {
    loop {
        match purge(&mut batch).await {
            Ok(0) => {}
            Ok(purged) => tracing::info!(what, purged, "removed what was too old"),
            Err(error) => {
                tracing::error!(what, error = %Causes(&error), "cannot remove what is too old");
            }
        }
        sleep(EVERY).await;
    }
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
