//! How much the outbox still has to do.

use std::time::Duration;

use bookplate_domain::{
    mail::{Backlog, OutboxMail},
    shared::Timestamp,
};

use super::{Subject, keep, read};
use crate::{a_mail, a_moment};

fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

/// A mail that was written, and due, at a moment.
fn written_at(seconds: u64) -> OutboxMail {
    OutboxMail { created_at: at(seconds), due_at: at(seconds), ..a_mail() }
}

async fn insert(store: &Subject, mails: &[&OutboxMail]) {
    keep(store, async |tx| {
        for mail in mails {
            tx.outbox().insert(mail).await.unwrap();
        }
    })
    .await;
}

async fn backlog(store: &Subject) -> Backlog {
    read(store).outbox().backlog().await.unwrap()
}

pub async fn nothing_owed_is_no_backlog(store: Subject) {
    assert_eq!(backlog(&store).await, Backlog { owed: 0, oldest_created_at: None, dead: 0 });
}

pub async fn the_backlog_is_what_is_owed_since_when_and_what_was_given_up(store: Subject) {
    let mails = [written_at(3), written_at(1), written_at(2), written_at(0)];
    insert(&store, &mails.each_ref()).await;
    let expected = Backlog { owed: 4, oldest_created_at: Some(at(0)), dead: 0 };
    assert_eq!(backlog(&store).await, expected);
    keep(&store, async |tx| tx.outbox().bury(mails[3].id, at(9), "no").await.unwrap()).await;
    let expected = Backlog { owed: 3, oldest_created_at: Some(at(1)), dead: 1 };
    assert_eq!(backlog(&store).await, expected);
    // A transaction sees what it has written.
    let (seen, mail) = (a_mail(), written_at(0));
    keep(&store, async |tx| {
        tx.outbox().insert(&mail).await.unwrap();
        tx.outbox().insert(&seen).await.unwrap();
        let expected = Backlog { owed: 5, oldest_created_at: Some(at(0)), dead: 1 };
        assert_eq!(tx.outbox().backlog().await.unwrap(), expected);
    })
    .await;
}

pub async fn a_mail_that_is_tried_again_later_has_been_owed_since_it_was_written(store: Subject) {
    let mail = written_at(0);
    insert(&store, &[&mail, &written_at(5)]).await;
    let owed = Backlog { owed: 2, oldest_created_at: Some(at(0)), dead: 0 };
    let claim = async |now: Timestamp| {
        let claimed = keep(&store, async |tx| {
            tx.outbox().claim(now, now.plus(Duration::from_secs(60)), 1).await.unwrap()
        });
        assert_eq!(claimed.await[0].id, mail.id);
    };
    claim(at(5)).await;
    assert_eq!(backlog(&store).await, owed, "under a lease");
    keep(&store, async |tx| tx.outbox().postpone(mail.id, at(5), "451").await.unwrap()).await;
    claim(at(6)).await;
    keep(&store, async |tx| tx.outbox().postpone(mail.id, at(900), "451").await.unwrap()).await;
    assert_eq!(backlog(&store).await, owed, "postponed");
    keep(&store, async |tx| tx.outbox().release(mail.id, at(901), "gone").await.unwrap()).await;
    assert_eq!(backlog(&store).await, owed, "in an outage");
}

pub async fn a_mail_that_ended_is_no_longer_owed(store: Subject) {
    let [sent, dead, removed, late] = [1, 2, 3, 4].map(written_at);
    insert(&store, &[&sent, &dead, &removed, &late]).await;
    keep(&store, async |tx| {
        let outbox = tx.outbox();
        outbox.delivered(sent.id, at(9)).await.unwrap();
        outbox.bury(dead.id, at(9), "550").await.unwrap();
        outbox.remove(removed.id).await.unwrap();
        outbox.bury(late.id, at(9), "given up").await.unwrap();
        // A faster worker had it sent after all.
        outbox.delivered(late.id, at(10)).await.unwrap();
    })
    .await;
    assert_eq!(backlog(&store).await, Backlog { owed: 0, oldest_created_at: None, dead: 1 });
    keep(&store, async |tx| assert!(tx.outbox().retry(dead.id, at(11)).await.unwrap())).await;
    let expected = Backlog { owed: 1, oldest_created_at: Some(at(2)), dead: 0 };
    assert_eq!(backlog(&store).await, expected);
}
