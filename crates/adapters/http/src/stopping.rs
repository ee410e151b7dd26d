use std::{sync::Arc, time::Duration};

use actix_web::dev::ServerHandle;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

/// How long a connection on which nothing is asked is kept open once the server ends. Whoever asks
/// again within that time is answered, and told that the connection closes: only a client that was
/// silent for so long can send into a connection that is just being closed. The server looks once a
/// second whether all are closed, so this costs nothing.
const LAST_WORD: Duration = Duration::from_millis(500);

/// How far the server is with stopping, for those who answer.
#[derive(Clone, Debug)]
pub(crate) struct Stopping(Arc<watch::Sender<Phase>>);

#[derive(Clone, Copy, Debug)]
enum Phase {
    Serving,
    /// Whoever balances is told to send nobody here any more.
    Draining,
    /// No connection is taken any more, since then.
    Ending(Instant),
}

impl Stopping {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Phase::Serving)))
    }

    /// Whether it has begun: then each answer is the last one of its connection.
    pub(crate) fn has_begun(&self) -> bool {
        !matches!(*self.0.borrow(), Phase::Serving)
    }

    /// Whoever balances is told to send nobody here any more.
    pub(crate) fn begin(&self) {
        self.0.send_if_modified(|phase| {
            let begins = matches!(phase, Phase::Serving);
            if begins {
                *phase = Phase::Draining;
            }
            begins
        });
    }

    fn end(&self) {
        self.0.send_replace(Phase::Ending(Instant::now()));
    }

    /// Returns when a connection that is silent has been so for long enough.
    pub(crate) async fn last_word(self) {
        let mut phases = self.0.subscribe();
        loop {
            let phase = *phases.borrow_and_update();
            if let Phase::Ending(since) = phase {
                return sleep_until(since + LAST_WORD).await;
            }
            // It never fails: this end of the channel is held here, too.
            let _ = phases.changed().await;
        }
    }
}

/// Stops a server from elsewhere, one step after the other.
#[derive(Clone, Debug)]
pub struct ServerStop {
    stopping: Stopping,
    server: ServerHandle,
}

impl ServerStop {
    pub(crate) fn new(stopping: Stopping, server: ServerHandle) -> Self {
        Self { stopping, server }
    }

    /// From now on `/readyz` says that the service stops, and each answer closes its connection. All
    /// else is answered as before, on new connections, too.
    pub fn begin(&self) {
        self.stopping.begin();
    }

    /// Takes no more connections. The server ends when those that are open have been answered, or
    /// when that took too long.
    pub fn end(&self) {
        self.stopping.end();
        drop(self.server.stop(true));
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{pause, timeout};

    use super::*;

    #[actix_web::test]
    async fn silence_is_kept_open_until_the_end_and_a_moment_longer() {
        pause();
        let stopping = Stopping::new();
        assert!(!stopping.has_begun());
        let mut last_word = Box::pin(stopping.clone().last_word());
        let hour = Duration::from_secs(3600);
        stopping.begin();
        assert!(stopping.has_begun());
        assert!(timeout(hour, &mut last_word).await.is_err());

        stopping.end();
        assert!(stopping.has_begun());
        assert!(timeout(LAST_WORD / 2, &mut last_word).await.is_err());
        assert!(timeout(LAST_WORD, &mut last_word).await.is_ok());
        // A drain that is asked for too late changes nothing, and who comes later waits no longer.
        stopping.begin();
        assert!(timeout(Duration::from_millis(1), stopping.last_word()).await.is_ok());
    }
}
