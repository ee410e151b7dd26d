//! Chats that are started, written, given away and deleted by many at the same moment, on several
//! threads.

use std::{collections::BTreeSet, time::Duration};

use bookplate_domain::{
    chats::{Chat, Message, Report, ReportAction, Resolution},
    shared::{ChatId, UserId},
    store::{StoreError, Transaction, Unique},
};

use super::{
    Subject, a_kept_user,
    chat_search::numbers,
    chats::all,
    growth::{a_kept_chain, a_kept_chat, found, grown},
    keep, pages,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_bare_chat, a_chat_id, a_moment, a_question, a_report};

/// Keeps two users, the one with the lower id first, as everybody must.
async fn lock_both(tx: &mut dyn Transaction, one: UserId, other: UserId) {
    tx.users().lock(one.min(other)).await.expect("nobody fails");
    tx.users().lock(one.max(other)).await.expect("nobody fails");
}

/// Adds a message behind the head, if the user has the chat.
async fn append_if_there(
    tx: &mut dyn Transaction,
    owner: UserId,
    id: ChatId,
) -> Result<Option<Message>, StoreError> {
    let Some(chat) = tx.chats().lock(owner, id).await? else { return Ok(None) };
    let message = a_question(&chat, "Regler");
    let chat = grown(&chat, std::slice::from_ref(&message));
    tx.messages().insert(&chat, std::slice::from_ref(&message)).await?;
    tx.chats().update(&chat).await?;
    Ok(Some(message))
}

/// The messages are there once each, follow each other, and the chat says so.
async fn assert_chain(store: &Subject, chat: &Chat, mut expected: Vec<Message>) {
    expected.sort_by_key(|message| message.seq);
    assert_eq!(all(store, chat).await, expected);
    let numbers: Vec<u32> = expected.iter().map(|message| message.seq).collect();
    let count = u32::try_from(expected.len()).unwrap();
    assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
    for pair in expected.windows(2) {
        assert_eq!(pair[1].parent_id.as_ref(), Some(&pair[0].id));
    }
    assert_eq!((chat.message_count, chat.last_seq), (count, count));
    assert_eq!(chat.head_id.as_ref(), expected.last().map(|last| &last.id));
}

pub async fn of_many_who_start_a_chat_of_one_id_one_does(store: Subject) {
    let mut owners = Vec::with_capacity(CROWD);
    for number in 0..CROWD {
        let twin = number % 2 == 1;
        owners.push(if twin { owners[number - 1] } else { a_kept_user(&store).await.id });
    }
    let (id, tried) = (a_chat_id(), owners.clone());
    let started = all_at_once(&store, move |number, mut tx| {
        let owner = tried[number];
        async move {
            // As a use case does; but whoever is not kept may not add one, and the others may not
            // lose their way over it.
            tx.users().lock(owner).await.expect("nobody fails");
            match tx.chats().insert(&Chat { id, ..a_bare_chat(owner) }).await {
                Ok(()) => done(tx, true).await,
                Err(StoreError::Conflict(Unique::Id)) => false,
                Err(other) => panic!("a conflict has its name: {other:?}"),
            }
        }
    })
    .await;
    let winners: Vec<usize> = (0..CROWD).filter(|number| started[*number]).collect();
    assert_eq!(winners.len(), 1);
    for owner in owners.iter().copied().collect::<BTreeSet<_>>() {
        let there = read(&store).chats().find(owner, id).await.unwrap();
        assert_eq!(there.is_some(), owner == owners[winners[0]]);
    }
}

pub async fn whoever_locks_a_chat_sees_what_the_one_before_left(store: Subject) {
    let chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let (owner, id) = (chat.owner_id, chat.id);
    let seen = all_at_once(&store, move |_, mut tx| async move {
        let found = tx.chats().lock(owner, id).await.expect("nobody fails");
        let found = found.expect("it is there");
        let version = found.version + 1;
        tx.chats().update(&Chat { version, ..found }).await.expect("nobody fails");
        done(tx, version).await
    })
    .await;
    let seen: BTreeSet<u32> = seen.into_iter().collect();
    let crowd = u32::try_from(CROWD).unwrap();
    assert_eq!(seen, (chat.version + 1..=chat.version + crowd).collect());
}

pub async fn of_many_who_append_each_gets_a_number_of_its_own(store: Subject) {
    let chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let (owner, id) = (chat.owner_id, chat.id);
    let appended = all_at_once(&store, move |number, mut tx| async move {
        let message = append_if_there(tx.as_mut(), owner, id).await.expect("nobody fails");
        // Every fifth loses its way before it is kept.
        if number % 5 == 0 { None } else { done(tx, message).await }
    })
    .await;
    let appended: Vec<Message> = appended.into_iter().flatten().collect();
    assert_eq!(appended.len(), CROWD * 4 / 5);
    let chat = found(&store, &chat).await.expect("it is there");
    assert_chain(&store, &chat, appended).await;
    assert_eq!(numbers(&store, owner, "regler").await.len(), CROWD * 4 / 5);
}

