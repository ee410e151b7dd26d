use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    os::unix::net::UnixStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{Client, Service};

/// What operators are given, of which only the addresses are replaced.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/haproxy/haproxy.cfg");
/// How long it may take until it, or a node behind it, is there.
const PATIENCE: Duration = Duration::from_secs(20);

/// Debian's HAProxy in front of some nodes, by the file that operators are given. It ends with its
/// test.
pub struct Haproxy {
    process: Child,
    folder: TempDir,
    base: String,
}

impl Haproxy {
    /// Starts it and waits until it takes all nodes for ready. They keep their addresses from now on.
    pub fn start(nodes: &mut [&mut Service]) -> Self {
        for node in nodes.iter_mut() {
            node.stay();
        }
        let bases = nodes.iter().map(|node| node.base().trim_start_matches("http://"));
        let addresses: Vec<String> = bases.map(str::to_owned).collect();
        // Another program may take the port before it does; then it ends, and is started anew.
        let mut haproxy = (0..5)
            .find_map(|_| Self::try_start(&addresses))
            .expect("haproxy starts; it is installed by tests/run");
        for number in 1..=addresses.len() {
            haproxy.wait_for(number, true);
        }
        haproxy
    }

    fn try_start(nodes: &[String]) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("an address").to_string();
        let file = folder.path().join("haproxy.cfg");
        let socket = folder.path().join("admin.sock");
        let text = configuration(&address, &socket.display().to_string(), nodes);
        fs::write(&file, text).expect("a file");
        drop(free);
        let mut process = Command::new("haproxy")
            .args(["-db", "-f"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("haproxy is installed by tests/run");
        let begun = Instant::now();
        while UnixStream::connect(&socket).is_err() {
            if process.try_wait().expect("a process").is_some() {
                return None;
            }
            assert!(begun.elapsed() < PATIENCE, "haproxy does not start");
            thread::sleep(Duration::from_millis(20));
        }
        Some(Self { process, folder, base: format!("http://{address}") })
    }

    /// A client of all nodes.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }

    /// Waits until it takes a node, counted from 1, for ready, or for not ready.
    pub fn wait_for(&mut self, number: usize, ready: bool) {
        let begun = Instant::now();
        while self.is_ready(number) != ready {
            assert!(begun.elapsed() < PATIENCE, "node {number} does not become ready={ready}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn is_ready(&self, number: usize) -> bool {
        let name = format!("bookplate,node{number},");
        let status = self.statistics().lines().find(|line| line.starts_with(&name)).map(|line| {
            let status = line.split(',').nth(17).expect("a status");
            status.to_owned()
        });
        // While it changes its mind it says "UP 1/2".
        let status = status.expect("a line about the node");
        // Before the first check a server is taken to be up.
        status == "UP" && !self.statistics().contains("INI")
    }

    fn statistics(&self) -> String {
        let mut socket = UnixStream::connect(self.socket()).expect("haproxy runs");
        socket.write_all(b"show stat\n").expect("haproxy listens");
        let mut text = String::new();
        socket.read_to_string(&mut text).expect("haproxy answers");
        text
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("admin.sock")
    }
}

impl Drop for Haproxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The file with other addresses in it.
fn configuration(address: &str, socket: &str, nodes: &[String]) -> String {
    let text = fs::read_to_string(FILE).expect("deploy/haproxy/haproxy.cfg");
    let mut replaced = [0; 3];
    let mut lines = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["bind", ..] => {
                lines.push(format!("    bind {address}"));
                replaced[0] += 1;
            }
            ["stats", "socket", _, rest @ ..] => {
                lines.push(format!("    stats socket {socket} {}", rest.join(" ")));
                replaced[1] += 1;
            }
            ["server", ..] => {
                if let Some(node) = nodes.get(replaced[2]) {
                    replaced[2] += 1;
                    lines.push(format!("    server node{} {node}", replaced[2]));
                }
            }
            _ => lines.push(line.to_owned()),
        }
    }
    assert_eq!(replaced, [1, 1, nodes.len()], "{text}");
    lines.push(String::new());
    lines.join("\n")
}
