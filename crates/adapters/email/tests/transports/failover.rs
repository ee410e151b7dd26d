use std::{sync::Arc, time::Duration};

use bookplate_domain::mail::Mailer;
use bookplate_email::{Failover, SmtpTls};
use serde_json::{Value, json};

use crate::{
    letters::{letter, permanent, temporary, unavailable},
    peer::Peer,
    resend, smtp,
};

const TO: &str = "ada@example.com";

fn resend_then_smtp(first: &Peer, second: &Peer) -> Failover {
    let tls = SmtpTls::StartTls;
    Failover::new(vec![
        ("resend", Arc::new(resend::transport(first, "re_real")) as Arc<dyn Mailer>),
        ("smtp", Arc::new(smtp::transport(smtp::options(second, tls)))),
    ])
}

fn busy(seconds: u32) -> Value {
    json!({ "status": 429, "headers": { "retry-after": seconds.to_string() } })
}

#[tokio::test]
async fn the_next_is_asked_only_if_the_one_before_cannot_now() {
    let (first, second) = (Peer::resend(), Peer::smtp());
    let failover = resend_then_smtp(&first, &second);

    failover.send(&letter(1, TO)).await.unwrap();
    assert_eq!((first.mails().len(), second.mails().len()), (1, 0));

    first.inject(&[busy(60)]);
    failover.send(&letter(2, TO)).await.unwrap();
    assert_eq!((first.mails().len(), second.mails().len()), (1, 1));

    failover.send(&letter(3, TO)).await.unwrap();
    assert_eq!((first.mails().len(), second.mails().len()), (2, 1));
}

#[tokio::test]
async fn a_refusal_for_good_is_final() {
    let (first, second) = (Peer::resend(), Peer::smtp());
    let failover = resend_then_smtp(&first, &second);
    permanent(failover.send(&letter(1, "422-ada@example.com")).await);
    assert!(second.mails().is_empty());
}

#[tokio::test]
async fn if_nobody_can_be_asked_the_last_says_why() {
    let (first, second) = (Peer::resend(), Peer::resend());
    first.inject(&[busy(60), json!({ "status": 500 })]);
    second.inject(&[busy(9), busy(9)]);
    let failover = Failover::new(vec![
        ("first", Arc::new(resend::transport(&first, "re_real")) as Arc<dyn Mailer>),
        ("second", Arc::new(resend::transport(&second, "re_real"))),
    ]);
    let (wish, why) = unavailable(failover.send(&letter(1, TO)).await);
    assert!(why.contains("429"), "{why}");
    assert_eq!(wish, Some(Duration::from_secs(9)));
    // The first named no time: it may be ready before the second is.
    let (wish, _) = unavailable(failover.send(&letter(1, TO)).await);
    assert_eq!(wish, None);
}

#[tokio::test]
async fn one_that_was_asked_and_refused_the_mail_counts() {
    let (first, second) = (Peer::smtp(), Peer::resend());
    second.inject(&[busy(60)]);
    let failover = Failover::new(vec![
        (
            "smtp",
            Arc::new(smtp::transport(smtp::options(&first, SmtpTls::StartTls))) as Arc<dyn Mailer>,
        ),
        ("resend", Arc::new(resend::transport(&second, "re_real"))),
    ]);
    temporary(failover.send(&letter(1, "451-ada@example.com")).await);
}