/// What somebody reads while others write hangs together: no gap, no message without its parent.
pub async fn whoever_reads_meanwhile_sees_whole_appends(store: Subject) {
    let chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let (owner, id, reader) = (chat.owner_id, chat.id, store.clone());
    all_at_once(&store, move |number, mut tx| {
        let (reader, chat) = (reader.clone(), chat.clone());
        async move {
            if number % 2 == 0 {
                append_if_there(tx.as_mut(), owner, id).await.expect("nobody fails");
                append_if_there(tx.as_mut(), owner, id).await.expect("nobody fails");
                return done(tx, ()).await;
            }
            drop(tx);
            let messages = all(&reader, &chat).await;
            assert_eq!(messages.len() % 2, 0, "both or none");
            for pair in messages.windows(2) {
                assert_eq!(pair[1].seq, pair[0].seq + 1);
                assert_eq!(pair[1].parent_id.as_ref(), Some(&pair[0].id));
            }
        }
    })
    .await;
}

/// Some append for the visitor, some for the account, the others take over the chats.
pub async fn chats_that_are_given_away_meanwhile_have_one_owner_and_every_message(store: Subject) {
    for _ in 0..3 {
        let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
        let mut chats = Vec::new();
        for _ in 0..4 {
            chats.push(a_kept_chain(&store, from, 1).await);
        }
        let ids: Vec<ChatId> = chats.iter().map(|(chat, _)| chat.id).collect();
        let wanted = ids.clone();
        let done = all_at_once(&store, move |number, mut tx| {
            let wanted = wanted.clone();
            async move {
                let (mut given, mut appended) = (Vec::new(), Vec::new());
                if number % 5 == 0 {
                    lock_both(tx.as_mut(), from, to).await;
                    let half = (number % 10 == 0).then(|| &wanted[..2]);
                    given = tx.chats().give(from, to, half).await.expect("nobody fails");
                } else {
                    let owner = if number % 2 == 0 { from } else { to };
                    let id = wanted[number % 4];
                    let message = append_if_there(tx.as_mut(), owner, id).await;
                    appended.extend(message.expect("nobody fails"));
                }
                done(tx, (given, appended)).await
            }
        })
        .await;
        let (given, appended): (Vec<_>, Vec<_>) = done.into_iter().unzip();
        let mut given = given.concat();
        given.sort();
        assert_eq!(given, ids, "each was given once");
        assert_eq!(read(&store).chats().count(from).await.unwrap(), 0);
        let appended = appended.concat();
        for (chat, first) in chats {
            let theirs = appended.iter().filter(|message| message.chat_id == chat.id);
            let expected = first.into_iter().chain(theirs.cloned()).collect();
            let chat = found(&store, &Chat { owner_id: to, ..chat }).await.expect("it is there");
            assert_chain(&store, &chat, expected).await;
        }
        assert_eq!(numbers(&store, to, "regler").await.len(), appended.len());
        assert_eq!(numbers(&store, from, "regler").await, [0; 0]);
    }
}

/// Starts, appends, gifts and deletions of chats against the deletion of the account that has them.
pub async fn whatever_happens_while_an_account_is_deleted_leaves_nothing_behind(store: Subject) {
    for _ in 0..3 {
        let (user, other) = (a_kept_user(&store).await, a_kept_user(&store).await.id);
        let (chat, messages) = a_kept_chain(&store, user.id, 3).await;
        let (owner, id) = (user.id, chat.id);
        let started = all_at_once(&store, move |number, mut tx| {
            let message = messages[1].clone();
            async move {
                let started = one_of_many(number, tx.as_mut(), (owner, other), id, &message);
                let started = started.await.expect("nobody fails");
                done(tx, started).await
            }
        })
        .await;
        let mut read = read(&store);
        assert_eq!(read.users().find(owner).await.unwrap(), None);
        assert_eq!(read.chats().count(owner).await.unwrap(), 0);
        for id in started.into_iter().flatten() {
            assert_eq!(read.chats().find(owner, id).await.unwrap(), None);
            assert_eq!(all(&store, &Chat { id, ..chat.clone() }).await, []);
        }
        let reports = pages(100, async |after, limit| {
            super::read(&store).reports().list(None, Some(owner), after, limit).await.unwrap()
        });
        assert_eq!(reports.await.concat(), []);
        // What the other one got is whole.
        if let Some(chat) = read.chats().find(other, id).await.unwrap() {
            let count = usize::try_from(chat.message_count).unwrap();
            assert_eq!(all(&store, &chat).await.len(), count);
        }
    }
}

