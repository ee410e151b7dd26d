//! How much is kept, and how often it is written.

use std::num::NonZeroU32;

use bookplate_domain::{
    chats::{
        AppendMessages, Appended, Chat, ChatError, ChatLimit, GiveFeedback, Rating, UpdateChat,
    },
    limits::Rule,
    roles::Role,
    sessions::Actor,
    shared::{ChatId, IfVersion},
    store::Store,
};
use bookplate_testkit::{a_chat_id, doubles::PlainLimiter};

use super::{answer, id, names, question, saying, stored, update_chat::unchanged, written};
use crate::world::{ADA, MINUTE, World};

fn is_full<T>(result: &Result<T, ChatError>, of: ChatLimit) -> bool {
    matches!(result, Err(ChatError::LimitExceeded(limit)) if *limit == of)
}

/// A chat that has had so many messages, and has so many: the numbers alone.
async fn counting(world: &World, actor: &Actor, message_count: u32, last_seq: u32) -> ChatId {
    let id = a_chat_id();
    let (chat, _) = world.start_chat(actor, id).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    tx.chats().lock(actor.user_id, id).await.unwrap();
    tx.chats().update(&Chat { message_count, last_seq, ..chat }).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_full_chat_takes_no_further_message_but_every_retry() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let almost = Chat::MAX_MESSAGES - 1;
    let chat = counting(&world, &ada, almost, almost).await;
    let messages = ChatLimit::Messages;
    assert!(is_full(&world.append(&ada, chat, vec![question("q"), answer("a")]).await, messages));
    assert_eq!(names(&world.active(&ada, chat).await), [""; 0], "all or none");

    world.append(&ada, chat, vec![question("q")]).await.unwrap();
    assert_eq!(world.read_chat(&ada, chat).await.message_count, Chat::MAX_MESSAGES);
    assert!(is_full(&world.append(&ada, chat, vec![answer("a")]).await, messages));
    assert!(is_full(&world.put(&ada, chat, answer("a")).await, messages));
    let (_, retried) = stored(world.append(&ada, chat, vec![question("q")]).await.unwrap());
    assert!(!retried[0].1);
    let (anew, _) = written(world.put(&ada, chat, saying("anew", question("q"))).await.unwrap());
    assert_eq!(anew.parts.text(), "anew");

    world.delete_message(&ada, chat, "q").await.unwrap();
    world.append(&ada, chat, vec![answer("a")]).await.unwrap();
}

#[tokio::test]
async fn a_chat_does_not_go_on_forever_by_deleting() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = counting(&world, &ada, 0, 4 * Chat::MAX_MESSAGES - 1).await;
    world.append(&ada, chat, vec![question("q")]).await.unwrap();
    world.delete_message(&ada, chat, "q").await.unwrap();
    assert!(is_full(&world.append(&ada, chat, vec![answer("a")]).await, ChatLimit::MessagesEver));
}

#[tokio::test]
async fn a_visitor_has_fewer_chats_and_messages_until_there_is_an_account() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    world.fill(&visitor, Chat::MAX_PER_VISITOR - 1).await;
    let almost = Chat::MAX_MESSAGES_OF_VISITOR - 1;
    let chat = counting(&world, &visitor, almost, almost).await;
    let (chats, messages) = (ChatLimit::VisitorChats, ChatLimit::VisitorMessages);
    assert!(is_full(&world.start_chat(&visitor, a_chat_id()).await, chats));
    let two = vec![question("q"), answer("a")];
    assert!(is_full(&world.append(&visitor, chat, two).await, messages));
    world.append(&visitor, chat, vec![answer("a")]).await.unwrap();
    assert!(is_full(&world.put(&visitor, chat, answer("b")).await, messages));
    assert_eq!(
        world.app.chats.visitor_allowance(visitor.user_id).await.unwrap().remaining,
        20,
        "what is refused costs nothing"
    );

    let ada = world.actor_of(ADA, Role::User).await;
    world.fill(&ada, Chat::MAX_PER_VISITOR).await;
    let long = counting(&world, &ada, almost, almost).await;
    world.append(&ada, long, vec![question("q"), answer("a")]).await.unwrap();
}

#[tokio::test]
async fn whoever_has_as_many_chats_as_are_kept_starts_no_other() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let ids = world.fill(&ada, Chat::MAX_PER_USER - 1).await;
    let command =
        |chat_id| AppendMessages { chat_id, messages: vec![question("q")], create_chat: true };
    let last = a_chat_id();
    world.start_chat(&ada, last).await.unwrap();
    assert!(is_full(&world.start_chat(&ada, a_chat_id()).await, ChatLimit::Chats));
    let other = a_chat_id();
    let refused = world.app.chats.append_messages(&ada, command(other)).await;
    assert!(is_full(&refused, ChatLimit::Chats), "{refused:?}");

    // Those that are there are there.
    assert!(!world.start_chat(&ada, last).await.unwrap().1);
    world.app.chats.append_messages(&ada, command(last)).await.unwrap();
    world.app.chats.delete_chat(&ada, ids[0], &IfVersion::Any).await.unwrap();
    world.app.chats.append_messages(&ada, command(other)).await.unwrap();
}

#[tokio::test]
async fn whoever_writes_too_often_waits_and_reads_meanwhile() {
    let limits = PlainLimiter::default().with(Rule::Chats, NonZeroU32::new(3).unwrap(), MINUTE);
    let world = World::limited(|_| (), limits).await;
    let ada = world.actor_of(ADA, Role::User).await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    // Two writes: it is started, and gets a message.
    let chat = world.chat(&ada, vec![question("q")]).await;
    world.put(&ada, chat, saying("Q", question("q"))).await.unwrap();
    let is_refused = |result: Result<(), ChatError>| match result {
        Err(ChatError::LimitReached(reached)) => (reached.rule, reached.burst) == (Rule::Chats, 3),
        _ => false,
    };
    let there = world.active(&ada, chat).await;
    assert!(is_refused(world.append(&ada, chat, vec![answer("a")]).await.map(drop)));
    assert!(is_refused(world.put(&ada, chat, answer("a")).await.map(drop)));
    assert!(is_refused(world.start_chat(&ada, a_chat_id()).await.map(drop)));
    assert!(is_refused(world.report(&ada, chat, "q").await.map(drop)));
    let rating = Some((Rating::Up, None));
    let feedback = GiveFeedback { chat_id: chat, id: id("q"), feedback: rating };
    assert!(is_refused(world.app.chats.give_feedback(&ada, feedback).await.map(drop)));
    let pin = UpdateChat { pinned: Some(true), ..unchanged(chat) };
    assert!(is_refused(world.app.chats.update_chat(&ada, pin).await.map(drop)));
    assert_eq!(world.active(&ada, chat).await, there);
    assert_eq!(world.chats(&ada).await.len(), 1);
    world.chat(&eve, vec![question("q")]).await;
}

#[tokio::test]
async fn what_is_not_kept_counts_as_a_write() {
    let limits = PlainLimiter::default().with(Rule::Chats, NonZeroU32::MIN, MINUTE);
    let world = World::limited(|_| (), limits).await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.keep_no_history(&ada).await;
    let first = world.append(&ada, a_chat_id(), vec![question("q")]).await.unwrap();
    assert_eq!(first, Appended::NotStored);
    let second = world.append(&ada, a_chat_id(), vec![question("q")]).await;
    assert!(matches!(second, Err(ChatError::LimitReached(_))), "{second:?}");
}
