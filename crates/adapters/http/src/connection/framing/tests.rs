use proptest::prelude::*;

use super::*;

const PLAIN: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";

/// What the parser sees of the bytes, in pieces of so many, and where it ends.
fn passed(bytes: &[u8], piece: usize) -> (Vec<u8>, Sending) {
    let (mut framing, mut seen) = (Framing::new(), bytes.to_vec());
    for piece in seen.chunks_mut(piece) {
        inspect_all(&mut framing, piece);
    }
    (seen, framing.sending())
}

fn inspect_all(framing: &mut Framing, mut bytes: &mut [u8]) {
    while !bytes.is_empty() {
        let seen = framing.inspect(bytes);
        bytes = &mut bytes[seen..];
    }
}

fn requests(text: &str) -> u64 {
    let (seen, _) = passed(text.as_bytes(), usize::MAX);
    assert_eq!(seen, text.as_bytes(), "nothing is spoilt");
    let mut framing = Framing::new();
    inspect_all(&mut framing, &mut text.as_bytes().to_vec());
    assert_eq!(framing.sending(), Sending::Nothing(framing.requests), "{text:?}");
    framing.requests
}

/// The headers of a request, in every size of pieces; answers how many bytes were spoilt.
fn refused(text: &str) {
    for piece in [1, 2, 3, 7, text.len()] {
        let (seen, sending) = passed(text.as_bytes(), piece);
        assert_eq!(sending, Sending::Refused, "{text:?}");
        let spoilt = seen.iter().position(|&byte| byte == NO_TEXT).unwrap();
        assert_eq!(&seen[..spoilt], &text.as_bytes()[..spoilt]);
        assert!(seen[spoilt..].iter().all(|&byte| byte == NO_TEXT), "nothing follows: {text:?}");
    }
}

#[test]
fn requests_are_told_apart_by_what_their_heads_say() {
    assert_eq!(requests(""), 0);
    assert_eq!(requests(PLAIN), 1);
    assert_eq!(requests(&format!("\r\n\r\n{PLAIN}\r\n{PLAIN}")), 2);
    let length = "POST / HTTP/1.1\r\ncontent-LENGTH: \t5 \r\nA: b\r\n\r\n\n\n\n\r\n";
    assert_eq!(requests(&format!("{length}{PLAIN}")), 2);
    let none = "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(requests(&format!("{none}{PLAIN}")), 2);
    let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n\
        3;a=b\r\n\nx\r\r\n00A \r\n0123456789\r\n0\r\nX: y\r\n\r\n";
    assert_eq!(requests(&format!("{chunked}{PLAIN}")), 2);
}

#[test]
fn a_line_that_ends_in_another_way_than_by_cr_lf_is_refused() {
    for text in [
        "GET / HTTP/1.1\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\n",
        "GET / HTTP/1.1\r\nHost: x\n\r\n",
        "\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\rHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",
    ] {
        refused(text);
        refused(&format!("{PLAIN}{text}"));
    }
}

#[test]
fn a_body_has_one_length() {
    for headers in [
        "Content-Length: 1\r\nContent-Length: 1",
        "Content-Length: 1\r\ncontent-length: 2",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 1",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Content-Length: 1, 1",
        "Content-Length: +1",
        "Content-Length: -1",
        "Content-Length: 0x1",
        "Content-Length: 1 1",
        "Content-Length:",
        "Content-Length: 18446744073709551616",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked\u{b}",
        "Transfer-Encoding:",
    ] {
        refused(&format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\nx"));
    }
    let blanks = " ".repeat(KEPT);
    refused(&format!("POST / HTTP/1.1\r\nContent-Length: 1{blanks}2\r\n\r\nx"));
    refused(&format!("POST / HTTP/1.1\r\nContent-Length: {blanks}2\r\n\r\nx"));
}

#[test]
fn a_connection_stays_one_of_requests() {
    refused("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n");
    for value in ["websocket", " WebSocket\t", &format!("{}websocket", " ".repeat(KEPT))] {
        refused(&format!("GET / HTTP/1.1\r\nHost: x\r\nUpgrade:{value}\r\n\r\n"));
    }
    assert_eq!(requests("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n"), 1);
}

#[test]
fn a_chunk_is_as_long_as_it_says() {
    for body in ["1\nx\r\n", "\r\n", "g\r\n", "-1\r\n", "1\r\nxy\r\n", "1\r\nx\n", "1\r\nx0\r\n"] {
        refused(&format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}"));
    }
    for size in ["11111111111111111", &format!("1;{}", "x".repeat(LONGEST_SIZE_LINE))] {
        refused(&format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n"));
    }
    refused("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n");
}

#[test]
fn it_is_told_what_is_being_sent() {
    let steps = [
        ("", Sending::Nothing(0)),
        ("\r", Sending::Head(0)),
        ("\n", Sending::Head(0)),
        ("G", Sending::Head(0)),
        ("ET / HTTP/1.1\r\n\r\n", Sending::Nothing(1)),
        ("POST / HTTP/1.1\r\nContent-Length: 2\r\n", Sending::Head(1)),
        ("\r\n", Sending::Body(1)),
        ("x", Sending::Body(1)),
        ("xP", Sending::Head(2)),
        ("UT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", Sending::Body(2)),
        ("0\r\n", Sending::Body(2)),
        ("\r\n", Sending::Nothing(3)),
        ("\r\n", Sending::Head(3)),
        ("\n", Sending::Refused),
    ];
    let mut framing = Framing::new();
    for (text, sending) in steps {
        inspect_all(&mut framing, &mut text.as_bytes().to_vec());
        assert_eq!(framing.sending(), sending, "after {text:?}");
    }
}

#[test]
fn it_stops_at_the_end_of_each_request() {
    let post = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nxx";
    let mut bytes = format!("{PLAIN}{post}\r\n{PLAIN}G").into_bytes();
    let (mut framing, mut ends, mut rest) = (Framing::new(), Vec::new(), &mut bytes[..]);
    while !rest.is_empty() {
        let seen = framing.inspect(rest);
        ends.push(seen);
        rest = &mut rest[seen..];
    }
    assert_eq!(ends, [PLAIN.len(), post.len(), PLAIN.len() + 2, 1]);
}

proptest! {
    #[test]
    fn the_pieces_make_no_difference(
        text in "(G|\r\n|\n|\r|:|Content-Length: [0-9]|Transfer-Encoding: chunked|[0-9a-f]|x| ){0,40}",
        piece in 1_usize..9,
    ) {
        prop_assert_eq!(passed(text.as_bytes(), piece), passed(text.as_bytes(), usize::MAX));
    }
}
