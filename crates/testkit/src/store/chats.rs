use std::time::Duration;

use bookplate_domain::{
    chats::{Chat, ChatMetadata, Message, MessageOrder, MessageView, Title, TitleSource},
    shared::{Limit, Timestamp},
    store::{StoreError, Unique},
};

use super::{
    Subject, a_kept_user, begin,
    growth::{a_kept_chain, a_kept_chat, append, chain, found, go_on, insert},
    keep, read,
};
use crate::{a_bare_chat, a_chat, a_chat_id, a_moment, a_report, a_user};

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let generated = Chat { title_source: TitleSource::Generated, ..a_chat(owner) };
    for chat in [a_chat(owner), a_bare_chat(owner), generated] {
        insert(&store, &chat).await;
        assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));
        let mut tx = begin(&store).await;
        let locked = tx.chats().lock(owner, chat.id).await.unwrap();
        assert_eq!(locked.as_ref(), Some(&chat));
    }
}

pub async fn a_chat_is_found_with_its_owner_only(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let chat = a_kept_chat(&store, owner).await;
    for (user, id) in [(other, chat.id), (a_user().id, chat.id), (owner, a_chat_id())] {
        assert_eq!(read(&store).chats().find(user, id).await.unwrap(), None);
        let mut tx = begin(&store).await;
        assert_eq!(tx.chats().lock(user, id).await.unwrap(), None);
    }
}

pub async fn an_id_that_any_chat_has_is_refused(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let chat = a_kept_chat(&store, owner).await;
    for user in [owner, other] {
        let twin = Chat { id: chat.id, ..a_bare_chat(user) };
        let refused = begin(&store).await.chats().insert(&twin).await;
        let conflict = matches!(refused, Err(StoreError::Conflict(Unique::Id)));
        assert!(conflict, "{refused:?}");
    }
    assert_eq!(found(&store, &chat).await, Some(chat));
}

pub async fn an_update_writes_all_but_owner_and_start(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (mut chat, bystander) = (a_bare_chat(owner), a_kept_chat(&store, owner).await);
    insert(&store, &chat).await;
    let messages = chain(&chat, 3);
    append(&store, &mut chat, &messages).await;
    assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));

    let later = a_moment().plus(Duration::from_secs(86_400));
    let everything = Chat { id: chat.id, last_message_at: later, version: 9, ..a_chat(owner) };
    let nothing = Chat {
        title: None,
        title_source: TitleSource::Auto,
        pinned: false,
        archived: false,
        tags: Vec::new(),
        metadata: ChatMetadata::default(),
        head_id: None,
        preview: None,
        ..everything.clone()
    };
    for change in [everything, nothing, chat.clone()] {
        let written = Chat { owner_id: other, created_at: later, ..change.clone() };
        keep(&store, async |tx| {
            tx.chats().lock(owner, chat.id).await.unwrap();
            tx.chats().update(&written).await.unwrap();
        })
        .await;
        assert_eq!(found(&store, &chat).await, Some(change));
        assert_eq!(read(&store).chats().find(other, chat.id).await.unwrap(), None);
    }
    assert_eq!(found(&store, &bystander).await, Some(bystander));
}

pub async fn what_is_not_kept_changes_nothing(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let chat = a_kept_chat(&store, owner).await;
    let mut tx = begin(&store).await;
    let another = a_chat(owner);
    tx.chats().insert(&another).await.unwrap();
    let title = Some(Title::parse("Anders").unwrap());
    tx.chats().update(&Chat { title, version: 9, ..chat.clone() }).await.unwrap();
    assert_eq!(tx.chats().count(owner).await.unwrap(), 2);
    tx.chats().delete(owner, &[chat.id]).await.unwrap();
    drop(tx);
    assert_eq!(found(&store, &another).await, None);
    assert_eq!(found(&store, &chat).await, Some(chat));
    assert_eq!(read(&store).chats().count(owner).await.unwrap(), 1);
}

pub async fn the_chats_of_each_owner_are_counted(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    for number in 0..5 {
        assert_eq!(read(&store).chats().count(owner).await.unwrap(), number);
        a_kept_chat(&store, owner).await;
    }
    a_kept_chat(&store, other).await;
    assert_eq!(read(&store).chats().count(owner).await.unwrap(), 5);
    assert_eq!(read(&store).chats().count(a_user().id).await.unwrap(), 0);
}

pub async fn of_many_chats_those_of_the_owner_are_deleted(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (first, _) = a_kept_chain(&store, owner, 3).await;
    let (second, _) = a_kept_chain(&store, owner, 2).await;
    let (stays, kept) = a_kept_chain(&store, owner, 4).await;
    let (others, theirs) = a_kept_chain(&store, other, 2).await;
    let delete = async |ids: &[_]| {
        keep(&store, async |tx| {
            tx.users().lock(owner).await.unwrap();
            tx.chats().delete(owner, ids).await.unwrap()
        })
        .await
    };
    assert_eq!(delete(&[]).await, 0);
    assert_eq!(delete(&[others.id, a_chat_id()]).await, 0);
    let many = [first.id, others.id, second.id, a_chat_id(), first.id];
    assert_eq!(delete(&many).await, 2);
    assert_eq!(delete(&many).await, 0);
    let hundred: Vec<_> = (0..99).map(|_| a_chat_id()).chain([others.id]).collect();
    assert_eq!(delete(&hundred).await, 0);
    for gone in [&first, &second] {
        assert_eq!(found(&store, gone).await, None);
    }
    for (chat, messages) in [(stays, kept), (others, theirs)] {
        assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));
        assert_eq!(all(&store, &chat).await, messages);
    }
}

/// At most a hundred messages of a chat, on all branches.
pub(super) async fn all(store: &Subject, chat: &Chat) -> Vec<Message> {
    let (view, order) = (MessageView::All, MessageOrder::Asc);
    read(store).messages().list(chat, view, order, None, Limit::MOST).await.unwrap().items
}

pub async fn nothing_of_a_deleted_chat_is_left_but_its_reports(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let mut chat = a_kept_chat(&store, owner).await;
    let message = go_on(&store, &mut chat).await;
    let report = a_report(owner, &message);
    keep(&store, async |tx| tx.reports().insert(&report).await.unwrap()).await;
    keep(&store, async |tx| tx.chats().delete(owner, &[chat.id]).await.unwrap()).await;
    assert_eq!(all(&store, &chat).await, []);
    let everything = read(&store).messages().list_all_of(owner, None, Limit::MOST).await.unwrap();
    assert_eq!(everything.items, []);
    assert_eq!(read(&store).reports().find(report.id).await.unwrap(), Some(report));

    // The id is free, and whoever takes it starts anew.
    let next = Chat { id: chat.id, ..a_bare_chat(other) };
    insert(&store, &next).await;
    assert_eq!(all(&store, &next).await, []);
    assert_eq!(read(&store).messages().newest(&next).await.unwrap(), None);
}

pub async fn moments_are_kept_to_the_millisecond(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    for millis in [0, 1, 999, 253_402_300_799_999] {
        let at = Timestamp::from_unix_millis(millis);
        let chat =
            Chat { last_message_at: at, created_at: at, updated_at: at, ..a_bare_chat(owner) };
        insert(&store, &chat).await;
        assert_eq!(found(&store, &chat).await, Some(chat));
    }
}
