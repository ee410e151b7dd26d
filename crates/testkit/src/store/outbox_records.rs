//! What an operator sees of the outbox, and does with it.

use std::time::Duration;

use bookplate_domain::{
    mail::{MailRecord, MailStatus, OutboxMail},
    shared::{Cursor, Limit, MailId, Timestamp},
};

use super::{Subject, keep, read};
use crate::{a_mail, a_moment};

fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

fn forever() -> Timestamp {
    Timestamp::from_unix_millis(i64::MAX)
}

async fn claim(store: &Subject, now: Timestamp) -> Vec<OutboxMail> {
    keep(store, async |tx| tx.outbox().claim(now, at(60), 9).await.unwrap()).await
}

async fn retry(store: &Subject, id: MailId, now: Timestamp) -> bool {
    keep(store, async |tx| tx.outbox().retry(id, now).await.unwrap()).await
}

async fn list(store: &Subject, status: Option<MailStatus>) -> Vec<MailRecord> {
    let limit = Limit::parse(100).expect("a limit");
    let page = read(store).outbox().list(status, None, limit).await.unwrap();
    assert_eq!(page.next, None, "there is no second page");
    page.items
}

/// A mail of each status, each of them claimed once: owed, sent, dead.
async fn one_of_each(store: &Subject) -> [OutboxMail; 3] {
    let mails = [a_mail(), a_mail(), a_mail()];
    let [owed, sent, dead] = mails.each_ref().map(|mail| mail.id);
    keep(store, async |tx| {
        let outbox = tx.outbox();
        for mail in &mails {
            outbox.insert(mail).await.unwrap();
        }
        outbox.claim(at(0), at(60), 9).await.unwrap();
        outbox.postpone(owed, at(30), "451 позже").await.unwrap();
        outbox.postpone(sent, at(10), "once in vain").await.unwrap();
        outbox.delivered(sent, at(1)).await.unwrap();
        outbox.bury(dead, at(2), "550 нет такого ящика").await.unwrap();
    })
    .await;
    mails
}

/// A mail that was claimed once, as an operator sees it.
fn record(mail: &OutboxMail) -> MailRecord {
    MailRecord {
        id: mail.id,
        to: mail.to.clone(),
        kind: mail.mail.kind().to_owned(),
        status: MailStatus::Owed,
        attempts: 1,
        created_at: mail.created_at,
        due_at: at(60),
        ended_at: None,
        last_error: None,
    }
}

pub async fn a_record_tells_what_became_of_a_mail(store: Subject) {
    let [owed, sent, dead] = one_of_each(&store).await;
    let expected = [
        MailRecord {
            status: MailStatus::Dead,
            ended_at: Some(at(2)),
            last_error: Some("550 нет такого ящика".to_owned()),
            ..record(&dead)
        },
        MailRecord {
            status: MailStatus::Sent,
            due_at: at(10),
            ended_at: Some(at(1)),
            last_error: Some("once in vain".to_owned()),
            ..record(&sent)
        },
        MailRecord {
            due_at: at(30), last_error: Some("451 позже".to_owned()), ..record(&owed)
        },
    ];
    assert_eq!(list(&store, None).await, expected);
}

pub async fn a_list_holds_one_status_or_all(store: Subject) {
    assert_eq!(list(&store, None).await, []);
    let mails = one_of_each(&store).await;
    for (status, mail) in MailStatus::ALL.into_iter().zip(&mails) {
        let listed = list(&store, Some(status)).await;
        let listed: Vec<_> = listed.into_iter().map(|record| (record.id, record.status)).collect();
        assert_eq!(listed, [(mail.id, status)]);
    }
    assert_eq!(list(&store, None).await.len(), 3);
}

