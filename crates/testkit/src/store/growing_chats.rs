//! A chat that messages are to be added to, and what has to be known for that.

use bookplate_domain::chats::{Chat, GrowingChat, Message};

use super::{
    Subject, a_kept_user,
    chat_races::assert_chain,
    growth::{a_kept_chain, a_kept_chat, found, grown},
    keep,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_chat_id, a_message_id, a_question, a_user};

pub async fn whoever_adds_to_a_chat_is_told_what_it_has_and_had(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 4).await;
    let (_, elsewhere) = a_kept_chain(&store, owner, 1).await;
    let chat = Chat { message_count: 3, ..chat };
    keep(&store, async |tx| {
        tx.messages().delete(&chat, &messages[1]).await.unwrap();
        tx.chats().update(&chat).await.unwrap();
    })
    .await;
    let (there, gone) = (&messages[2], &messages[1]);
    let ids = [&gone.id, &there.id, &a_message_id(), &elsewhere[0].id].map(Clone::clone);
    let there = Message { parent_id: gone.parent_id.clone(), ..there.clone() };

    keep(&store, async |tx| {
        let growing = tx.chats().lock_to_grow(owner, chat.id, &ids).await.unwrap();
        let (known, deleted) = (vec![there.clone()], vec![gone.id.clone()]);
        let expected = GrowingChat { chat: chat.clone(), keeps_history: true, known, deleted };
        assert_eq!(growing, Some(expected));
        let growing = tx.chats().lock_to_grow(owner, chat.id, &[]).await.unwrap();
        let growing = growing.expect("the chat");
        assert_eq!((growing.known, growing.deleted), (Vec::new(), Vec::new()));
        let somebody = a_user().id;
        assert_eq!(tx.chats().lock_to_grow(somebody, chat.id, &ids).await.unwrap(), None);
        assert_eq!(tx.chats().lock_to_grow(owner, a_chat_id(), &ids).await.unwrap(), None);
    })
    .await;
}

pub async fn whoever_adds_to_a_chat_is_told_that_its_owner_wants_no_history(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let chat = a_kept_chat(&store, owner).await;
    for wants in [false, true] {
        let mut preferences = read(&store).preferences().find(owner).await.unwrap().unwrap();
        preferences.chat.save_history = wants;
        keep(&store, async |tx| {
            tx.preferences().save(owner, &preferences).await.unwrap();
            let growing = tx.chats().lock_to_grow(owner, chat.id, &[]).await.unwrap();
            assert_eq!(growing.map(|growing| growing.keeps_history), Some(wants));
        })
        .await;
    }
}

/// All want to add the same message, and each one of its own.
pub async fn of_many_who_add_to_a_chat_each_sees_what_the_one_before_added(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let chat = a_kept_chat(&store, owner).await;
    let (id, shared) = (chat.id, a_message_id());
    let added = all_at_once(&store, move |_, mut tx| {
        let shared = shared.clone();
        async move {
            let ids = [shared.clone(), a_message_id()];
            let growing = tx.chats().lock_to_grow(owner, id, &ids).await.unwrap();
            let GrowingChat { mut chat, known, .. } = growing.expect("the chat");
            let is_there = known.iter().any(|message| message.id == shared);
            let mut messages = Vec::new();
            for id in ids.into_iter().skip(usize::from(is_there)) {
                let message = Message { id, ..a_question(&chat, "Regler") };
                chat = grown(&chat, std::slice::from_ref(&message));
                messages.push(message);
            }
            tx.messages().append(&chat, &messages).await.unwrap();
            done(tx, messages).await
        }
    })
    .await
    .concat();
    assert_eq!(added.len(), CROWD + 1, "one has added what all wanted to");
    let chat = found(&store, &chat).await.expect("the chat");
    assert_chain(&store, &chat, added).await;
}
