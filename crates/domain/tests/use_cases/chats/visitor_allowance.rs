use std::time::Duration;

use bookplate_domain::{
    chats::{ChatError, VisitorAllowance},
    roles::Role,
    sessions::Actor,
    shared::Timestamp,
};

use super::{answer, names, question};
use crate::world::{ADA, DAY, MILLISECOND, PASSWORD, World, verification_optional};

const HOUR: Duration = Duration::from_secs(3600);

async fn three_a_day() -> World {
    World::with(|policy| {
        policy.visitors.messages_per_day = 3;
        verification_optional(policy);
    })
    .await
}

/// After how long the next question is taken; fails if this was none too many.
fn waits<T: std::fmt::Debug>(result: Result<T, ChatError>) -> Duration {
    match result {
        Err(ChatError::VisitorLimitReached { limit: 3, retry_after }) => retry_after,
        other => panic!("not refused: {other:?}"),
    }
}

async fn allowance(world: &World, visitor: &Actor) -> (u32, Option<Timestamp>) {
    let allowance = world.app.chats.visitor_allowance(visitor.user_id).await.unwrap();
    let VisitorAllowance { limit, remaining, next_at } = allowance;
    assert_eq!(limit, 3);
    (remaining, next_at)
}

#[tokio::test]
async fn each_question_comes_back_a_day_after_it_was_asked() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let start = world.ports.clock.now();
    assert_eq!(allowance(&world, &visitor).await, (3, None));
    let chat = world.chat(&visitor, vec![question("q1")]).await;
    assert_eq!(allowance(&world, &visitor).await, (2, Some(start.plus(DAY))));
    world.clock.advance(HOUR);
    world.append(&visitor, chat, vec![question("q2")]).await.unwrap();
    world.clock.advance(HOUR);
    world.append(&visitor, chat, vec![question("q3")]).await.unwrap();
    assert_eq!(allowance(&world, &visitor).await, (0, Some(start.plus(DAY))));

    let fourth = || world.append(&visitor, chat, vec![question("q4")]);
    assert_eq!(waits(fourth().await), 22 * HOUR);
    world.clock.advance(22 * HOUR - MILLISECOND);
    assert_eq!(waits(fourth().await), MILLISECOND);
    assert_eq!(names(&world.active(&visitor, chat).await), ["q1", "q2", "q3"]);

    world.clock.advance(MILLISECOND);
    assert_eq!(allowance(&world, &visitor).await, (1, Some(start.plus(HOUR + DAY))));
    fourth().await.unwrap();
    let fifth = world.append(&visitor, chat, vec![question("q5")]).await;
    assert_eq!(waits(fifth), HOUR, "until the second one comes back");
    world.clock.advance(2 * DAY);
    assert_eq!(allowance(&world, &visitor).await, (3, None));
}

#[tokio::test]
async fn a_request_with_more_questions_than_are_left_is_refused_whole() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q1")]).await;
    world.clock.advance(HOUR);
    world.append(&visitor, chat, vec![question("q2")]).await.unwrap();
    let two = vec![question("q3"), question("q4")];
    assert_eq!(waits(world.append(&visitor, chat, two).await), 23 * HOUR);
    let three = vec![question("q3"), question("q4"), question("q5")];
    assert_eq!(waits(world.append(&visitor, chat, three).await), 24 * HOUR);
    let never = (3..7).map(|n| question(&format!("q{n}"))).collect();
    assert_eq!(waits(world.append(&visitor, chat, never).await), DAY);
    assert_eq!(names(&world.active(&visitor, chat).await), ["q1", "q2"]);
    assert_eq!(allowance(&world, &visitor).await.0, 1, "what is refused does not count");
}

#[tokio::test]
async fn each_visitor_has_a_day_of_their_own() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    world.chat(&visitor, vec![question("q1"), question("q2"), question("q3")]).await;
    let other = world.visitor().await;
    assert_eq!(allowance(&world, &other).await, (3, None));
    world.chat(&other, vec![question("q1")]).await;
}

#[tokio::test]
async fn answers_are_not_counted() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let answers = (1..=9).map(|n| answer(&format!("a{n}"))).collect();
    let chat = world.chat(&visitor, answers).await;
    world.put(&visitor, chat, answer("a10")).await.unwrap();
    assert_eq!(allowance(&world, &visitor).await, (3, None));
}

#[tokio::test]
async fn whoever_deletes_a_chat_gets_no_question_back() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q1"), question("q2"), question("q3")]).await;
    world.delete_message(&visitor, chat, "q3").await.unwrap();
    world.app.chats.delete_chats(&visitor, &[chat]).await.unwrap();
    assert_eq!(allowance(&world, &visitor).await.0, 0);
    world.start_chat(&visitor, chat).await.unwrap();
    assert_eq!(waits(world.append(&visitor, chat, vec![question("q1")]).await), DAY);
}

#[tokio::test]
async fn a_user_asks_as_much_as_they_like() {
    let world = three_a_day().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let many = |from: u32| (from..from + 9).map(|n| question(&format!("q{n}"))).collect();
    let chat = world.chat(&ada, many(0)).await;
    world.append(&ada, chat, many(9)).await.unwrap();
    world.keep_no_history(&ada).await;
    world.append(&ada, chat, many(18)).await.unwrap();
}

#[tokio::test]
async fn a_visitor_who_registers_has_no_limit_any_more() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q1"), question("q2"), question("q3")]).await;
    waits(world.append(&visitor, chat, vec![question("q4")]).await);
    world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    let ada = world.actor(ADA, PASSWORD).await;
    world.append(&ada, chat, vec![question("q4")]).await.unwrap();
}