pub async fn pages_follow_each_other_from_the_newest_id_on(store: Subject) {
    let mails: Vec<_> = (0..7).map(|_| a_mail()).collect();
    let mut ids: Vec<_> = mails.iter().map(|mail| mail.id).collect();
    ids.sort_by(|a, b| b.cmp(a));
    let (dead, owed): (Vec<_>, Vec<_>) = ids.iter().partition(|id| **id == ids[2]);
    keep(&store, async |tx| {
        // Not in the order of their ids.
        for mail in mails.iter().skip(3).chain(mails.iter().take(3)) {
            tx.outbox().insert(mail).await.unwrap();
        }
        tx.outbox().bury(dead[0], at(1), "no").await.unwrap();
    })
    .await;

    for (status, all) in [(None, &ids), (Some(MailStatus::Owed), &owed)] {
        for count in [1, 2, 3, 6, 7, 8] {
            let limit = Limit::parse(count).expect("a limit");
            let mut pages = Vec::new();
            let mut after: Option<Cursor<MailRecord>> = None;
            loop {
                let mut read = read(&store);
                let page = read.outbox().list(status, after.as_ref(), limit).await.unwrap();
                pages.push(page.items.into_iter().map(|record| record.id).collect::<Vec<_>>());
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let chunks = all.chunks(usize::from(limit.get()));
            assert_eq!(pages, chunks.collect::<Vec<_>>(), "{status:?}, {count} a page");
        }
    }
}

pub async fn a_mail_written_meanwhile_is_on_no_later_page(store: Subject) {
    let mails = [a_mail(), a_mail(), a_mail()];
    let insert = async |mail: &OutboxMail| {
        keep(&store, async |tx| tx.outbox().insert(mail).await.unwrap()).await;
    };
    insert(&mails[0]).await;
    insert(&mails[1]).await;
    let limit = Limit::parse(1).expect("a limit");
    let first = read(&store).outbox().list(None, None, limit).await.unwrap();
    insert(&mails[2]).await;
    let after = first.next.as_ref();
    let second = read(&store).outbox().list(None, after, limit).await.unwrap();
    assert_eq!((first.items[0].id, second.items[0].id), (mails[1].id, mails[0].id));
    assert_eq!(second.next, None);
}

pub async fn a_dead_mail_is_owed_again_as_if_it_had_never_been_tried(store: Subject) {
    let [owed, _, dead] = one_of_each(&store).await;
    assert!(retry(&store, dead.id, at(5)).await);
    let expected = MailRecord { attempts: 0, due_at: at(5), ..record(&dead) };
    let listed = list(&store, Some(MailStatus::Owed)).await;
    assert_eq!(listed.iter().map(|record| record.id).collect::<Vec<_>>(), [dead.id, owed.id]);
    assert_eq!(listed[0], expected);

    assert_eq!(claim(&store, at(4)).await, []);
    let expected = OutboxMail { attempts: 1, due_at: at(60), ..dead };
    assert_eq!(claim(&store, at(5)).await, [expected]);
    assert!(!retry(&store, owed.id, at(6)).await);
}

pub async fn only_a_dead_mail_can_be_retried(store: Subject) {
    let [owed, sent, dead] = one_of_each(&store).await;
    let before = list(&store, None).await;
    for id in [owed.id, sent.id, a_mail().id] {
        assert!(!retry(&store, id, at(5)).await);
    }
    assert_eq!(list(&store, None).await, before);
    assert!(retry(&store, dead.id, at(5)).await);
    assert!(!retry(&store, dead.id, at(6)).await);
}

pub async fn a_slower_worker_changes_nothing_about_a_mail_that_ended(store: Subject) {
    let [_, sent, dead] = one_of_each(&store).await;
    let before = list(&store, None).await;
    keep(&store, async |tx| {
        let outbox = tx.outbox();
        for mail in [&sent, &dead] {
            outbox.postpone(mail.id, at(90), "late").await.unwrap();
            outbox.release(mail.id, at(90), "late").await.unwrap();
        }
        outbox.bury(sent.id, at(90), "late").await.unwrap();
    })
    .await;
    assert_eq!(list(&store, None).await, before);
    let claimed = claim(&store, forever()).await;
    assert!(!claimed.iter().any(|mail| [sent.id, dead.id].contains(&mail.id)), "{claimed:?}");
}

pub async fn a_mail_that_was_sent_after_all_is_not_dead(store: Subject) {
    let [_, _, dead] = one_of_each(&store).await;
    keep(&store, async |tx| tx.outbox().delivered(dead.id, at(3)).await.unwrap()).await;
    assert_eq!(list(&store, Some(MailStatus::Dead)).await, []);
    assert_eq!(list(&store, Some(MailStatus::Sent)).await[0].ended_at, Some(at(3)));
    assert!(!retry(&store, dead.id, at(4)).await);
}
