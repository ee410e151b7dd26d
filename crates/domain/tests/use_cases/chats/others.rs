//! What belongs to somebody else is as if it were not there.

use bookplate_domain::{
    chats::{ChatError, GiveFeedback, ListMessages, MessageOrder, MessageView, Rating, UpdateChat},
    roles::Role,
    sessions::Actor,
    shared::{ChatId, IfVersion, Limit},
};
use bookplate_testkit::a_chat_id;

use super::{answer, id, is_not_found, names, question, saying};
use crate::world::{ADA, World};

/// Whatever can be tried with a chat whose id is known, and what comes of it.
async fn everything_tried(
    world: &World,
    actor: &Actor,
    chat_id: ChatId,
) -> Vec<(&'static str, Result<(), ChatError>)> {
    let chats = &world.app.chats;
    let view = MessageView::All;
    let order = MessageOrder::Asc;
    let list = ListMessages { chat_id, view, order, after: None, limit: Limit::DEFAULT };
    let update = UpdateChat {
        id: chat_id,
        title: None,
        pinned: Some(true),
        archived: None,
        tags: None,
        metadata: None,
        if_version: IfVersion::Any,
    };
    let feedback = GiveFeedback { chat_id, id: id("q"), feedback: Some((Rating::Up, None)) };
    let mut wrong_version = update.clone();
    wrong_version.if_version = IfVersion::OneOf(Vec::new());
    vec![
        ("read", chats.read_chat(actor, chat_id).await.map(drop)),
        ("update", chats.update_chat(actor, update).await.map(drop)),
        ("update if", chats.update_chat(actor, wrong_version).await.map(drop)),
        ("append", world.append(actor, chat_id, vec![question("new")]).await.map(drop)),
        ("retry", world.append(actor, chat_id, vec![question("q")]).await.map(drop)),
        ("add", world.put(actor, chat_id, answer("new")).await.map(drop)),
        ("rewrite", world.put(actor, chat_id, saying("else", question("q"))).await.map(drop)),
        ("list messages", chats.list_messages(actor, list).await.map(drop)),
        ("read message", chats.read_message(actor, chat_id, &id("q")).await.map(drop)),
        ("feedback", chats.give_feedback(actor, feedback).await.map(drop)),
        ("report", world.report(actor, chat_id, "q").await.map(drop)),
        ("export", chats.export_chat(actor, chat_id, view).await.map(drop)),
        ("delete message", world.delete_message(actor, chat_id, "q").await),
        ("delete", chats.delete_chat(actor, chat_id, &IfVersion::Any).await),
    ]
}

#[tokio::test]
async fn nobody_can_tell_anothers_chat_from_one_that_is_not_there() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let (before, there) = (world.read_chat(&ada, chat).await, world.active(&ada, chat).await);
    let others = [
        world.visitor().await,
        world.actor_of("eve@example.com", Role::User).await,
        world.actor_of("mo@example.com", Role::Moderator).await,
        world.actor_of("root@example.com", Role::Admin).await,
    ];
    let trail = world.trail().len();
    for other in &others {
        for id in [chat, a_chat_id()] {
            for (what, result) in everything_tried(&world, other, id).await {
                assert!(is_not_found(&result), "{what} as {:?}: {result:?}", other.role);
            }
        }
        assert_eq!(world.app.chats.delete_chats(other, &[chat]).await.unwrap(), 0);
        assert_eq!(world.chats(other).await, []);
    }
    assert_eq!(world.read_chat(&ada, chat).await, before);
    assert_eq!(world.active(&ada, chat).await, there);
    assert_eq!(world.trail().len(), trail, "nobody reported anything");
}

/// The table above could pass because all of it is always refused.
#[tokio::test]
async fn all_of_it_works_with_the_own_chat() {
    let world = World::new().await;
    let ada = world.visitor().await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    for (what, result) in everything_tried(&world, &ada, chat).await {
        match what {
            "update if" => assert!(matches!(result, Err(ChatError::VersionConflict))),
            _ => assert!(result.is_ok(), "{what}: {result:?}"),
        }
    }
    assert_eq!(world.chats(&ada).await, []);
}

#[tokio::test]
async fn a_message_that_is_not_there_is_not_found_in_the_own_chat_either() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.chat(&ada, vec![question("q")]).await;
    let chat = world.chat(&ada, vec![question("other")]).await;
    let chats = &world.app.chats;
    assert!(is_not_found(&chats.read_message(&ada, chat, &id("q")).await));
    let feedback = GiveFeedback { chat_id: chat, id: id("q"), feedback: None };
    assert!(is_not_found(&chats.give_feedback(&ada, feedback).await));
    assert!(is_not_found(&world.report(&ada, chat, "q").await));
    assert!(is_not_found(&world.delete_message(&ada, chat, "q").await));
    assert_eq!(names(&world.active(&ada, chat).await), ["other"]);
}
