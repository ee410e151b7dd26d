//! Whoever wants no history.

use bookplate_domain::{
    chats::{AppendMessages, Appended, Put},
    roles::Role,
};
use bookplate_testkit::a_chat_id;

use super::{answer, is_not_found, names, question, saying};
use crate::world::{ADA, World};

#[tokio::test]
async fn whoever_wants_no_history_has_nothing_added_or_rewritten() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    let (before, there) = (world.read_chat(&ada, chat).await, world.active(&ada, chat).await);
    world.keep_no_history(&ada).await;

    let appended = world.append(&ada, chat, vec![question("secret")]).await.unwrap();
    assert_eq!(appended, Appended::NotStored);
    for message in [answer("new"), saying("secret", answer("a"))] {
        assert_eq!(world.put(&ada, chat, message).await.unwrap(), Put::NotStored);
    }
    assert_eq!(world.read_chat(&ada, chat).await, before);
    assert_eq!(world.active(&ada, chat).await, there, "what was there is still read");
}

#[tokio::test]
async fn no_chat_is_started_for_messages_that_are_not_kept() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.keep_no_history(&ada).await;
    let chat_id = a_chat_id();
    let messages = vec![question("q")];
    let command = AppendMessages { chat_id, messages: messages.clone(), create_chat: true };
    let appended = world.app.chats.append_messages(&ada, command).await.unwrap();
    assert_eq!(appended, Appended::NotStored);
    // A back end that keeps nothing asks for no chat either.
    assert_eq!(world.append(&ada, chat_id, messages).await.unwrap(), Appended::NotStored);
    assert!(is_not_found(&world.app.chats.read_chat(&ada, chat_id).await));
    assert_eq!(world.chats(&ada).await, []);
}

#[tokio::test]
async fn the_wish_of_one_is_nobody_elses() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    world.keep_no_history(&ada).await;
    let chat = world.chat(&eve, vec![question("q")]).await;
    assert_eq!(names(&world.active(&eve, chat).await), ["q"]);
}
