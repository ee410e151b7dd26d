use std::time::Duration;

use serde_json::Value;

use crate::{Options, peer::Peer};

/// A server that speaks Resend's API; `tests/peers/resend_server.py` says more.
pub struct ResendServer {
    peer: Peer,
    port: u64,
}

impl ResendServer {
    /// Starts the server and waits until it listens.
    pub fn start() -> Self {
        let peer = Peer::start("resend_server.py");
        let port = peer.port("port");
        Self { peer, port }
    }

    /// Starts it on the port that it had. It remembers what it took.
    pub fn start_again(&mut self) {
        self.peer.start_again(self.port);
    }

    /// Stops it as a crash would.
    pub fn stop(&mut self) {
        self.peer.stop();
    }

    /// A service without limits that sends its mail here.
    pub fn options(&self) -> Options {
        Options::unlimited()
            .with("MAIL__TRANSPORT", "resend")
            .with("MAIL__FROM", "Inkwell <accounts@example.com>")
            .with("MAIL__RESEND__API_KEY", "re_real")
            .with("MAIL__RESEND__BASE_URL", &format!("http://127.0.0.1:{}", self.port))
            .with("MAIL__POLL", "1s")
    }

    /// The mails that it took, the oldest first; waits until at least `count` have come.
    pub async fn mails(&self, count: usize, patience: Duration) -> Vec<Value> {
        self.peer.mails(count, patience).await
    }

    /// Every request for a new mail or a repetition, the oldest first.
    pub fn requests(&self) -> Vec<Value> {
        self.peer.lines("requests.jsonl")
    }
}
