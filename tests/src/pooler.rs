use std::{
    fs,
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{Program, program::unprivileged};

/// pgbouncer in transaction mode before a PostgreSQL, as Debian sets it up but for its addresses.
pub struct Pooler {
    address: String,
    _process: Program,
    _folder: TempDir,
}

impl Pooler {
    /// How many connections of the server it uses at once.
    pub const CONNECTIONS: usize = 4;

    /// Starts one before the server of a URL.
    pub fn before(url: &str) -> Self {
        Self::start(url, "")
    }

    /// The same, which takes what clients set at the start and heeds none of it: so nobody is told that
    /// it is there.
    pub fn silently_before(url: &str) -> Self {
        Self::start(url, "ignore_startup_parameters = options,extra_float_digits\n")
    }

    fn start(url: &str, more: &str) -> Self {
        let (host, port) = host_and_port(url);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let own = free_port();
        let path = folder.path().display();
        let config = format!(
            "[databases]\n* = host={host} port={port}\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {own}\nunix_socket_dir =\n\
             auth_type = trust\nauth_file = {path}/users\nlogfile = {path}/log\n\
             pool_mode = transaction\ndefault_pool_size = {}\nmax_client_conn = 500\n{more}",
            Self::CONNECTIONS
        );
        fs::write(folder.path().join("config"), config).expect("a file");
        fs::write(folder.path().join("users"), "\"bookplate\" \"\"\n").expect("a file");
        let mut command = unprivileged(folder.path(), "pgbouncer");
        let process = Program::start(command.arg("--quiet").arg(folder.path().join("config")));
        let address = format!("127.0.0.1:{own}");
        let begun = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "pgbouncer does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { address, _process: process, _folder: folder }
    }

    /// The same database by way of the pooler.
    pub fn url(&self, url: &str) -> String {
        at(url, &self.address)
    }
}

/// A URL of PostgreSQL's, at another address.
pub fn at(url: &str, address: &str) -> String {
    let (start, rest) = url.split_once('@').expect("a user");
    let (_, name) = rest.split_once('/').expect("a database");
    format!("{start}@{address}/{name}")
}

/// Where a URL of PostgreSQL's leads.
pub fn host_and_port(url: &str) -> (&str, &str) {
    let (_, rest) = url.split_once('@').expect("a user");
    let (address, _) = rest.split_once('/').expect("a database");
    address.split_once(':').expect("a port")
}

/// A port that nobody has just now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
