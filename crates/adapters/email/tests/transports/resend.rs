use std::time::{Duration, Instant};

use bookplate_domain::mail::Mailer;
use bookplate_email::{ResendOptions, ResendTransport};
use serde_json::{Value, json};

use crate::{
    letters::{from, letter, permanent, renderer, temporary, unavailable},
    peer::Peer,
};

const TO: &str = "ada@example.com";

pub fn transport(peer: &Peer, api_key: &str) -> ResendTransport {
    let options = ResendOptions {
        base_url: format!("http://127.0.0.1:{}", peer.port("port")),
        api_key: api_key.into(),
    };
    ResendTransport::new(options, from(), renderer()).unwrap()
}

fn report(status: u16, name: &str) -> Value {
    let body = json!({ "statusCode": status, "name": name, "message": "Sorry." });
    json!({ "status": status, "body": body.to_string() })
}

#[tokio::test]
async fn a_mail_arrives_with_both_parts() {
    let peer = Peer::resend();
    let letter = letter(1, "Ada@Bücher.example");
    transport(&peer, "re_real").send(&letter).await.unwrap();
    let rendered = renderer().render(&letter).unwrap();
    assert_eq!(
        peer.mails(),
        [json!({
            "from": from().to_string(),
            "to": ["Ada@xn--bcher-kva.example"],
            "subject": rendered.subject,
            "text": rendered.text,
            "html": rendered.html,
            "headers": { "Auto-Submitted": "auto-generated" },
        })]
    );
}

#[tokio::test]
async fn a_repetition_after_a_lost_answer_is_recognised() {
    let peer = Peer::resend();
    let transport = transport(&peer, "re_real");
    let mut lost = report(502, "");
    lost["taken"] = json!(true);
    peer.inject(&[lost]);
    unavailable(transport.send(&letter(1, TO)).await);
    transport.send(&letter(1, TO)).await.unwrap();
    transport.send(&letter(2, TO)).await.unwrap();

    assert_eq!(peer.mails().len(), 2);
    let keys: Vec<Value> = peer.lines("requests.jsonl").iter().map(|r| r["key"].clone()).collect();
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
    let id = letter(1, TO).id.to_string();
    assert_eq!(keys[0], id, "{keys:?}");
}

#[tokio::test]
async fn a_failure_is_about_the_mail_or_about_every_mail() {
    let peer = Peer::resend();
    let transport = transport(&peer, "re_real");
    let mut limited = report(429, "rate_limit_exceeded");
    limited["headers"] = json!({ "retry-after": "7" });
    peer.inject(&[
        limited,
        report(500, "internal_server_error"),
        report(403, "validation_error"),
        report(409, "concurrent_idempotent_requests"),
    ]);
    let (wish, _) = unavailable(transport.send(&letter(1, TO)).await);
    assert_eq!(wish, Some(Duration::from_secs(7)));
    for status in ["500", "403"] {
        let (_, why) = unavailable(transport.send(&letter(1, TO)).await);
        assert!(why.contains(status), "{why}");
    }
    let (_, why) = temporary(transport.send(&letter(1, TO)).await);
    assert!(why.contains("409"), "{why}");
    let why = permanent(transport.send(&letter(1, "422-ada@example.com")).await);
    assert!(why.contains("422") && !why.contains("ada"), "{why}");
    assert!(peer.mails().is_empty());
}

#[tokio::test]
async fn a_wrong_key_of_ours_buries_no_mail_and_is_not_told() {
    let peer = Peer::resend();
    let transport = transport(&peer, "re_hunter2");
    let (_, why) = unavailable(transport.send(&letter(1, TO)).await);
    assert!(why.contains("mail.resend.api_key"), "{why}");
    let shown = format!("{why} {transport:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (peer, other) = (Peer::resend(), Peer::resend());
    let target = format!("http://127.0.0.1:{}/emails", other.port("port"));
    peer.inject(&[json!({ "status": 307, "headers": { "location": target } })]);
    let (_, why) = unavailable(transport(&peer, "re_real").send(&letter(1, TO)).await);
    assert!(why.contains("307"), "{why}");
    assert!(other.lines("requests.jsonl").is_empty());
}

#[tokio::test]
async fn an_answer_that_is_not_theirs_has_sent_nothing() {
    let peer = Peer::resend();
    let huge = "x".repeat(8 * 1024 * 1024);
    peer.inject(&[
        json!({ "status": 200, "body": "<html>Welcome to the hotel</html>" }),
        json!({ "status": 500, "body": huge }),
    ]);
    let transport = transport(&peer, "re_real");
    for status in ["200", "500"] {
        let (_, why) = unavailable(transport.send(&letter(1, TO)).await);
        assert!(why.contains(status) && why.len() < 1000, "{why}");
    }
}

#[tokio::test]
async fn a_server_that_is_gone_or_mute_is_asked_again() {
    let peer = Peer::resend();
    let transport = transport(&peer, "re_real");
    peer.inject(&[json!({ "status": 200, "hang": true })]);
    let begun = Instant::now();
    unavailable(transport.send(&letter(1, TO)).await);
    let waited = begun.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(14)).contains(&waited), "{waited:?}");
    drop(peer);
    let (_, why) = unavailable(transport.send(&letter(1, TO)).await);
    assert!(why.to_lowercase().contains("refused") && !why.contains("http://"), "{why}");
}
