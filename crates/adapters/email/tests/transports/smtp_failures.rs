use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bookplate_domain::mail::Mailer;
use bookplate_email::{SmtpLogin, SmtpOptions, SmtpTls, SmtpTransport};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    letters::{from, letter, permanent, renderer, temporary, unavailable},
    peer::Peer,
    smtp::{options, transport},
};

const TO: &str = "ada@example.com";

/// A server that knows no STARTTLS, and what it was told.
async fn eavesdropper() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let told = heard.clone();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"220 eavesdropper\r\n").await.unwrap();
        let mut buffer = [0; 1024];
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            let text = String::from_utf8_lossy(&buffer[..count]).into_owned();
            told.lock().unwrap().push_str(&text);
            let answer = b"250-eavesdropper\r\n250 AUTH PLAIN LOGIN\r\n";
            stream.write_all(answer).await.unwrap();
        }
    });
    (port, heard)
}

#[tokio::test]
async fn without_starttls_nothing_is_said_in_clear_text() {
    let (port, heard) = eavesdropper().await;
    let transport = transport(SmtpOptions {
        host: "localhost".to_owned(),
        port,
        tls: SmtpTls::StartTls,
        login: Some(SmtpLogin { user: "bookplate".to_owned(), password: "a real password".into() }),
        certificates: None,
    });
    let (wish, why) = unavailable(transport.send(&letter(1, TO)).await);
    assert!(why.contains("STARTTLS is not supported"), "{why}");
    assert_eq!(wish, None);
    let heard = heard.lock().unwrap().to_lowercase();
    assert!(heard.starts_with("ehlo inkwell.example"), "{heard}");
    for clear in ["auth", "mail", "rcpt", "data", "ada"] {
        assert!(!heard.contains(clear), "{heard}");
    }
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let peer = Peer::smtp();
    for tls in [SmtpTls::StartTls, SmtpTls::Implicit] {
        for certificates in [None, Some(peer.file("other-ca.pem"))] {
            let options = SmtpOptions { certificates, ..options(&peer, tls) };
            let (_, why) = unavailable(transport(options).send(&letter(1, TO)).await);
            assert!(why.contains("UnknownIssuer"), "{why}");
        }
    }
    assert!(peer.mails().is_empty());
}

#[tokio::test]
async fn a_certificate_of_another_host_is_refused() {
    let peer = Peer::smtp();
    let options = SmtpOptions { host: "127.0.0.1".to_owned(), ..options(&peer, SmtpTls::StartTls) };
    let (_, why) = unavailable(transport(options).send(&letter(1, TO)).await);
    assert!(why.contains("certificate not valid for name"), "{why}");
    assert!(peer.mails().is_empty());
}

#[test]
fn a_file_without_certificates_is_refused_at_the_start() {
    for pem in ["", "nonsense", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        let options = SmtpOptions {
            host: "localhost".to_owned(),
            port: 25,
            tls: SmtpTls::StartTls,
            login: None,
            certificates: Some(pem.into()),
        };
        assert!(SmtpTransport::new(options, from(), renderer()).is_err(), "{pem}");
    }
}

#[tokio::test]
async fn a_wrong_password_of_ours_buries_no_mail_and_is_not_told() {
    let peer = Peer::smtp();
    let mut options = options(&peer, SmtpTls::StartTls);
    options.login =
        Some(SmtpLogin { user: "bookplate".to_owned(), password: "hunter2hunter2".into() });
    let transport = transport(options);
    let (_, why) = unavailable(transport.send(&letter(1, TO)).await);
    assert!(why.contains("535") && !why.contains("hunter2"), "{why}");
    assert!(!format!("{transport:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_refused_recipient_is_for_good_and_a_busy_server_is_not() {
    let peer = Peer::smtp();
    let transport = transport(options(&peer, SmtpTls::StartTls));
    let refused = permanent(transport.send(&letter(1, "550-ada@example.com")).await);
    assert!(refused.contains("550") && !refused.contains("ada"), "{refused}");
    for about_the_mail in ["500-ada@example.com", "503-ada@example.com"] {
        // The server stumbles over an address: that must not hold up everybody's mail.
        let why = permanent(transport.send(&letter(5, about_the_mail)).await);
        assert!(why.contains("50"), "{why}");
    }
    unavailable(transport.send(&letter(6, "421-ada@example.com")).await);
    let (_, busy) = temporary(transport.send(&letter(2, "451-ada@example.com")).await);
    assert!(busy.contains("451") && !busy.contains("ada"), "{busy}");

    transport.send(&letter(3, TO)).await.unwrap();
    assert_eq!(peer.mails().len(), 1);
}

#[tokio::test]
async fn an_address_that_a_server_cannot_write_to_is_refused_for_good() {
    let peer = Peer::smtp();
    let transport = transport(options(&peer, SmtpTls::None));
    let why = permanent(transport.send(&letter(1, "jörg@example.com")).await);
    assert!(why.contains("SMTPUTF8"), "{why}");
}

#[tokio::test]
async fn a_server_that_is_gone_is_asked_again() {
    let peer = Peer::smtp();
    let options = options(&peer, SmtpTls::None);
    let transport = transport(options);
    transport.send(&letter(1, TO)).await.unwrap();
    drop(peer);
    let (wish, _) = unavailable(transport.send(&letter(2, TO)).await);
    assert_eq!(wish, None);
}

#[tokio::test]
async fn a_mail_that_was_given_up_does_not_disturb_the_next() {
    let peer = Peer::smtp();
    let transport = transport(options(&peer, SmtpTls::StartTls));
    transport.send(&letter(1, TO)).await.unwrap();
    let begun = Instant::now();
    temporary(transport.send(&letter(2, "mute@example.com")).await);
    let waited = begun.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(14)).contains(&waited), "{waited:?}");
    transport.send(&letter(3, TO)).await.unwrap();
    permanent(transport.send(&letter(4, "550-ada@example.com")).await);

    let mails = peer.mails();
    assert_eq!(mails.len(), 2);
    assert_ne!(mails[0]["peer"], mails[1]["peer"]);
}
