use bookplate_domain::{
    chats::{MessageView, NewMessage, Parent},
    roles::Role,
    sessions::Actor,
    shared::ChatId,
};

use super::{answer, following, id, is_not_found, names, question};
use crate::world::{ADA, MINUTE, World};

fn root(name: &str) -> NewMessage {
    NewMessage { parent: Parent::Root, ..question(name) }
}

/// Each message of a chat with what it follows.
async fn tree(world: &World, actor: &Actor, chat: ChatId) -> Vec<(String, Option<String>)> {
    let all = world.messages(actor, chat, MessageView::All).await;
    let parent = |id: bookplate_domain::chats::MessageId| id.as_str().to_owned();
    all.into_iter().map(|each| (parent(each.id), each.parent_id.map(parent))).collect()
}

fn edges(expected: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
    expected.iter().map(|(id, parent)| ((*id).into(), parent.map(Into::into))).collect()
}

#[tokio::test]
async fn what_follows_a_deleted_message_follows_its_parent() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let messages =
        vec![question("q1"), answer("a1"), question("q2"), following("a1", question("q3"))];
    let chat = world.chat(&ada, messages).await;
    world.delete_message(&ada, chat, "a1").await.unwrap();
    let expected = [("q1", None), ("q2", Some("q1")), ("q3", Some("q1"))];
    assert_eq!(tree(&world, &ada, chat).await, edges(&expected));
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.message_count, after.head_id, after.version), (3, Some(id("q3")), 3));

    world.delete_message(&ada, chat, "q1").await.unwrap();
    let expected = [("q2", None), ("q3", None)];
    assert_eq!(tree(&world, &ada, chat).await, edges(&expected), "they are roots");
}

#[tokio::test]
async fn the_parent_of_a_deleted_head_is_the_head() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat =
        world.chat(&ada, vec![question("q"), answer("a1"), following("q", answer("a2"))]).await;
    world.delete_message(&ada, chat, "a2").await.unwrap();
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.head_id, after.preview.as_deref()), (Some(id("q")), Some("q")));
    assert_eq!(names(&world.active(&ada, chat).await), ["q"], "not the other branch");
    world.append(&ada, chat, vec![answer("a3")]).await.unwrap();
    assert_eq!(names(&world.active(&ada, chat).await), ["q", "a3"]);
}

#[tokio::test]
async fn without_a_parent_the_newest_message_that_is_left_is_the_head() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a"), root("anew")]).await;
    world.delete_message(&ada, chat, "anew").await.unwrap();
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.head_id, after.preview.as_deref()), (Some(id("a")), Some("a")));
    assert_eq!(names(&world.active(&ada, chat).await), ["q", "a"]);
}

#[tokio::test]
async fn a_chat_without_its_last_message_goes_on_with_the_next_number() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let before = world.read_chat(&ada, chat).await;
    world.clock.advance(MINUTE);
    world.delete_message(&ada, chat, "q").await.unwrap();
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.message_count, &after.head_id, &after.preview), (0, &None, &None));
    assert_eq!((after.last_seq, after.title), (1, None));
    assert_eq!(after.last_message_at, before.last_message_at, "it stays where it is in the list");
    assert_eq!(world.active(&ada, chat).await, []);

    world.append(&ada, chat, vec![question("q2")]).await.unwrap();
    let next = world.active(&ada, chat).await.remove(0);
    assert_eq!((next.seq, next.parent_id), (2, None));
}

#[tokio::test]
async fn a_message_is_deleted_once() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    world.delete_message(&ada, chat, "a").await.unwrap();
    let before = world.read_chat(&ada, chat).await;
    for gone in ["a", "never"] {
        assert!(is_not_found(&world.delete_message(&ada, chat, gone).await), "{gone}");
        assert!(is_not_found(&world.app.chats.read_message(&ada, chat, &id(gone)).await));
    }
    assert_eq!(world.read_chat(&ada, chat).await, before);
}
