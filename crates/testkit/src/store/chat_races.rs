//! Chats that are started, written and read by many at the same moment, on several threads.

use std::{collections::BTreeSet, time::Duration};

use bookplate_domain::{
    chats::{Chat, Message},
    shared::{ChatId, UserId},
    store::{StoreError, Transaction, Unique},
};

use super::{
    Subject, a_kept_user,
    chat_search::numbers,
    chats::all,
    growth::{a_kept_chat, found, grown},
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_bare_chat, a_chat_id, a_moment, a_question};

/// Adds a message behind the head, if the user has the chat.
pub(super) async fn append_if_there(
    tx: &mut dyn Transaction,
    owner: UserId,
    id: ChatId,
) -> Result<Option<Message>, StoreError> {
    let Some(chat) = tx.chats().lock(owner, id).await? else { return Ok(None) };
    let message = a_question(&chat, "Regler");
    let chat = grown(&chat, std::slice::from_ref(&message));
    tx.messages().append(&chat, std::slice::from_ref(&message)).await?;
    Ok(Some(message))
}

/// The messages are there once each, follow each other, and the chat says so.
pub(super) async fn assert_chain(store: &Subject, chat: &Chat, mut expected: Vec<Message>) {
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
