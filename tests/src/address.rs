use std::{
    net::{TcpListener, TcpStream},
    process::Command,
    thread,
    time::Instant,
};

use crate::{
    Program,
    patience::{PATIENCE, PAUSE},
};

/// How often another program may take the port between the search and the start.
const TRIES: u32 = 5;

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

/// Starts a program that is told where to listen, waits until it does, and answers where that is.
pub fn listening(command: impl Fn(&str) -> Command) -> (Program, String) {
    for _ in 0..TRIES {
        let address = format!("127.0.0.1:{}", free_port());
        let mut process = Program::start(&mut command(&address));
        let begun = Instant::now();
        while !process.has_ended() {
            if TcpStream::connect(&address).is_ok() {
                return (process, address);
            }
            assert!(begun.elapsed() < PATIENCE, "nothing listens at {address}");
            thread::sleep(PAUSE);
        }
    }
    panic!("what should listen ends at once");
}
