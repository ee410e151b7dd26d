use std::fs;

use tempfile::TempDir;

// For those beside it that have it from here.
pub(crate) use crate::address::{at, free_port, host_and_port};
use crate::{Program, address::listening, program::unprivileged};

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
        let path = folder.path().display();
        fs::write(folder.path().join("users"), "\"bookplate\" \"\"\n").expect("a file");
        let (process, address) = listening(|address| {
            let (_, own) = address.split_once(':').expect("a port");
            let config = format!(
                "[databases]\n* = host={host} port={port}\n\
                 [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {own}\nunix_socket_dir =\n\
                 auth_type = trust\nauth_file = {path}/users\nlogfile = {path}/log\n\
                 pool_mode = transaction\ndefault_pool_size = {}\nmax_client_conn = 500\n{more}",
                Self::CONNECTIONS
            );
            let file = folder.path().join("config");
            fs::write(&file, config).expect("a file");
            let mut command = unprivileged(folder.path(), "pgbouncer");
            command.arg("--quiet").arg(file);
            command
        });
        Self { address, _process: process, _folder: folder }
    }

    /// The same database by way of the pooler.
    pub fn url(&self, url: &str) -> String {
        at(url, &self.address)
    }
}
