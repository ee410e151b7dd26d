use std::{
    fs,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{Client, Program, Service, address::listening, wait_for};

/// What operators are given, of which only the addresses are replaced.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/haproxy/haproxy.cfg");

/// Where it tells of its servers, in its folder.
const SOCKET: &str = "admin.sock";

/// Debian's HAProxy in front of some nodes, by the file that operators are given. It ends with its
/// test.
pub struct Haproxy {
    folder: TempDir,
    base: String,
    _process: Program,
}

impl Haproxy {
    /// Starts it and waits until it takes all nodes for ready. They keep their addresses from now on.
    pub fn start(nodes: &mut [&mut Service]) -> Self {
        for node in nodes.iter_mut() {
            node.stay();
        }
        let bases = nodes.iter().map(|node| node.base().trim_start_matches("http://"));
        let addresses: Vec<String> = bases.map(str::to_owned).collect();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let socket = folder.path().join(SOCKET).display().to_string();
        let (process, address) =
            start(folder.path(), |address| configuration(address, &socket, &addresses));
        let haproxy = Self { folder, base: format!("http://{address}"), _process: process };
        // It listens on its ports first.
        wait_for("its socket", || UnixStream::connect(haproxy.socket()).ok());
        for number in 1..=addresses.len() {
            haproxy.wait_for(number, true);
        }
        haproxy
    }

    /// A client of all nodes.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }

    /// Waits until it takes a node, counted from 1, for ready, or for not ready.
    pub fn wait_for(&self, number: usize, ready: bool) {
        wait_for(&format!("node {number}, ready={ready}"), || {
            (self.is_ready(number) == ready).then_some(())
        });
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

    fn socket(&self) -> PathBuf {
        self.folder.path().join(SOCKET)
    }

    fn statistics(&self) -> String {
        let mut socket = UnixStream::connect(self.socket()).expect("haproxy runs");
        socket.write_all(b"show stat\n").expect("haproxy listens");
        let mut text = String::new();
        socket.read_to_string(&mut text).expect("haproxy answers");
        text
    }
}

/// Starts a HAProxy by the configuration for the address that it is given.
pub(crate) fn start(folder: &Path, configuration: impl Fn(&str) -> String) -> (Program, String) {
    listening(|address| {
        let file = folder.join("haproxy.cfg");
        fs::write(&file, configuration(address)).expect("a file");
        let mut command = Command::new("haproxy");
        command.args(["-db", "-f"]).arg(file).stdout(Stdio::null());
        command
    })
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
