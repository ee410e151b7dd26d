use std::{
    fs,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// How often another program may take the port between the search and the start.
const TRIES: u32 = 5;
const PATIENCE: Duration = Duration::from_secs(10);

/// A proxy in front of a service. It listens at [`HaProxy::ADDRESS`] and asks from
/// [`HaProxy::SOURCE`], while clients of this machine come from 127.0.0.1.
pub struct HaProxy {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl HaProxy {
    /// Where it listens.
    pub const ADDRESS: &str = "127.0.0.2";
    /// Where it comes from.
    pub const SOURCE: &str = "127.0.0.3";

    /// Starts one with these lines for every request.
    pub fn start(service: &str, lines: &str) -> Self {
        for _ in 0..TRIES {
            let free = TcpListener::bind((Self::ADDRESS, 0)).unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("haproxy.cfg");
            let (address, source) = (Self::ADDRESS, Self::SOURCE);
            let text = format!(
                "defaults\n mode http\n timeout connect 5s\n timeout client 30s\n timeout server \
                 30s\nlisten front\n bind {address}:{port}\n {lines}\n server service {service} \
                 source {source}\n"
            );
            fs::write(&file, text).unwrap();
            let process = Command::new("haproxy")
                .args(["-db", "-f"])
                .arg(&file)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap_or_else(|error| panic!("haproxy, by tests/run: {error}"));
            let mut proxy = Self { process, port, _folder: folder };
            if proxy.listens() {
                return proxy;
            }
        }
        panic!("haproxy does not start");
    }

    fn listens(&mut self) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            if TcpStream::connect((Self::ADDRESS, self.port)).is_ok() {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// Where a browser would find it.
    pub fn url(&self) -> String {
        format!("http://{}:{}", Self::ADDRESS, self.port)
    }
}

impl Drop for HaProxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
