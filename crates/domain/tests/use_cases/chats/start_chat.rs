use bookplate_domain::{
    chats::{ChatError, ChatMetadata, StartChat, Title, TitleSource},
    roles::Role,
};
use bookplate_testkit::a_chat_id;
use serde_json::json;

use super::question;
use crate::world::{ADA, MINUTE, World};

#[tokio::test]
async fn a_chat_starts_empty_and_is_listed_at_the_moment_of_its_start() {
    let world = World::new().await;
    let ada = world.visitor().await;
    let metadata = json!({ "model": "small" }).as_object().cloned().unwrap();
    let metadata = ChatMetadata::parse(metadata).unwrap();
    let command = StartChat { id: None, title: None, metadata: metadata.clone() };
    let (chat, created) = world.app.chats.start_chat(&ada, command.clone()).await.unwrap();
    assert!(created);
    assert_eq!((chat.owner_id, &chat.metadata, chat.version), (ada.user_id, &metadata, 1));
    assert_eq!((&chat.title, chat.title_source, chat.message_count), (&None, TitleSource::Auto, 0));
    assert_eq!(chat.last_message_at, world.ports.clock.now());
    world.clock.advance(MINUTE);
    let (other, _) = world.app.chats.start_chat(&ada, command).await.unwrap();
    assert_eq!(world.chats(&ada).await, [other, chat], "each has an id of its own");
}

#[tokio::test]
async fn a_chat_that_is_there_stays_as_it_is() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let before = world.read_chat(&ada, chat).await;
    world.clock.advance(MINUTE);
    let title = Some(Title::parse("Other").unwrap());
    let command = StartChat { id: Some(chat), title, metadata: ChatMetadata::default() };
    let (again, created) = world.app.chats.start_chat(&ada, command).await.unwrap();
    assert_eq!((&again, created), (&before, false));
    assert_eq!(world.chats(&ada).await, [before]);
}

#[tokio::test]
async fn a_title_that_was_given_is_not_that_of_the_first_question() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let (id, title) = (a_chat_id(), Title::parse("Mine").unwrap());
    let metadata = ChatMetadata::default();
    let command = StartChat { id: Some(id), title: Some(title.clone()), metadata };
    let (chat, _) = world.app.chats.start_chat(&ada, command).await.unwrap();
    assert_eq!(chat.title_source, TitleSource::User);
    world.append(&ada, id, vec![question("q")]).await.unwrap();
    assert_eq!(world.read_chat(&ada, id).await.title, Some(title));
}

#[tokio::test]
async fn an_id_that_anothers_chat_has_starts_none() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    let id = a_chat_id();
    world.start_chat(&ada, id).await.unwrap();
    let taken = world.start_chat(&eve, id).await;
    assert!(matches!(taken, Err(ChatError::IdTaken)), "{taken:?}");
    assert_eq!(world.chats(&eve).await, []);
    assert_eq!(world.chats(&ada).await.len(), 1);
}
