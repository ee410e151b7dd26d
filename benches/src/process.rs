//! Processes that are measured.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A running server. It is killed when it is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts a command and waits until it says where it listens.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a server that starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let address = loop {
            let line = lines.next().expect("a server that says where it listens").expect("text");
            if let Some(url) = line.strip_prefix("API").map(str::trim) {
                let address = url.trim_start_matches("http://");
                let address = address.split('/').next().expect("an address");
                break address.parse().expect("an address");
            }
        };
        // Whatever else it says is read, so that it never waits for that.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// The processor time that it has used so far.
    pub fn processor_time(&self) -> Duration {
        processor_time(self.child.id())
    }

    /// Its share of the memory, in KiB: what it shares with others counts in part.
    pub fn memory(&self) -> u64 {
        let path = format!("/proc/{}/smaps_rollup", self.child.id());
        let text = fs::read_to_string(path).expect("what Linux says of memory");
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).expect("a sum");
        line.trim().trim_end_matches("kB").trim().parse().expect("a number")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User and system time of a process, all of its threads together. Linux counts it in ticks of 10 ms.
fn processor_time(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("a process");
    // The name, which may hold spaces, stands in brackets.
    let (_, fields) = stat.rsplit_once(')').expect("a name");
    let ticks = |at: usize| -> u64 {
        fields.split_whitespace().nth(at).and_then(|text| text.parse().ok()).expect("ticks")
    };
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}