async fn one_of_many(
    number: usize,
    tx: &mut dyn Transaction,
    (owner, other): (UserId, UserId),
    chat: ChatId,
    message: &Message,
) -> Result<Option<ChatId>, StoreError> {
    match number % 6 {
        0 => {
            if tx.users().lock(owner).await?.is_some() {
                let new = a_bare_chat(owner);
                tx.chats().insert(&new).await?;
                append_if_there(tx, owner, new.id).await?;
                return Ok(Some(new.id));
            }
        }
        1 => {
            append_if_there(tx, owner, chat).await?;
        }
        2 => {
            if tx.users().lock(owner).await?.is_some()
                && tx.chats().lock(owner, chat).await?.is_some()
                && tx.reports().find_open(chat, &message.id).await?.is_none()
            {
                tx.reports().insert(&a_report(owner, message)).await?;
            }
        }
        3 => {
            if tx.users().lock(owner).await?.is_some() {
                tx.visitor_questions().add(owner, a_moment(), 1).await?;
                append_if_there(tx, owner, chat).await?;
            }
        }
        4 => {
            lock_both(tx, owner, other).await;
            if number > CROWD / 2 {
                tx.chats().give(owner, other, Some(&[chat])).await?;
            }
        }
        _ => {
            if number > CROWD / 2 {
                tx.users().lock_with_admins(owner).await?;
                tx.users().delete(owner).await?;
            }
        }
    }
    Ok(None)
}

/// Appends against deletions of their chats, several at once.
pub async fn of_chats_that_are_deleted_meanwhile_nothing_is_left(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chats = Vec::new();
    for _ in 0..4 {
        chats.push(a_kept_chain(&store, owner, 2).await.0);
    }
    let ids: Vec<ChatId> = chats.iter().map(|chat| chat.id).collect();
    let deleted = all_at_once(&store, move |number, mut tx| {
        let mut ids = ids.clone();
        ids.rotate_left(number % 4);
        async move {
            if number % 3 == 0 {
                tx.users().lock(owner).await.expect("nobody fails");
                let deleted = tx.chats().delete(owner, &ids[..2]).await.expect("nobody fails");
                return done(tx, deleted).await;
            }
            append_if_there(tx.as_mut(), owner, ids[0]).await.expect("nobody fails");
            done(tx, 0).await
        }
    })
    .await;
    assert_eq!(deleted.iter().sum::<u64>(), 4);
    for chat in chats {
        assert_eq!(found(&store, &chat).await, None);
        assert_eq!(all(&store, &chat).await, []);
    }
    assert_eq!(numbers(&store, owner, "regler").await, [0; 0]);
}

pub async fn of_many_who_report_a_message_one_does(store: Subject) {
    let (chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 1).await;
    let (owner, message) = (chat.owner_id, messages[0].clone());
    let reported = all_at_once(&store, move |_, mut tx| {
        let message = message.clone();
        async move {
            tx.users().lock(owner).await.expect("nobody fails");
            tx.chats().lock(owner, message.chat_id).await.expect("nobody fails");
            let open = tx.reports().find_open(message.chat_id, &message.id).await;
            if open.expect("nobody fails").is_some() {
                return false;
            }
            tx.reports().insert(&a_report(owner, &message)).await.expect("nobody fails");
            done(tx, true).await
        }
    })
    .await;
    assert_eq!(reported.into_iter().filter(|reported| *reported).count(), 1);
}

pub async fn of_many_who_settle_a_report_one_does(store: Subject) {
    let (chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 1).await;
    let report = a_report(chat.owner_id, &messages[0]);
    keep(&store, async |tx| tx.reports().insert(&report).await.unwrap()).await;
    let (id, owner) = (report.id, chat.owner_id);
    let settled = all_at_once(&store, move |number, mut tx| async move {
        let found = tx.reports().lock(id).await.expect("nobody fails").expect("it is there");
        if found.resolution.is_some() {
            return None;
        }
        let action = ReportAction::ALL[number % ReportAction::ALL.len()];
        let resolution = Resolution { action, by: Some(owner), at: a_moment(), note: None };
        let settled = Report { resolution: Some(resolution), ..found };
        tx.reports().update(&settled).await.expect("nobody fails");
        done(tx, Some(settled)).await
    })
    .await;
    let settled: Vec<Report> = settled.into_iter().flatten().collect();
    assert_eq!(settled.len(), 1);
    assert_eq!(read(&store).reports().find(id).await.unwrap(), Some(settled[0].clone()));
}

pub async fn of_many_questions_of_a_visitor_as_many_are_counted_as_may_be(store: Subject) {
    const ALLOWED: usize = 20;
    let visitor = a_kept_user(&store).await.id;
    let long_ago = a_moment().minus(Duration::from_secs(100));
    let counted = all_at_once(&store, move |_, mut tx| async move {
        tx.users().lock(visitor).await.expect("nobody fails");
        let spent = tx.visitor_questions().since(visitor, long_ago).await.expect("nobody fails");
        if spent.len() >= ALLOWED {
            return false;
        }
        tx.visitor_questions().add(visitor, a_moment(), 1).await.expect("nobody fails");
        done(tx, true).await
    })
    .await;
    assert_eq!(counted.into_iter().filter(|counted| *counted).count(), ALLOWED);
    let spent = read(&store).visitor_questions().since(visitor, long_ago).await.unwrap();
    assert_eq!(spent.len(), ALLOWED);
}
