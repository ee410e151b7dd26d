//! What two parsers could read in two ways is refused, and nothing behind it is answered.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use journeys::{Database, Options, Service};

const BEHIND: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

/// Longer than a connection may be idle: one that is still open then was not closed on purpose.
const PATIENCE: Duration = Duration::from_secs(3);

/// Sends bytes over a connection of their own; answers what came back until it was closed.
fn exchange(service: &Service, bytes: &[u8]) -> String {
    let address = service.base().strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    // A service that has refused it may have closed already.
    let _ = socket.write_all(bytes);
    let (begun, mut answer, mut buffer) = (Instant::now(), Vec::new(), [0; 4096]);
    loop {
        assert!(begun.elapsed() < PATIENCE, "still open after {bytes:?}");
        match socket.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(bytes)),
        }
    }
    String::from_utf8(answer).unwrap()
}

fn statuses(answer: &str) -> Vec<&str> {
    // Behind it come the minor version and a blank.
    answer.split("HTTP/1.").skip(1).map(|answer| &answer[2..5]).collect()
}

/// Every request is sent alone, and behind one that is in order; another stands behind it.
fn refused(service: &Service, requests: &[String]) {
    for request in requests {
        let answer = exchange(service, format!("{request}{BEHIND}").as_bytes());
        assert_eq!(statuses(&answer), ["400"], "{request:?}");
        let answer = exchange(service, format!("{BEHIND}{request}{BEHIND}").as_bytes());
        assert_eq!(statuses(&answer), ["200", "400"], "{request:?}");
    }
}

fn post(headers: &str, body: &str) -> String {
    format!("POST /api/v1/auth/anonymous HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n{body}")
}

fn service() -> (Database, Service) {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    (database, service)
}

#[test]
fn a_body_of_two_lengths_is_refused() {
    let (database, service) = service();
    let smuggled = format!("0\r\n\r\n{BEHIND}");
    refused(
        &service,
        &[
            post("Content-Length: 5\r\nTransfer-Encoding: chunked", &smuggled),
            post("Transfer-Encoding: chunked\r\nContent-Length: 5", &smuggled),
            post("Content-Length: 0\r\nContent-Length: 33", BEHIND),
            post("Content-Length: 2\r\nContent-Length: 2", "{}"),
            post("Content-Length: 2, 2", "{}"),
            post("Content-Length: +2", "{}"),
            post("Upgrade: websocket\r\nConnection: upgrade\r\nContent-Length: 2", "{}"),
            post("Content-Length: 2", "{}").replace("POST ", "CONNECT "),
            post("Content-Length : 2", "{}"),
            post("Content-Length: 2\r\n ,33", "{}"),
            post("Transfer-Encoding: identity\r\nContent-Length: 2", "{}"),
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", &smuggled),
            post("Transfer-Encoding: xchunked", &smuggled),
            post("Transfer-Encoding : chunked", &smuggled),
            post("Transfer-Encoding:\u{b}chunked", &smuggled),
            post("Transfer-Encoding: gzip, chunked", &smuggled),
            post("Transfer-Encoding: chunked", "2\n{}\r\n0\r\n\r\n"),
            post("Transfer-Encoding: chunked", "2\r\n{}\n0\r\n\r\n"),
            post("Transfer-Encoding: chunked", "2\r\n{}x\r\n0\r\n\r\n"),
            post("Transfer-Encoding: chunked", "0x2\r\n{}\r\n0\r\n\r\n"),
        ],
    );
    assert_eq!(database.count("users"), 0, "nothing was done");
}

#[test]
fn a_line_that_ends_without_a_carriage_return_is_refused() {
    let (database, service) = service();
    let whole = post("Content-Length: 2", "{}");
    let head = whole.strip_suffix("\r\n\r\n{}").unwrap();
    let mut requests: Vec<String> = head
        .match_indices("\r\n")
        .map(|(at, _)| format!("{}\n{}", &whole[..at], &whole[at + 2..]))
        .collect();
    requests.push(format!("{head}\r\n\n{{}}"));
    requests.push(format!("{head}\n\r\n{{}}"));
    requests.push(format!("{head}\n\n{{}}"));
    requests.push(format!("\n{whole}"));
    requests.push(format!("{head}\rX: y\r\n\r\n{{}}"));
    refused(&service, &requests);
    assert_eq!(database.count("users"), 0, "nothing was done");
}

#[test]
fn requests_in_order_are_answered_one_after_the_other() {
    let (database, service) = service();
    let last = BEHIND.replace("Host", "Connection: close\r\nHost");
    let requests = [
        BEHIND.to_owned(),
        post("Content-Type: application/json\r\nContent-Length: 2", "{}"),
        post(
            "Content-Type: application/json\r\nTransfer-Encoding: chunked",
            "1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n",
        ),
        last,
    ];
    let answer = exchange(&service, requests.concat().as_bytes());
    assert_eq!(statuses(&answer), ["200", "201", "201", "200"], "{answer}");
    assert_eq!(database.count("users"), 2);
}

#[test]
fn nothing_behind_the_last_request_is_answered() {
    let (_database, service) = service();
    for last in [
        BEHIND.replace("Host", "Connection: close\r\nHost"),
        "GET /livez HTTP/1.0\r\nHost: x\r\n\r\n".to_owned(),
    ] {
        let answer = exchange(&service, format!("{BEHIND}{last}{BEHIND}").as_bytes());
        assert_eq!(statuses(&answer), ["200", "200"], "{last}");
    }
}

/// The server below would wait in a loop for the first of many requests.
#[test]
fn whoever_sends_thousands_of_requests_ahead_costs_nothing() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let address = service.base().strip_prefix("http://").unwrap();
    let refused = "POST /api/v1/auth/register HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
    let mut sockets: Vec<TcpStream> =
        (0..4).map(|_| TcpStream::connect(address).unwrap()).collect();
    for socket in &mut sockets {
        socket.set_write_timeout(Some(PATIENCE)).unwrap();
        // More than the service takes in stays on its way.
        let _ = socket.write(refused.repeat(4000).as_bytes());
    }
    std::thread::sleep(Duration::from_secs(2));
    let before = service.processor_time();
    std::thread::sleep(Duration::from_secs(3));
    let spent = service.processor_time() - before;
    assert!(spent < 100, "{spent} hundredths of a second in three seconds");
}
