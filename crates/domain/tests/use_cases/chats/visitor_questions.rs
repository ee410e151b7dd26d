//! What counts as a question of a visitor.

use bookplate_domain::{
    chats::{ChatError, MessageMetadata, NewMessage},
    sessions::Actor,
};
use bookplate_testkit::a_chat_id;

use super::{answer, id, question, saying};
use crate::world::{DAY, MILLISECOND, MINUTE, World};

/// How many of twenty questions are spent.
async fn spent(world: &World, visitor: &Actor) -> u32 {
    20 - world.app.chats.visitor_allowance(visitor.user_id).await.unwrap().remaining
}

async fn two_a_day() -> World {
    World::with(|policy| policy.visitors.messages_per_day = 2).await
}

#[tokio::test]
async fn a_retry_is_no_other_question() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q1")]).await;
    for _ in 0..3 {
        world.append(&visitor, chat, vec![question("q1")]).await.unwrap();
        world.put(&visitor, chat, question("q1")).await.unwrap();
    }
    assert_eq!(spent(&world, &visitor).await, 1);
    world.append(&visitor, chat, vec![question("q1"), question("q2")]).await.unwrap();
    assert_eq!(spent(&world, &visitor).await, 2);
}

#[tokio::test]
async fn a_retry_is_answered_when_nothing_is_left() {
    let world = two_a_day().await;
    let visitor = world.visitor().await;
    let both = vec![question("q1"), question("q2")];
    let chat = world.chat(&visitor, both.clone()).await;
    world.append(&visitor, chat, both).await.unwrap();
    // The answer to the last question is kept, too.
    world.append(&visitor, chat, vec![answer("a2")]).await.unwrap();
}

#[tokio::test]
async fn what_was_not_kept_was_not_asked() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q")]).await;
    let conflict = vec![question("new"), saying("else", question("q"))];
    assert!(world.append(&visitor, chat, conflict).await.is_err());
    assert!(world.append(&visitor, a_chat_id(), vec![question("q")]).await.is_err());
    assert!(world.put(&visitor, a_chat_id(), question("q")).await.is_err());
    assert_eq!(spent(&world, &visitor).await, 1);
}

#[tokio::test]
async fn an_edited_question_is_another() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q"), answer("a")]).await;
    world.put(&visitor, chat, saying("rewritten", question("q"))).await.unwrap();
    assert_eq!(spent(&world, &visitor).await, 2);
    // A note beside it asks nothing.
    let metadata = Some(MessageMetadata::parse("1").unwrap());
    let noted = NewMessage { metadata, ..saying("rewritten", question("q")) };
    world.put(&visitor, chat, noted).await.unwrap();
    assert_eq!(spent(&world, &visitor).await, 2);
    // An answer that becomes a question is one, and so is a question that is put there.
    world.put(&visitor, chat, question("a")).await.unwrap();
    world.put(&visitor, chat, question("new")).await.unwrap();
    assert_eq!(spent(&world, &visitor).await, 4);
}

#[tokio::test]
async fn a_question_that_is_one_too_many_is_not_rewritten_either() {
    let world = two_a_day().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q1"), question("q2")]).await;
    let refused = world.put(&visitor, chat, saying("rewritten", question("q1"))).await;
    assert!(matches!(refused, Err(ChatError::VisitorLimitReached { limit: 2, .. })), "{refused:?}");
    let refused = world.put(&visitor, chat, question("q3")).await;
    assert!(matches!(refused, Err(ChatError::VisitorLimitReached { limit: 2, .. })), "{refused:?}");
    let there = world.app.chats.read_message(&visitor, chat, &id("q1")).await.unwrap();
    assert_eq!(there.parts.text(), "q1");
}

#[tokio::test]
async fn what_is_not_kept_counts_each_time_it_is_sent() {
    let world = two_a_day().await;
    let visitor = world.visitor().await;
    world.keep_no_history(&visitor).await;
    let chat = a_chat_id();
    world.append(&visitor, chat, vec![answer("a"), question("q")]).await.unwrap();
    world.put(&visitor, chat, question("q")).await.unwrap();
    let refused = world.append(&visitor, chat, vec![question("q")]).await;
    assert!(matches!(refused, Err(ChatError::VisitorLimitReached { limit: 2, .. })), "{refused:?}");
    let refused = world.put(&visitor, chat, question("q")).await;
    assert!(matches!(refused, Err(ChatError::VisitorLimitReached { limit: 2, .. })), "{refused:?}");
    world.append(&visitor, chat, vec![answer("a")]).await.unwrap();
}

#[tokio::test]
async fn what_was_asked_more_than_a_day_ago_is_forgotten() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q1"), question("q2")]).await;
    world.clock.advance(MINUTE);
    world.append(&visitor, chat, vec![question("q3")]).await.unwrap();
    world.clock.advance(DAY - MINUTE);
    assert_eq!(world.app.chats.purge_visitor_questions().await.unwrap(), 0);
    world.clock.advance(MILLISECOND);
    assert_eq!(world.app.chats.purge_visitor_questions().await.unwrap(), 1);
    assert_eq!(world.app.chats.purge_visitor_questions().await.unwrap(), 0);
    assert_eq!(spent(&world, &visitor).await, 1, "the younger one counts still");
    world.clock.advance(MINUTE);
    assert_eq!(world.app.chats.purge_visitor_questions().await.unwrap(), 1);
}
