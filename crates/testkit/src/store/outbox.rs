use std::time::Duration;

use bookplate_domain::{
    mail::{Mail, OutboxMail},
    shared::{Locale, MailId, Timestamp},
    users::TokenPurpose,
};

use super::{Subject, keep};
use crate::{a_locale, a_mail, a_moment, a_token_id};

const LEASE: Duration = Duration::from_secs(60);

async fn insert(store: &Subject, mails: &[&OutboxMail]) {
    keep(store, async |tx| {
        for mail in mails {
            tx.outbox().insert(mail).await.unwrap();
        }
    })
    .await;
}

async fn claim(store: &Subject, now: Timestamp, count: u32) -> Vec<OutboxMail> {
    keep(store, async |tx| {
        let outbox = tx.outbox();
        outbox.claim(now, now.plus(LEASE), count).await.unwrap()
    })
    .await
}

async fn claimed_ids(store: &Subject, now: Timestamp, count: u32) -> Vec<MailId> {
    let claimed = claim(store, now, count).await;
    claimed.into_iter().map(|mail| mail.id).collect()
}

fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

fn due_at(seconds: u64) -> OutboxMail {
    OutboxMail { due_at: at(seconds), ..a_mail() }
}

pub async fn every_mail_reads_back_as_it_was_written(store: Subject) {
    let device = || Some("\"Büchers\" {Browser} 日本語".to_owned());
    let (token, at) = (a_token_id(), a_moment());
    let expires_at = at.plus(Duration::from_millis(1));
    let verify = |purpose| Mail::VerifyEmail {
        purpose,
        token: a_token_id(),
        expires_at: Timestamp::from_unix_millis(i64::MAX),
    };
    for mail in [
        verify(TokenPurpose::ConfirmRegistration),
        verify(TokenPurpose::VerifyEmail),
        Mail::AddressAlreadyRegistered,
        Mail::Welcome,
        Mail::ResetPassword { token, expires_at },
        Mail::PasswordChanged { at },
        Mail::ConfirmEmailChange { token, expires_at },
        Mail::EmailChangeRequested { new: "Zoë@example.com".to_owned(), token, expires_at },
        Mail::NewDevice { device: None, at },
        Mail::NewDevice { device: device(), at },
        Mail::SignInMethodAdded { provider: "Bücher & Söhne".to_owned(), at },
        Mail::SignInMethodRemoved { provider: None, at },
        Mail::SignInMethodRemoved { provider: device(), at },
        Mail::SessionEndedAfterReuse { device: None, at },
        Mail::SessionEndedAfterReuse { device: device(), at },
        Mail::AccountSuspended { at, until: None },
        Mail::AccountSuspended { at, until: Some(expires_at) },
        Mail::Invitation { token, expires_at },
        Mail::Goodbye,
    ] {
        reads_back(&store, OutboxMail { mail, ..a_mail() }).await;
    }
    for locale in [
        Locale::default(),
        Locale { language: None, ..a_locale() },
        Locale { time_zone: None, ..a_locale() },
    ] {
        reads_back(&store, OutboxMail { locale, ..a_mail() }).await;
    }
}

async fn reads_back(store: &Subject, written: OutboxMail) {
    insert(store, &[&written]).await;
    let mut claimed = claim(store, a_moment(), 10).await;
    // How a claim hides a mail is the store's own affair.
    claimed.iter_mut().for_each(|mail| mail.due_at = a_moment());
    let expected = OutboxMail { attempts: 1, ..written };
    assert_eq!(claimed, [expected]);
}

pub async fn due_mails_are_claimed_oldest_first(store: Subject) {
    let (third, first, second) = (due_at(3), due_at(1), due_at(2));
    insert(&store, &[&third, &first, &second]).await;
    assert_eq!(claimed_ids(&store, at(9), 1).await, [first.id]);
    let rest = claimed_ids(&store, at(9), 9).await;
    assert_eq!(rest, [second.id, third.id]);
}

pub async fn no_more_than_asked_for_is_claimed(store: Subject) {
    let mails = [1, 2, 3].map(due_at);
    insert(&store, &mails.each_ref()).await;
    assert_eq!(claimed_ids(&store, at(9), 0).await, []);
    assert_eq!(claimed_ids(&store, at(9), 2).await.len(), 2);
    assert_eq!(claimed_ids(&store, at(9), 2).await.len(), 1);
}

