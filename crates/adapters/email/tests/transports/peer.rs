use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A server in a process and a folder of its own. It ends when it is dropped.
pub struct Peer {
    process: Child,
    folder: TempDir,
    ports: Value,
}

impl Peer {
    pub fn smtp() -> Self {
        Self::start("smtp_server.py")
    }

    pub fn resend() -> Self {
        Self::start("resend_server.py")
    }

    fn start(script: &str) -> Self {
        let python = std::env::var("BOOKPLATE_TEST_PYTHON").expect(
            "BOOKPLATE_TEST_PYTHON names a Python with aiosmtpd; run the tests by tests/run",
        );
        let scripts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/peers");
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(python)
            .arg(format!("{scripts}/{script}"))
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        Self { process, folder, ports: serde_json::from_str(&line).expect("the ports") }
    }

    pub fn port(&self, name: &str) -> u16 {
        u16::try_from(self.ports[name].as_u64().unwrap()).unwrap()
    }

    pub fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    /// Says how the next requests go wrong.
    pub fn inject(&self, faults: &[Value]) {
        let lines: Vec<String> = faults.iter().map(Value::to_string).collect();
        fs::write(self.folder.path().join("faults.jsonl"), lines.join("\n")).unwrap();
    }

    /// The mails that were taken, the oldest first.
    pub fn mails(&self) -> Vec<Value> {
        self.lines("mails.jsonl")
    }

    /// The lines of a file, which may not be there yet.
    pub fn lines(&self, name: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
