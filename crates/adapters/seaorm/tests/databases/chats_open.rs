//! A chat without branches is opened with one statement, and read on without following the way.

use bookplate_domain::{
    chats::{Chat, FirstPage, Message, MessageOrder, MessageView},
    shared::Limit,
    store::Store,
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_chat, a_message, a_user, an_address};

use sea_orm::ConnectionTrait as _;

use crate::{
    chat_acts::{Observed, next_messages},
    database::{Database, Kind},
    schema::down_and_up,
};

on_both! {
    a_chat_without_branches_is_opened_with_one_statement
    the_way_is_followed_where_a_chat_branches
    the_way_is_followed_where_an_older_release_has_added_messages
    the_way_is_followed_in_chats_that_are_older_than_that
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

async fn open(
    store: &SeaOrmStore,
    chat: &Chat,
    (view, order): (MessageView, MessageOrder),
) -> Option<FirstPage> {
    let (owner, limit) = (chat.owner_id, Limit::DEFAULT);
    store.read().chats().open(owner, chat.id, view, order, limit).await.unwrap()
}

async fn a_chat_without_branches_is_opened_with_one_statement(kind: Kind) {
    let database = Database::migrated(kind).await;
    let observed = Observed::of(&database).await;
    let store = &observed.store;
    let (mut chat, mut all) = (a_kept_chat(store).await, Vec::new());
    for more in [0, 1, 19, 1, 1, 20, 20, 20, 20] {
        let (grown, messages) = next_messages(&chat, more);
        keep(store, &grown, &messages).await;
        (chat, all) = (grown, [all, messages].concat());
        for how in [FORWARDS, BACKWARDS] {
            observed.take();
            let first = open(store, &chat, how).await.expect("an answer");
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

async fn the_way_is_followed_where_a_chat_branches(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let empty = a_kept_chat(&store).await;
    let (mut chat, messages) = next_messages(&empty, 30);
    keep(&store, &chat, &messages).await;

    // Something else follows one of the first page, then the last of it, one behind it, and nothing.
    for parent in [Some(3), Some(19), Some(20), Some(25), None] {
        let branch = branch(&mut chat, parent.map(|parent: usize| &messages[parent]));
        keep(&store, &chat, std::slice::from_ref(&branch)).await;
        let way = parent.map_or(&[][..], |parent| &messages[..=parent]);
        assert_way(&store, &chat, &[way, &[branch]].concat()).await;
    }

    let (chat, more) = next_messages(&chat, 100);
    keep(&store, &chat, &more).await;
    let first = open(&store, &chat, FORWARDS).await.expect("an answer");
    assert_eq!(first.page.items[1..], more[..19], "from the last root on");
}

/// The next message of a chat, which follows some other than the head, and the chat with it.
fn branch(chat: &mut Chat, parent: Option<&Message>) -> Message {
    let parent_id = parent.map(|parent| parent.id.clone());
    let branch = Message { parent_id, ..a_message(chat) };
    chat.head_id = Some(branch.id.clone());
    (chat.last_seq, chat.message_count) = (branch.seq, chat.message_count + 1);
    chat.branched = true;
    branch
}

async fn the_way_is_followed_where_an_older_release_has_added_messages(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let empty = a_kept_chat(&store).await;
    let (mut chat, messages) = next_messages(&empty, 10);
    keep(&store, &chat, &messages).await;
    let branch = branch(&mut chat, Some(&messages[4]));
    keep(&store, &chat, std::slice::from_ref(&branch)).await;
    // It did not write the column.
    raw.execute_unprepared("UPDATE chats SET unbranched_to = 10").await.unwrap();
    assert_way(&store, &chat, &[&messages[..5], &[branch]].concat()).await;
    let found = store.read().chats().find(chat.owner_id, chat.id).await.unwrap();
    assert!(found.is_some_and(|found| found.branched));
}

async fn the_way_is_followed_in_chats_that_are_older_than_that(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let empty = a_kept_chat(&store).await;
    let (straight, messages) = next_messages(&a_kept_chat(&store).await, 10);
    keep(&store, &straight, &messages).await;
    let (mut forked, of_forked) = next_messages(&a_kept_chat(&store).await, 10);
    keep(&store, &forked, &of_forked).await;
    let branch = branch(&mut forked, Some(&of_forked[5]));
    keep(&store, &forked, std::slice::from_ref(&branch)).await;
    store.close().await.unwrap();
    down_and_up(&database, "m20261121_000025_branches").await;

    let store = database.store().await;
    assert_way(&store, &straight, &messages).await;
    assert_way(&store, &forked, &[&of_forked[..6], &[branch]].concat()).await;
    let (grown, messages) = next_messages(&empty, 3);
    keep(&store, &grown, &messages).await;
    for (chat, branched) in [(grown, false), (straight, true), (forked, true)] {
        let found = store.read().chats().find(chat.owner_id, chat.id).await.unwrap();
        assert_eq!(found, Some(Chat { branched, ..chat }));
    }
}

async fn assert_way(store: &SeaOrmStore, chat: &Chat, way: &[Message]) {
    for how in [FORWARDS, BACKWARDS] {
        let first = open(store, chat, how).await.expect("an answer");
        let mut expected = way.to_vec();
        if how == BACKWARDS {
            expected.reverse();
        }
        expected.truncate(20);
        assert_eq!(first.page.items, expected, "{how:?}");
    }
}
