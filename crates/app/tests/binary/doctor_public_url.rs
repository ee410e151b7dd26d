//! The doctor at a public URL where somebody else is, or nobody.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use bookplate_crypto::SystemClock;
use bookplate_domain::shared::Clock;
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

use crate::{
    doctor::{found, insist, insist_on, operator},
    process::{GOOD_SECRET, Operator},
};

/// Somebody who gives this answer to everybody, as long as the tests run.
fn who_answers(answer: impl Fn() -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            say(stream.unwrap(), &answer());
        }
    });
    origin
}

fn say(mut stream: TcpStream, answer: &str) {
    let mut head = [0; 4096];
    // A client that only tries to connect says nothing.
    let _ = stream.read(&mut head);
    let _ = stream.write_all(answer.as_bytes());
}

fn installed_at(url: &str) -> Operator {
    let operator = operator().with("secret", GOOD_SECRET);
    operator.run(&["migrate", "up"]).succeeded();
    operator.with("server.public_url", url)
}

#[test]
fn where_nobody_listens_that_is_a_warning_or_in_production_an_error() {
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let operator = installed_at(&format!("http://{dead}"));
    let ran = operator.run(&["doctor", "--json"]);
    for check in ["public_url", "jwks", "proxies"] {
        insist_on(&ran, check, "warning", "does the service run?");
    }
    let operator = operator
        .with("server.mode", "production")
        .with("mail.transport", "smtp")
        .with("mail.from", "a@example.com")
        .with("mail.smtp.host", "127.0.0.1")
        .with("mail.smtp.port", "1")
        .with("mail.smtp.tls", "none");
    insist(&operator, "jwks", "error", "does the service run?");
}

#[test]
fn a_web_page_and_a_redirect_are_called_what_they_are() {
    let page = || {
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\
                   Connection: close\r\n\r\n<html>"
            .to_owned()
    };
    let operator = installed_at(&who_answers(page));
    let ran = operator.run(&["doctor", "--json"]);
    for check in ["public_url", "jwks", "proxies"] {
        insist_on(&ran, check, "error", "another service is there");
    }
    let redirect = || {
        "HTTP/1.1 308 Permanent Redirect\r\nLocation: https://www.example.com/\r\n\
                       Content-Length: 0\r\nConnection: close\r\n\r\n"
            .to_owned()
    };
    let operator = operator.with("server.public_url", &who_answers(redirect));
    let ran = operator.run(&["doctor", "--json"]);
    for check in ["public_url", "jwks", "proxies"] {
        insist_on(&ran, check, "error", "redirects to https://www.example.com/");
    }
    // Nothing was made for the question, neither a visitor nor the key that signs a visitor's tokens.
    assert_eq!(operator.run(&["keys", "list"]).succeeded(), "");
}

#[test]
fn what_is_no_tls_is_not_taken_for_nobody() {
    let plain = who_answers(|| "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".to_owned());
    let operator = installed_at(&plain.replace("http://", "https://"));
    let ran = operator.run(&["doctor", "--json"]);
    assert_eq!(ran.code(), 1);
    let (status, detail) = found(&ran, "public_url");
    assert_eq!(status, "error");
    assert!(!detail.contains("nobody listens"), "{detail}");
}

#[test]
fn another_installation_is_told_by_its_keys_and_its_database() {
    let other = operator().with("secret", GOOD_SECRET);
    let service = other.serve();
    let operator = operator().with("secret", GOOD_SECRET);
    operator.serve().terminate();
    let operator = operator.with("server.public_url", &format!("http://{}", service.address()));
    let ran = operator.run(&["doctor", "--json"]);
    insist_on(&ran, "public_url", "ok", "is ready");
    insist_on(&ran, "jwks", "error", "is in this database and not published");
    insist_on(&ran, "proxies", "error", "works on another database");
    assert_eq!(operator.run(&["users", "list"]).succeeded(), "");
}

#[test]
fn a_clock_that_is_wrong_is_told_by_how_much() {
    let off_by = |seconds: i64| {
        who_answers(move || {
            let now = SystemClock.now().unix_seconds() + seconds;
            let date = OffsetDateTime::from_unix_timestamp(now).unwrap();
            let date = date.format(&Rfc2822).unwrap().replace("+0000", "GMT");
            format!(
                "HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        })
    };
    for (seconds, status, says) in [
        (0, "ok", "agree within a second"),
        (4, "warning", "ahead of this machine"),
        (60, "error", "ahead of this machine"),
        (-60, "error", "behind this machine"),
    ] {
        let operator = operator().with("server.public_url", &off_by(seconds));
        insist(&operator, "clock", status, says);
    }
}

#[test]
fn a_service_that_answers_otherwise_leaves_no_visitor_behind() {
    let operator = operator().with("secret", GOOD_SECRET);
    operator.serve().terminate();
    let empty = || {
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\
         Connection: close\r\n\r\n{}"
            .to_owned()
    };
    let operator = operator.with("server.public_url", &who_answers(empty));
    let ran = operator.run(&["doctor", "--json"]);
    insist_on(&ran, "public_url", "error", "and not by this service");
    insist_on(&ran, "jwks", "error", "is answered with 200, and not with keys");
    insist_on(&ran, "proxies", "error", "is answered with 200, not with 204");
    assert_eq!(operator.run(&["users", "list"]).succeeded(), "");
}

#[test]
fn one_who_never_answers_holds_up_nobody_for_long() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let operator = installed_at(&format!("http://{}", mute.local_addr().unwrap()));
    let begun = Instant::now();
    let ran = operator.run(&["doctor", "--json"]);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(ran.code(), 1);
    for check in ["public_url", "jwks", "proxies"] {
        assert_eq!(found(&ran, check).0, "error", "{ran:?}");
    }
    assert_eq!(found(&ran, "migrations").0, "ok", "{ran:?}");
}