pub async fn a_mail_is_not_claimed_before_it_is_due(store: Subject) {
    let mail = due_at(10);
    insert(&store, &[&mail]).await;
    let just_before = Timestamp::from_unix_millis(at(10).unix_millis() - 1);
    assert_eq!(claimed_ids(&store, just_before, 9).await, []);
    assert_eq!(claimed_ids(&store, at(10), 9).await, [mail.id]);
}

pub async fn a_claimed_mail_is_hidden_until_its_lease_ends(store: Subject) {
    let mail = a_mail();
    insert(&store, &[&mail]).await;
    assert_eq!(claimed_ids(&store, at(0), 9).await, [mail.id]);
    assert_eq!(claimed_ids(&store, at(0), 9).await, []);
    assert_eq!(claimed_ids(&store, at(59), 9).await, []);
    assert_eq!(claimed_ids(&store, at(60), 9).await, [mail.id]);
}

pub async fn each_claim_counts_as_an_attempt(store: Subject) {
    insert(&store, &[&a_mail()]).await;
    for attempt in 1..=12 {
        let claimed = claim(&store, at(60 * u64::from(attempt)), 9).await;
        assert_eq!(claimed[0].attempts, attempt);
    }
}

pub async fn a_postponed_mail_is_due_when_told_and_not_before(store: Subject) {
    for (due, too_early) in [(5, 4), (500, 499)] {
        let mail = a_mail();
        insert(&store, &[&mail]).await;
        assert_eq!(claimed_ids(&store, at(0), 9).await, [mail.id]);
        keep(&store, async |tx| {
            let why = "451 пробуйте позже";
            tx.outbox().postpone(mail.id, at(due), why).await.unwrap();
        })
        .await;
        assert_eq!(claimed_ids(&store, at(too_early), 9).await, []);
        let claimed = claim(&store, at(due), 9).await;
        assert_eq!((claimed.len(), claimed[0].id), (1, mail.id));
        assert_eq!(claimed[0].attempts, 2);
        keep(&store, async |tx| {
            tx.outbox().delivered(mail.id, at(due)).await.unwrap();
        })
        .await;
    }
}

pub async fn a_released_mail_is_due_when_told_and_the_attempt_does_not_count(store: Subject) {
    let mail = a_mail();
    insert(&store, &[&mail]).await;
    let release = async |due: Timestamp| {
        keep(&store, async |tx| {
            let why = "нет связи";
            tx.outbox().release(mail.id, due, why).await.unwrap();
        })
        .await;
    };
    // It was never claimed: there is no attempt to take back.
    release(at(5)).await;
    for due in [5, 500] {
        release(at(due)).await;
        assert_eq!(claimed_ids(&store, at(due - 1), 9).await, []);
        let claimed = claim(&store, at(due), 9).await;
        assert_eq!((claimed.len(), claimed[0].id, claimed[0].attempts), (1, mail.id, 1));
    }
    let second = claim(&store, at(600), 9).await;
    assert_eq!(second[0].attempts, 2);
    release(at(700)).await;
    assert_eq!(claim(&store, at(700), 9).await[0].attempts, 2);
}

pub async fn a_delivered_mail_is_never_claimed_again(store: Subject) {
    let (mail, other) = (a_mail(), a_mail());
    insert(&store, &[&mail]).await;
    claim(&store, at(0), 9).await;
    keep(&store, async |tx| {
        tx.outbox().delivered(mail.id, at(1)).await.unwrap();
        // A slower worker, whose lease had ended, comes last.
        tx.outbox().postpone(mail.id, at(2), "late").await.unwrap();
        tx.outbox().insert(&other).await.unwrap();
    })
    .await;
    let forever = Timestamp::from_unix_millis(i64::MAX);
    assert_eq!(claimed_ids(&store, forever, 9).await, [other.id]);
}

pub async fn a_buried_mail_is_never_claimed_again(store: Subject) {
    let (mail, other) = (a_mail(), a_mail());
    insert(&store, &[&mail]).await;
    claim(&store, at(0), 9).await;
    keep(&store, async |tx| {
        let why = "550 нет такого ящика";
        tx.outbox().bury(mail.id, at(1), why).await.unwrap();
        tx.outbox().postpone(mail.id, at(2), "late").await.unwrap();
        tx.outbox().insert(&other).await.unwrap();
    })
    .await;
    let forever = Timestamp::from_unix_millis(i64::MAX);
    assert_eq!(claimed_ids(&store, forever, 9).await, [other.id]);
}
