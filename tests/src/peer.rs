use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{needed, node_script::node};

/// A server of `tests/peers`, in Python or for Node, in a process of its own. It ends when this is
/// dropped.
pub struct Peer {
    script: &'static str,
    folder: TempDir,
    process: Option<Child>,
    ports: Value,
}

impl Peer {
    /// Starts a server and waits until it listens.
    pub fn start(script: &'static str) -> Self {
        Self::start_with(script, &[])
    }

    /// The same with files that it finds in its folder from the beginning.
    pub fn start_with(script: &'static str, files: &[(&str, Value)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut peer = Self { script, folder, process: None, ports: Value::Null };
        for (name, content) in files {
            peer.write(name, content);
        }
        peer.run("0");
        peer
    }

    /// Starts it again on a port that it had.
    pub fn start_again(&mut self, port: u64) {
        self.run(&port.to_string());
    }

    fn run(&mut self, port: &str) {
        let mut command = if self.script.ends_with(".mjs") {
            node(self.script, self.folder.path())
        } else {
            let mut python = Command::new(needed("BOOKPLATE_TEST_PYTHON"));
            python.arg(format!("{}/peers/{}", env!("CARGO_MANIFEST_DIR"), self.script));
            python
        };
        let mut process = command
            .arg(self.folder.path())
            .arg(port)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut line).expect("text");
        self.process = Some(process);
        self.ports = serde_json::from_str(&line).expect("the ports");
    }

    /// Stops it as a crash would.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// A port by its name.
    pub fn port(&self, name: &str) -> u64 {
        self.ports[name].as_u64().expect("a port")
    }

    /// A file that it wrote.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that it reads. It never finds half of one.
    pub fn write(&self, name: &str, content: &Value) {
        let draft = self.file("draft");
        fs::write(&draft, content.to_string()).expect("a file");
        fs::rename(draft, self.file(name)).expect("a file");
    }

    /// The lines that it has written whole into a file so far.
    pub fn lines(&self, name: &str) -> Vec<Value> {
        lines(&self.file(name))
    }

    /// The mails that it took, the oldest first; waits until at least `count` have come.
    pub async fn mails(&self, count: usize, patience: Duration) -> Vec<Value> {
        let begun = std::time::Instant::now();
        loop {
            let mails = self.lines("mails.jsonl");
            if mails.len() >= count {
                return mails;
            }
            assert!(begun.elapsed() < patience, "{} of {count} mails came", mails.len());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn lines(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    whole.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.stop();
    }
}
