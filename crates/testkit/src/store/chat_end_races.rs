//! Chats that are given away or deleted, alone or with their account, while many write them.

use bookplate_domain::{
    chats::{Chat, Message},
    shared::{ChatId, UserId},
    store::{StoreError, Transaction},
};

use super::{
    Subject, a_kept_user,
    chat_races::{append_if_there, assert_chain},
    chat_search::numbers,
    chats::all,
    growth::{a_kept_chain, found},
    pages,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_bare_chat, a_moment, a_report};

/// Keeps two users, the one with the lower id first, as everybody must.
async fn lock_both(tx: &mut dyn Transaction, one: UserId, other: UserId) {
    tx.users().lock(one.min(other)).await.expect("nobody fails");
    tx.users().lock(one.max(other)).await.expect("nobody fails");
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
                && tx.reports().find_open(owner, chat, &message.id).await?.is_none()
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
