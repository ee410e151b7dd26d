//! Waits for a database that is not there yet.

use std::time::{Duration, Instant};

use bookplate_seaorm::{ConnectError, DatabaseOptions, reach};
use tokio::time::sleep;

use crate::{
    compose::unusable,
    failure::{Causes, Failure},
};

/// Before it is tried a second time; each further pause is twice as long, up to the longest.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How often the log says that it is still waited for.
const REMINDER: Duration = Duration::from_secs(30);

/// Returns when the database is there and takes writes. A database that refuses is a failure: no time
/// makes a password right.
pub async fn wait_for_database(options: &DatabaseOptions) -> Result<(), Failure> {
    let begun = Instant::now();
    let (mut pause, mut told_at) = (PAUSE, None);
    loop {
        match reach(options).await {
            Ok(()) => break,
            Err(error @ ConnectError::Unavailable(_)) => {
                if told_at.is_none_or(|at: Instant| at.elapsed() >= REMINDER) {
                    told_at = Some(Instant::now());
                    tracing::warn!(error = %Causes(&error), "waiting for the database");
                }
            }
            Err(other) => return Err(unusable(other)),
        }
        sleep(pause).await;
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
    if told_at.is_some() {
        tracing::info!(seconds = begun.elapsed().as_secs(), "the database is there");
    }
    Ok(())
}
