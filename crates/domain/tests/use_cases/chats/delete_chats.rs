use bookplate_domain::{
    chats::{ChatError, ChatQuery, SearchChats},
    roles::Role,
    sessions::SessionError,
    shared::{IfVersion, Limit},
};
use bookplate_testkit::{a_chat_id, a_client};

use super::{answer, is_not_found, names, question};
use crate::world::{ADA, World};

#[tokio::test]
async fn a_chat_is_deleted_with_its_messages_and_its_id_is_free_again() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    world.delete_message(&ada, chat, "a").await.unwrap();
    world.app.chats.delete_chat(&ada, chat, &IfVersion::Any).await.unwrap();
    assert!(is_not_found(&world.app.chats.read_chat(&ada, chat).await));
    let again = world.app.chats.delete_chat(&ada, chat, &IfVersion::Any).await;
    assert!(is_not_found(&again), "{again:?}");
    let query = ChatQuery::parse("q").unwrap();
    let search = SearchChats { query, after: None, limit: Limit::MOST };
    assert!(world.app.chats.search_chats(&ada, &search).await.unwrap().items.is_empty());

    let (anew, created) = world.start_chat(&ada, chat).await.unwrap();
    assert_eq!((created, anew.message_count, anew.version), (true, 0, 1));
    // Nothing is known of the messages that were deleted either.
    world.append(&ada, chat, vec![answer("a")]).await.unwrap();
    assert_eq!(names(&world.active(&ada, chat).await), ["a"]);
}

#[tokio::test]
async fn only_the_version_that_was_read_is_deleted_if_that_is_asked_for() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let read = IfVersion::OneOf(vec![world.read_chat(&ada, chat).await.version]);
    world.append(&ada, chat, vec![answer("a")]).await.unwrap();
    let late = world.app.chats.delete_chat(&ada, chat, &read).await;
    assert!(matches!(late, Err(ChatError::VersionConflict)), "{late:?}");
    let read = IfVersion::OneOf(vec![world.read_chat(&ada, chat).await.version]);
    world.app.chats.delete_chat(&ada, chat, &read).await.unwrap();
    assert_eq!(world.chats(&ada).await, []);
}

#[tokio::test]
async fn of_many_chats_the_own_ones_are_deleted_and_counted() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    let mut own = Vec::new();
    for _ in 0..3 {
        own.push(world.chat(&ada, vec![question("q")]).await);
    }
    let others = world.chat(&eve, vec![question("q")]).await;
    let wanted = [own[0], own[2], own[0], others, a_chat_id()];
    assert_eq!(world.app.chats.delete_chats(&ada, &wanted).await.unwrap(), 2);
    assert_eq!(world.app.chats.delete_chats(&ada, &wanted).await.unwrap(), 0);
    let left: Vec<_> = world.chats(&ada).await.iter().map(|chat| chat.id).collect();
    assert_eq!(left, [own[1]]);
    assert_eq!(names(&world.active(&eve, others).await), ["q"]);
}

#[tokio::test]
async fn whoever_is_gone_deletes_nothing() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.app.users.delete_account(&ada, &a_client()).await.unwrap();
    let late = world.app.chats.delete_chats(&ada, &[a_chat_id()]).await;
    assert!(matches!(late, Err(ChatError::Session(SessionError::Revoked))), "{late:?}");
}
