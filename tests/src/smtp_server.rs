use std::{path::PathBuf, time::Duration};

use serde_json::Value;

use crate::peer::Peer;

/// An SMTP server that demands STARTTLS and a login; `tests/peers/smtp_server.py` says more.
pub struct SmtpServer {
    peer: Peer,
    port: u64,
}

impl SmtpServer {
    /// The account that it knows.
    pub const USER: &str = "bookplate";
    /// The account's password.
    pub const PASSWORD: &str = "a real password";

    /// Starts the server and waits until it listens.
    pub fn start() -> Self {
        let peer = Peer::start("smtp_server.py");
        let port = peer.port("starttls");
        Self { peer, port }
    }

    /// Starts it on the port that it had.
    pub fn start_again(&mut self) {
        self.peer.start_again(self.port);
    }

    /// Stops it as a crash would.
    pub fn stop(&mut self) {
        self.peer.stop();
    }

    /// Its port.
    pub fn port(&self) -> u64 {
        self.port
    }

    /// The authority that its certificate is of.
    pub fn ca_file(&self) -> PathBuf {
        self.peer.file("ca.pem")
    }

    /// The mails that it took, the oldest first; waits until at least `count` have come.
    pub async fn mails(&self, count: usize) -> Vec<Value> {
        self.peer.mails(count, Duration::from_secs(30)).await
    }
}
