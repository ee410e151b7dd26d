use std::{
    thread,
    time::{Duration, Instant},
};

/// How long it is waited for what will come, on a machine that is busy with other tests. It is no
/// promise: one is measured by the test that tells of it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks.
pub(crate) const PAUSE: Duration = Duration::from_millis(20);

/// Looks again and again until there is something. `what` is missed if it does not come.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "this does not come: {what}");
        tokio::time::sleep(PAUSE).await;
    }
}

/// The same where nothing else is to be done meanwhile.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "this does not come: {what}");
        thread::sleep(PAUSE);
    }
}
