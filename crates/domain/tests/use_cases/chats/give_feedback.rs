use bookplate_domain::{
    chats::{Comment, Feedback, GiveFeedback, Message, Rating},
    roles::Role,
    sessions::Actor,
    shared::ChatId,
};

use super::{answer, id, question, saying, stored, written};
use crate::world::{ADA, MINUTE, World};

async fn rate(
    world: &World,
    actor: &Actor,
    chat_id: ChatId,
    feedback: Option<(Rating, Option<Comment>)>,
) -> Message {
    let command = GiveFeedback { chat_id, id: id("a"), feedback };
    world.app.chats.give_feedback(actor, command).await.unwrap()
}

#[tokio::test]
async fn feedback_takes_the_place_of_what_was_said_before_and_is_taken_back() {
    let world = World::new().await;
    let ada = world.visitor().await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    let comment = Some(Comment::parse("It's wrong.").unwrap());
    let first = rate(&world, &ada, chat, Some((Rating::Down, comment.clone()))).await;
    let at = world.ports.clock.now();
    assert_eq!(first.feedback, Some(Feedback { rating: Rating::Down, comment, at }));
    assert_eq!(world.active(&ada, chat).await[1], first);

    world.clock.advance(MINUTE);
    let second = rate(&world, &ada, chat, Some((Rating::Up, None))).await;
    let at = world.ports.clock.now();
    assert_eq!(second.feedback, Some(Feedback { rating: Rating::Up, comment: None, at }));
    assert_eq!(rate(&world, &ada, chat, None).await.feedback, None);
    assert_eq!(world.active(&ada, chat).await[1].feedback, None);
    assert_eq!(world.active(&ada, chat).await[0].feedback, None);
}

#[tokio::test]
async fn feedback_changes_nothing_else() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    let (before, there) = (world.read_chat(&ada, chat).await, world.active(&ada, chat).await);
    world.clock.advance(MINUTE);
    let rated = rate(&world, &ada, chat, Some((Rating::Up, None))).await;
    assert_eq!(world.read_chat(&ada, chat).await, before);
    assert_eq!(Message { feedback: None, ..rated }, there[1]);
    // It is no other content: a retry is one still.
    let (_, messages) = stored(world.append(&ada, chat, vec![answer("a")]).await.unwrap());
    assert!(!messages[0].1 && messages[0].0.feedback.is_some());
}

#[tokio::test]
async fn feedback_stays_when_the_message_is_rewritten() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    rate(&world, &ada, chat, Some((Rating::Up, None))).await;
    let (there, _) = written(world.put(&ada, chat, saying("anew", answer("a"))).await.unwrap());
    assert_eq!(there.feedback.map(|feedback| feedback.rating), Some(Rating::Up));
}
