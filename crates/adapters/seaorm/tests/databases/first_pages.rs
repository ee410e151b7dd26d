//! A chat of one branch is opened at a glance.

use bookplate_domain::{
    chats::{Chat, FirstPage, Message, MessageOrder, MessageView},
    shared::Limit,
    store::Store,
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_chat, a_message, a_user, an_address};

use crate::{
    chat_acts::{Observed, next_messages},
    database::{Database, Kind},
};

on_both! {
    a_chat_of_one_branch_is_opened_at_a_glance
    the_way_is_followed_where_a_chat_branches_or_goes_on_and_on
}

const FORWARDS: (MessageView, MessageOrder) = (MessageView::Active, MessageOrder::Asc);
const BACKWARDS: (MessageView, MessageOrder) = (MessageView::Active, MessageOrder::Desc);

async fn a_kept_chat(store: &SeaOrmStore) -> Chat {
    let mut user = a_user();
    user.email = Some(an_address());
    let chat = a_chat(user.id);
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.chats().insert(&chat).await.unwrap();
    tx.commit().await.unwrap();
    chat
}

async fn keep(store: &SeaOrmStore, chat: &Chat, messages: &[Message]) {
    let mut tx = store.begin().await.unwrap();
    tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
    tx.messages().append(chat, messages).await.unwrap();
    tx.commit().await.unwrap();
}

async fn glance(
    store: &SeaOrmStore,
    chat: &Chat,
    (view, order): (MessageView, MessageOrder),
) -> Option<FirstPage> {
    let (owner, limit) = (chat.owner_id, Limit::DEFAULT);
    store.read().first_pages().glance(owner, chat.id, view, order, limit).await.unwrap()
}

async fn a_chat_of_one_branch_is_opened_at_a_glance(kind: Kind) {
    let database = Database::migrated(kind).await;
    let observed = Observed::of(&database).await;
    let store = &observed.store;
    let (mut chat, mut all) = (a_kept_chat(store).await, Vec::new());
    for more in [0, 1, 19, 1, 1, 20, 20, 20] {
        let (grown, messages) = next_messages(&chat, more);
        keep(store, &grown, &messages).await;
        (chat, all) = (grown, [all, messages].concat());
        for how in [FORWARDS, BACKWARDS] {
            observed.take();
            let first = glance(store, &chat, how).await.expect("an answer");
            assert_eq!(observed.take().len(), 1, "{how:?} of {}", all.len());
            assert_eq!(first.head_id, chat.head_id);
            assert_eq!(first.page.next.is_some(), all.len() > 20, "{}", all.len());
            let mut expected = all.clone();
            if how == BACKWARDS {
                expected.reverse();
            }
            expected.truncate(20);
            assert_eq!(first.page.items, expected, "{how:?} of {}", all.len());
        }
    }
}

async fn the_way_is_followed_where_a_chat_branches_or_goes_on_and_on(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let empty = a_kept_chat(&store).await;
    let (chat, messages) = next_messages(&empty, 30);
    keep(&store, &chat, &messages).await;

    // Something else follows one of the first page, then the last of it, one behind it, and nothing.
    let mut chat = chat;
    for parent in [Some(3), Some(19), Some(20), Some(25), None] {
        let parent_id = parent.map(|parent: usize| messages[parent].id.clone());
        let branch = Message { parent_id, ..a_message(&chat) };
        chat.head_id = Some(branch.id.clone());
        (chat.last_seq, chat.message_count) = (branch.seq, chat.message_count + 1);
        keep(&store, &chat, std::slice::from_ref(&branch)).await;
        let way = parent.map_or(&[][..], |parent| &messages[..=parent]);
        let way = [way, std::slice::from_ref(&branch)].concat();
        assert_way(&store, &chat, &way).await;
    }

    let (chat, more) = next_messages(&chat, 100);
    keep(&store, &chat, &more).await;
    let first = glance(&store, &chat, FORWARDS).await.expect("an answer");
    assert_eq!(first.page.items[1..], more[..19], "from the last root on");
}

async fn assert_way(store: &SeaOrmStore, chat: &Chat, way: &[Message]) {
    for how in [FORWARDS, BACKWARDS] {
        let first = glance(store, chat, how).await.expect("an answer");
        let mut expected = way.to_vec();
        if how == BACKWARDS {
            expected.reverse();
        }
        expected.truncate(20);
        assert_eq!(first.page.items, expected, "{how:?}");
    }
}
