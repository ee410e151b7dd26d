//! How chats come to be and grow in the cases, as the use cases make them.

use bookplate_domain::{
    chats::{Chat, Message},
    shared::UserId,
    store::Transaction,
};

use super::{Subject, keep, read};
use crate::{a_chat, a_message, a_question};

/// The chat once some messages were added to it.
pub(super) fn grown(chat: &Chat, messages: &[Message]) -> Chat {
    let Some(last) = messages.last() else { return chat.clone() };
    let heads =
        std::iter::once(chat.head_id.as_ref()).chain(messages.iter().map(|each| Some(&each.id)));
    let branches = messages.iter().zip(heads).any(|(each, head)| each.parent_id.as_ref() != head);
    Chat {
        message_count: chat.message_count + u32::try_from(messages.len()).expect("a few"),
        last_seq: last.seq,
        head_id: Some(last.id.clone()),
        branched: chat.branched || branches,
        last_message_at: last.created_at,
        preview: Some("Ein Regler — 制御".to_owned()),
        version: chat.version + 1,
        updated_at: chat.updated_at.max(last.created_at),
        ..chat.clone()
    }
}

pub(super) async fn a_kept_chat(store: &Subject, owner: UserId) -> Chat {
    let chat = a_chat(owner);
    insert(store, &chat).await;
    chat
}

pub(super) async fn insert(store: &Subject, chat: &Chat) {
    keep(store, async |tx| tx.chats().insert(chat).await.unwrap()).await;
}

/// Adds messages in a transaction that keeps the chat, and notes in the chat that they came.
pub(super) async fn append(store: &Subject, chat: &mut Chat, messages: &[Message]) {
    keep(store, async |tx| append_in(tx, chat, messages).await).await;
}

/// The same in a transaction that goes on.
pub(super) async fn append_in(tx: &mut dyn Transaction, chat: &mut Chat, messages: &[Message]) {
    let locked = tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
    assert_eq!(locked.as_ref(), Some(&*chat));
    *chat = grown(chat, messages);
    tx.messages().append(chat, messages).await.unwrap();
}

/// Adds one message, with everything, that follows the head.
pub(super) async fn go_on(store: &Subject, chat: &mut Chat) -> Message {
    let message = a_message(chat);
    append(store, chat, std::slice::from_ref(&message)).await;
    message
}

/// Adds one message of text that follows the head.
pub(super) async fn say(store: &Subject, chat: &mut Chat, text: &str) -> Message {
    let message = a_question(chat, text);
    append(store, chat, std::slice::from_ref(&message)).await;
    message
}

/// Several messages, each of which follows the one before it, and the chat with them.
pub(super) async fn a_kept_chain(
    store: &Subject,
    owner: UserId,
    count: usize,
) -> (Chat, Vec<Message>) {
    let mut chat = a_kept_chat(store, owner).await;
    let messages = chain(&chat, count);
    for some in messages.chunks(50) {
        append(store, &mut chat, some).await;
    }
    (chat, messages)
}

/// The next messages of a chat, each of which follows the one before it.
pub(super) fn chain(chat: &Chat, count: usize) -> Vec<Message> {
    let (mut chat, mut messages) = (chat.clone(), Vec::with_capacity(count));
    for number in 0..count {
        let message = a_question(&chat, &format!("{number}"));
        chat = grown(&chat, std::slice::from_ref(&message));
        messages.push(message);
    }
    messages
}

/// The chat as it is kept.
pub(super) async fn found(store: &Subject, chat: &Chat) -> Option<Chat> {
    read(store).chats().find(chat.owner_id, chat.id).await.unwrap()
}

/// A message as it is kept.
pub(super) async fn message(store: &Subject, chat: &Chat, message: &Message) -> Option<Message> {
    let ids = std::slice::from_ref(&message.id);
    let mut found = read(store).messages().find(chat, ids).await.unwrap();
    assert!(found.len() <= 1, "{found:?}");
    found.pop()
}
