use std::{sync::Arc, time::Duration};

use bookplate_limits::GovernorLimiter;

/// How often counts that are whole again are thrown away.
const PAUSE: Duration = Duration::from_secs(30);

/// Keeps the counts of limits from growing without end. Runs until it is aborted.
pub async fn run(limits: Arc<GovernorLimiter>) {
    let mut timer = tokio::time::interval(PAUSE);
    loop {
        timer.tick().await;
        limits.sweep();
    }
}
