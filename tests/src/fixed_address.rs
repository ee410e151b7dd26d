use std::{
    fs,
    net::TcpStream,
    process::Command,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    Program,
    pooler::{at, free_port, host_and_port},
};

/// One address for two PostgreSQL servers: it leads to the first as long as that is up, and then to
/// the second, whether that takes writes or not. Debian's HAProxy; it ends with its test.
pub struct FixedAddress {
    url: String,
    _process: Program,
    _folder: TempDir,
}

impl FixedAddress {
    /// Stands before the servers of two URLs.
    pub fn before(first: &str, second: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let address = format!("127.0.0.1:{}", free_port());
        let server = |url| {
            let (host, port) = host_and_port(url);
            format!(
                "{host}:{port} check inter 100ms fall 1 rise 1 on-marked-down shutdown-sessions"
            )
        };
        let config = format!(
            "defaults\n    mode tcp\n    timeout connect 1s\n    timeout check 1s\n    \
             timeout client 1h\n    timeout server 1h\n\
             listen postgresql\n    bind {address}\n    server first {}\n    \
             server second {} backup\n",
            server(first),
            server(second),
        );
        let file = folder.path().join("haproxy.cfg");
        fs::write(&file, config).expect("a file");
        let process = Program::start(Command::new("haproxy").args(["-db", "-q", "-f"]).arg(file));
        let begun = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "haproxy does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { url: at(first, &address), _process: process, _folder: folder }
    }

    /// The first server's URL, at this address.
    pub fn url(&self) -> &str {
        &self.url
    }
}
