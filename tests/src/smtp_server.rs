use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

/// An SMTP server that demands STARTTLS and a login; `tests/peers/smtp_server.py` says more.
pub struct SmtpServer {
    folder: TempDir,
    process: Option<Child>,
    port: u64,
}

impl SmtpServer {
    /// The account that it knows.
    pub const USER: &str = "bookplate";
    /// The account's password.
    pub const PASSWORD: &str = "a real password";

    /// Starts the server and waits until it listens.
    pub fn start() -> Self {
        let mut server = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            process: None,
            port: 0,
        };
        server.start_again();
        server
    }

    /// Starts it on the port that it had.
    pub fn start_again(&mut self) {
        let python = std::env::var("BOOKPLATE_TEST_PYTHON").expect(
            "BOOKPLATE_TEST_PYTHON names a Python with aiosmtpd; run the tests by tests/run",
        );
        let mut process = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peers/smtp_server.py"))
            .arg(self.folder.path())
            .arg(self.port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the SMTP server starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut line).expect("text");
        self.process = Some(process);
        let ports: Value = serde_json::from_str(&line).expect("the ports");
        self.port = ports["starttls"].as_u64().expect("a port");
    }

    /// Stops it as a crash would.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Its port.
    pub fn port(&self) -> u64 {
        self.port
    }

    /// The authority that its certificate is of.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The mails that it took, the oldest first; waits until at least `count` have come.
    pub async fn mails(&self, count: usize) -> Vec<Value> {
        for _ in 0..600 {
            let file = self.folder.path().join("mails.jsonl");
            let text = fs::read_to_string(file).unwrap_or_default();
            let mails: Vec<Value> = text
                .split_inclusive('\n')
                .filter(|line| line.ends_with('\n'))
                .map(|line| serde_json::from_str(line).expect("JSON"))
                .collect();
            if mails.len() >= count {
                return mails;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} mails did not come");
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.stop();
    }
}
