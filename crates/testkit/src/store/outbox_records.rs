//! What an operator sees of the outbox, and does with it.

use std::time::Duration;

use bookplate_domain::{
    mail::{MailFilter, MailRecord, MailStatus, OutboxMail},
    shared::{Limit, MailId, Timestamp},
    users::EmailAddress,
};

use super::{Subject, keep, pages, read};
use crate::{a_mail, a_moment, an_address};

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
    list_by(store, &MailFilter { status, ..MailFilter::default() }).await
}

async fn list_by(store: &Subject, filter: &MailFilter) -> Vec<MailRecord> {
    let page = read(store).outbox().list(filter, None, Limit::MOST).await.unwrap();
    assert_eq!(page.next, None, "there is no second page");
    page.items
}

async fn list_to(store: &Subject, address: &EmailAddress) -> Vec<MailId> {
    let filter = MailFilter { status: None, to: vec![address.clone()] };
    list_by(store, &filter).await.into_iter().map(|record| record.id).collect()
}

async fn insert(store: &Subject, mails: &[OutboxMail]) {
    keep(store, async |tx| {
        for mail in mails {
            tx.outbox().insert(mail).await.unwrap();
        }
    })
    .await;
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
        to: mail.to.written().to_owned(),
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
        let filter = MailFilter { status, ..MailFilter::default() };
        for count in [1, 2, 3, 6, 7, 8] {
            let found = pages(count, async |after, limit| {
                read(&store).outbox().list(&filter, after, limit).await.unwrap()
            });
            let found: Vec<Vec<_>> = found
                .await
                .into_iter()
                .map(|page| page.into_iter().map(|record| record.id).collect())
                .collect();
            let chunks = all.chunks(usize::try_from(count).expect("a small number"));
            assert_eq!(found, chunks.collect::<Vec<_>>(), "{status:?}, {count} a page");
        }
    }
}

pub async fn a_mail_written_meanwhile_is_on_no_later_page(store: Subject) {
    let mails = [a_mail(), a_mail(), a_mail()];
    insert(&store, &mails[..2]).await;
    let (all, limit) = (MailFilter::default(), Limit::parse(1).expect("a limit"));
    let first = read(&store).outbox().list(&all, None, limit).await.unwrap();
    insert(&store, &mails[2..]).await;
    let after = first.next.as_ref();
    let second = read(&store).outbox().list(&all, after, limit).await.unwrap();
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

pub async fn the_mails_to_an_address_are_listed_in_any_spelling(store: Subject) {
    let address = an_address();
    let other = EmailAddress::parse(address.canonical()).expect("an address");
    assert_ne!(address.written(), other.written());
    let to = |to: &EmailAddress| OutboxMail { to: to.clone(), ..a_mail() };
    let mails = [to(&address), to(&other), a_mail()];
    insert(&store, &mails).await;
    keep(&store, async |tx| tx.outbox().bury(mails[0].id, at(1), "no").await.unwrap()).await;
    for spelling in [&address, &other] {
        assert_eq!(list_to(&store, spelling).await, [mails[1].id, mails[0].id]);
        let filter = MailFilter { status: Some(MailStatus::Dead), to: vec![spelling.clone()] };
        let [dead] = list_by(&store, &filter).await.try_into().expect("one of them");
        assert_eq!((dead.id, dead.to.as_str()), (mails[0].id, address.written()));
    }
    assert_eq!(list_to(&store, &an_address()).await, []);
}

pub async fn the_mails_to_any_of_some_addresses_are_listed_each_once(store: Subject) {
    let mails = [a_mail(), a_mail(), a_mail()];
    insert(&store, &mails).await;
    let spelled_otherwise = EmailAddress::parse(mails[0].to.canonical()).expect("an address");
    let to = vec![mails[2].to.clone(), mails[0].to.clone(), spelled_otherwise, an_address()];
    let filter = MailFilter { status: None, to };
    let listed = pages(1, async |after, limit| {
        read(&store).outbox().list(&filter, after, limit).await.unwrap()
    })
    .await;
    let ids: Vec<_> = listed.concat().into_iter().map(|record| record.id).collect();
    assert_eq!(ids, [mails[2].id, mails[0].id]);
}

pub async fn a_mail_is_removed_whatever_became_of_it(store: Subject) {
    let mails = one_of_each(&store).await;
    let bystander = a_mail();
    insert(&store, std::slice::from_ref(&bystander)).await;
    keep(&store, async |tx| {
        for mail in &mails {
            tx.outbox().remove(mail.id).await.unwrap();
            // There is nothing more to remove.
            tx.outbox().remove(mail.id).await.unwrap();
        }
    })
    .await;
    let left: Vec<_> = list(&store, None).await.into_iter().map(|record| record.id).collect();
    assert_eq!(left, [bystander.id]);
    assert_eq!(claim(&store, forever()).await.len(), 1);
}

pub async fn all_mails_to_some_addresses_are_removed_and_no_others(store: Subject) {
    let mails = one_of_each(&store).await;
    let (owed_too, bystander) = (OutboxMail { to: mails[1].to.clone(), ..a_mail() }, a_mail());
    insert(&store, &[owed_too, bystander.clone()]).await;
    let other_spellings =
        mails.each_ref().map(|mail| EmailAddress::parse(mail.to.canonical()).expect("an address"));
    let addresses = [&other_spellings[..], &[an_address()]].concat();
    keep(&store, async |tx| {
        tx.outbox().remove_all_to(&[]).await.unwrap();
        tx.outbox().remove_all_to(&addresses).await.unwrap();
    })
    .await;
    let left: Vec<_> = list(&store, None).await.into_iter().map(|record| record.id).collect();
    assert_eq!(left, [bystander.id]);
}
