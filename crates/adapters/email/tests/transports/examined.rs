//! A look at a transport goes as far as a mail would, and no mail comes of it.

use std::net::TcpListener;

use bookplate_domain::shared::MailId;
use bookplate_email::{Examine, FromAddress, ResendOptions, ResendTransport, SmtpLogin, SmtpTls};
use uuid::Uuid;

use crate::{
    letters::renderer,
    peer::Peer,
    smtp::{self, header},
};

const ID: MailId = MailId::from_uuid(Uuid::from_u128(7));

#[tokio::test]
async fn a_look_connects_and_signs_in_and_sends_nothing() {
    let peer = Peer::smtp();
    for (tls, says) in [
        (SmtpTls::None, "answers in clear text, without a login"),
        (SmtpTls::StartTls, "answers by STARTTLS, logged in"),
        (SmtpTls::Implicit, "answers by TLS, logged in"),
    ] {
        let seen = smtp::transport(smtp::options(&peer, tls)).examine().await.unwrap();
        assert!(seen.ends_with(says), "{seen}");
    }
    assert!(peer.mails().is_empty());
}

#[tokio::test]
async fn a_look_says_what_is_in_the_way_and_no_password() {
    let peer = Peer::smtp();
    let mut wrong = smtp::options(&peer, SmtpTls::StartTls);
    wrong.login =
        Some(SmtpLogin { user: "bookplate".to_owned(), password: "hunter2hunter2".into() });
    let mut distrustful = smtp::options(&peer, SmtpTls::Implicit);
    distrustful.certificates = Some(peer.file("other-ca.pem"));
    let mut dead = smtp::options(&peer, SmtpTls::None);
    dead.port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (options, says) in
        [(wrong, "535"), (distrustful, "certificate"), (dead, "onnection refused")]
    {
        let error = smtp::transport(options).examine().await.unwrap_err().said();
        assert!(error.contains(says) && !error.contains("hunter2"), "{error}");
    }
}

#[tokio::test]
async fn a_trial_says_that_it_is_one() {
    let peer = Peer::smtp();
    let transport = smtp::transport(smtp::options(&peer, SmtpTls::StartTls));
    transport.send_trial(ID, "ada@example.com").await.unwrap();
    let mails = peer.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(header(&mails[0], "Subject"), "Test mail of bookplate doctor");
    for part in ["text", "html"] {
        assert!(mails[0][part].as_str().unwrap().contains("There is nothing to do."), "{mails:?}");
    }
    transport.send_trial(ID, "550-nobody@example.com").await.unwrap_err();
}

fn resend(peer: &Peer, api_key: &str, from: &str) -> ResendTransport {
    let options = ResendOptions {
        base_url: format!("http://127.0.0.1:{}", peer.port("port")),
        api_key: api_key.into(),
    };
    ResendTransport::new(options, FromAddress::parse(from).unwrap(), renderer()).unwrap()
}

#[tokio::test]
async fn resend_is_asked_for_the_key_and_the_domain() {
    let peer = Peer::resend();
    let seen = |key: &'static str, from: &'static str| {
        let transport = resend(&peer, key, from);
        async move { transport.examine().await.map_err(|error| error.said()) }
    };
    let verified = seen("re_real", "accounts@Example.com").await.unwrap();
    assert!(verified.contains("as verified"), "{verified}");
    let sending = seen("re_sending", "accounts@example.com").await.unwrap();
    assert!(sending.contains("for sending only"), "{sending}");
    for (key, from, says) in [
        ("re_real", "a@pending.example", "has not verified the domain pending.example"),
        ("re_real", "a@other.example", "does not know the domain other.example"),
        ("re_wrong", "a@example.com", "mail.resend.api_key?"),
    ] {
        let error = seen(key, from).await.unwrap_err();
        assert!(error.contains(says) && !error.contains("re_"), "{error}");
    }
    assert!(peer.mails().is_empty());
    let transport = resend(&peer, "re_real", "accounts@example.com");
    transport.send_trial(ID, "ada@example.com").await.unwrap();
    assert_eq!(peer.mails()[0]["subject"], "Test mail of bookplate doctor");
}
