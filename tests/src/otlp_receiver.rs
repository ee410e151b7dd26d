use std::time::{Duration, Instant};

use serde_json::Value;

use crate::peer::Peer;

/// Takes spans by OTLP over HTTP; `tests/peers/otlp_receiver.py` says what it tells of each.
pub struct OtlpReceiver {
    peer: Peer,
    port: u64,
}

impl OtlpReceiver {
    /// Starts it and waits until it listens.
    pub fn start() -> Self {
        let peer = Peer::start("otlp_receiver.py");
        let port = peer.port("http");
        Self { peer, port }
    }

    /// Stops it as a crash would.
    pub fn stop(&mut self) {
        self.peer.stop();
    }

    /// Starts it on the port that it had.
    pub fn start_again(&mut self) {
        self.peer.start_again(self.port);
    }

    /// What `telemetry.otlp_endpoint` is to be.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The spans that it has taken.
    pub fn spans(&self) -> Vec<Value> {
        self.peer.lines("spans.jsonl")
    }

    /// The first span that is as asked for, and waits until it is there.
    pub async fn span(&self, is_it: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let spans = self.spans();
            if let Some(span) = spans.iter().find(|span| is_it(span)) {
                return span.clone();
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "no such span: {spans:#?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
