use bookplate_domain::mail::Mailer;
use bookplate_email::{SmtpLogin, SmtpOptions, SmtpTls, SmtpTransport};
use serde_json::{Value, json};

use crate::{
    letters::{from, letter, renderer},
    peer::Peer,
};

pub fn options(peer: &Peer, tls: SmtpTls) -> SmtpOptions {
    let (port, private) = match tls {
        SmtpTls::None => ("plain", false),
        SmtpTls::StartTls => ("starttls", true),
        SmtpTls::Implicit => ("implicit", true),
    };
    SmtpOptions {
        host: "localhost".to_owned(),
        port: peer.port(port),
        tls,
        login: private.then(|| SmtpLogin {
            user: "bookplate".to_owned(),
            password: "a real password".into(),
        }),
        certificates: private.then(|| peer.file("ca.pem")),
    }
}

pub fn transport(options: SmtpOptions) -> SmtpTransport {
    SmtpTransport::new(options, from(), renderer()).unwrap()
}

pub fn header<'a>(mail: &'a Value, name: &str) -> &'a str {
    let headers = mail["headers"].as_array().unwrap();
    let mut named = headers.iter().filter(|header| header[0] == name);
    let value = named.next().expect(name)[1].as_str().unwrap();
    assert!(named.next().is_none(), "{name} twice");
    value
}

#[tokio::test]
async fn a_mail_arrives_once_in_each_mode_with_both_parts() {
    let peer = Peer::smtp();
    let mode = [SmtpTls::None, SmtpTls::StartTls, SmtpTls::Implicit];
    for (number, tls) in mode.into_iter().enumerate() {
        let letter = letter(number as u128, "Ada@example.com");
        transport(options(&peer, tls)).send(&letter).await.unwrap();

        let mails = peer.mails();
        assert_eq!(mails.len(), number + 1, "{tls:?}");
        let (mail, private) = (&mails[number], tls != SmtpTls::None);
        assert_eq!(mail["tls"], private);
        assert_eq!(mail["login"], json!(private.then_some("bookplate")));
        assert_eq!(mail["mail_from"], "accounts@inkwell.example");
        assert_eq!(mail["rcpt_tos"], json!(["Ada@example.com"]));
        assert_eq!(mail["type"], "multipart/alternative");

        let rendered = renderer().render(&letter).unwrap();
        assert_eq!(header(mail, "Subject"), rendered.subject);
        let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
        assert_eq!(lines(mail["text"].as_str().unwrap()), lines(&rendered.text));
        assert_eq!(lines(mail["html"].as_str().unwrap()), lines(&rendered.html));
        assert!(rendered.text.contains("#token=bp_ve_"));

        let from = header(mail, "From");
        assert!(from.contains("Tinte & Füller") && from.contains("<accounts@inkwell.example>"));
        assert_eq!(header(mail, "To"), "Ada@example.com");
        let id = format!("<{}@inkwell.example>", letter.id);
        assert_eq!(header(mail, "Message-ID"), id);
        assert_eq!(header(mail, "Auto-Submitted"), "auto-generated");
        assert!(header(mail, "Date").ends_with("+0000"));
    }
}

#[tokio::test]
async fn a_repetition_has_the_same_message_id_and_many_mails_share_a_connection() {
    let peer = Peer::smtp();
    let transport = transport(options(&peer, SmtpTls::StartTls));
    for _ in 0..5 {
        transport.send(&letter(1, "ada@example.com")).await.unwrap();
    }
    let mails = peer.mails();
    assert_eq!(mails.len(), 5);
    let first = header(&mails[0], "Message-ID");
    assert!(mails.iter().all(|mail| header(mail, "Message-ID") == first));
    assert!(mails.iter().all(|mail| mail["peer"] == mails[0]["peer"]));
}

#[tokio::test]
async fn an_address_beyond_ascii_goes_where_the_server_knows_how() {
    let peer = Peer::smtp();
    let private = transport(options(&peer, SmtpTls::Implicit));
    private.send(&letter(1, "jörg@bücher.example")).await.unwrap();
    // Only the domain is beyond ASCII: that needs no SMTPUTF8.
    let plain = transport(options(&peer, SmtpTls::None));
    plain.send(&letter(2, "ada@bücher.example")).await.unwrap();

    let recipients: Vec<Value> = peer.mails().iter().map(|m| m["rcpt_tos"][0].clone()).collect();
    assert_eq!(recipients, ["jörg@xn--bcher-kva.example", "ada@xn--bcher-kva.example"]);
}
