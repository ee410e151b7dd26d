//! Every mail there is, in every language, over the wire.

use bookplate_domain::{
    mail::{Letter, Mailer},
    shared::{LanguageTag, Locale, MailId},
};
use bookplate_email::{KINDS, Renderer, SmtpTls, sample};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    letters::renderer,
    peer::Peer,
    resend,
    smtp::{header, options, transport},
};

fn every_letter(renderer: &Renderer) -> Vec<Letter> {
    let languages = renderer.languages();
    assert_eq!(languages.len(), 4);
    let locale = |language: &String| Locale {
        language: Some(LanguageTag::parse(language).unwrap()),
        time_zone: None,
    };
    let samples = languages
        .iter()
        .flat_map(|language| KINDS.map(|kind| sample(kind, locale(language)).unwrap()));
    let numbered = samples.zip(1..).map(|(letter, number)| Letter {
        id: MailId::from_uuid(Uuid::from_u128(number)),
        ..letter
    });
    numbered.collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[tokio::test]
async fn each_arrives_once_by_smtp_over_tls_with_both_parts() {
    let peer = Peer::smtp();
    let (transport, renderer) = (transport(options(&peer, SmtpTls::StartTls)), renderer());
    let letters = every_letter(&renderer);
    for letter in &letters {
        transport.send(letter).await.unwrap();
    }
    let mails = peer.mails();
    assert_eq!((letters.len(), mails.len()), (60, 60));
    for (letter, mail) in letters.iter().zip(&mails) {
        let rendered = renderer.render(letter).unwrap();
        assert_eq!(mail["tls"], true);
        assert_eq!(mail["type"], "multipart/alternative");
        assert_eq!(header(mail, "Subject"), rendered.subject);
        assert_eq!(lines(mail["text"].as_str().unwrap()), lines(&rendered.text));
        assert_eq!(lines(mail["html"].as_str().unwrap()), lines(&rendered.html));
        assert_eq!(mail["rcpt_tos"], serde_json::json!([letter.to]));
    }
}

#[tokio::test]
async fn each_arrives_once_by_resend_with_both_parts() {
    let peer = Peer::resend();
    let (transport, renderer) = (resend::transport(&peer, "re_real"), renderer());
    let letters = every_letter(&renderer);
    for letter in &letters {
        transport.send(letter).await.unwrap();
        // An answer that was lost: the provider knows the mail by its key.
        transport.send(letter).await.unwrap();
    }
    let mails: Vec<Value> = peer.mails();
    assert_eq!((letters.len(), mails.len()), (60, 60));
    for (letter, mail) in letters.iter().zip(&mails) {
        let rendered = renderer.render(letter).unwrap();
        assert_eq!(mail["subject"], rendered.subject);
        assert_eq!(mail["text"], rendered.text);
        assert_eq!(mail["html"], rendered.html);
        assert_eq!(mail["to"], serde_json::json!([letter.to]));
    }
}
