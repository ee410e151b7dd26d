use bookplate_domain::{
    chats::{MessageStatus, MessageView, NewMessage},
    roles::Role,
    shared::ChatId,
};
use bookplate_testkit::a_chat_id;

use super::{
    answer, at_status, following, id, is_not_found, names, question, saying, written, wrong_field,
};
use crate::world::{ADA, MILLISECOND, MINUTE, World};

fn streaming(text: &str) -> NewMessage {
    at_status(MessageStatus::Streaming, saying(text, answer("a")))
}

#[tokio::test]
async fn a_message_that_is_not_there_is_added() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a1")]).await;
    world.clock.advance(MINUTE);
    let branch = following("q", answer("a2"));
    let (added, created) = written(world.put(&ada, chat, branch).await.unwrap());
    assert!(created);
    assert_eq!((added.seq, added.parent_id), (3, Some(id("q"))));
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.message_count, after.head_id.clone()), (3, Some(id("a2"))));
    assert_eq!((after.last_message_at, after.version), (world.ports.clock.now(), 3));
    assert_eq!(names(&world.active(&ada, chat).await), ["q", "a2"]);

    let (next, _) = written(world.put(&ada, chat, question("q2")).await.unwrap());
    assert_eq!(next.parent_id, Some(id("a2")), "without a parent it follows the head");
}

#[tokio::test]
async fn a_checkpoint_rewrites_the_message_and_moves_nothing() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), question("other")]).await;
    let first = following("q", streaming("A"));
    let (first, _) = written(world.put(&ada, chat, first).await.unwrap());
    let before = world.read_chat(&ada, chat).await;
    world.clock.advance(MINUTE);
    let newer = world.chat(&ada, vec![question("newer")]).await;
    world.clock.advance(MINUTE);

    let elsewhere = following("other", streaming("A PID"));
    let (second, created) = written(world.put(&ada, chat, elsewhere).await.unwrap());
    assert!(!created);
    assert_eq!((second.seq, &second.parent_id), (first.seq, &first.parent_id));
    assert_eq!(second.created_at, first.created_at);
    assert_eq!(
        (second.parts.text().as_str(), second.updated_at),
        ("A PID", world.ports.clock.now())
    );
    assert_eq!(world.app.chats.read_message(&ada, chat, &id("a")).await.unwrap(), second);

    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.last_message_at, after.last_seq), (before.last_message_at, before.last_seq));
    assert_eq!((after.message_count, after.preview.as_deref()), (3, Some("A PID")));
    assert_eq!(after.version, before.version + 1, "its owner can see the change");
    let order: Vec<ChatId> = world.chats(&ada).await.iter().map(|chat| chat.id).collect();
    assert_eq!(order, [newer, chat]);
}

#[tokio::test]
async fn a_message_that_is_not_the_head_is_not_the_preview() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    world.put(&ada, chat, saying("edited", question("q"))).await.unwrap();
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.preview.as_deref(), after.head_id), (Some("a"), Some(id("a"))));
    assert_eq!(world.active(&ada, chat).await[0].parts.text(), "edited");
}

#[tokio::test]
async fn a_checkpoint_that_comes_late_does_no_harm() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), streaming("A")]).await;
    let whole = saying("A PID loop", answer("a"));
    let (whole, _) = written(world.put(&ada, chat, whole).await.unwrap());
    let before = world.read_chat(&ada, chat).await;
    world.clock.advance(MINUTE);
    let unfinished = [MessageStatus::Streaming, MessageStatus::Incomplete, MessageStatus::Error];
    for status in unfinished {
        let late = at_status(status, saying("A PID", answer("a")));
        let (there, created) = written(world.put(&ada, chat, late).await.unwrap());
        assert_eq!((&there, created), (&whole, false), "{status:?}");
    }
    assert_eq!(world.read_chat(&ada, chat).await, before);

    // Something complete is written anew on purpose.
    let edited = saying("A PID controller", answer("a"));
    let (edited, _) = written(world.put(&ada, chat, edited).await.unwrap());
    assert_eq!(edited.parts.text(), "A PID controller");
}

#[tokio::test]
async fn what_was_broken_off_may_go_on() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), streaming("A")]).await;
    for status in [MessageStatus::Error, MessageStatus::Streaming, MessageStatus::Incomplete] {
        let message = at_status(status, streaming("A"));
        let (there, _) = written(world.put(&ada, chat, message).await.unwrap());
        assert_eq!(there.status, status);
    }
}

#[tokio::test]
async fn an_answer_without_a_checkpoint_for_ten_minutes_was_broken_off() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), streaming("A")]).await;
    let now = || world.ports.clock.now();
    world.clock.advance(9 * MINUTE);
    let (there, _) = written(world.put(&ada, chat, streaming("A PID")).await.unwrap());
    world.clock.advance(10 * MINUTE);
    assert_eq!(there.status_at(now()), MessageStatus::Streaming);
    world.clock.advance(MILLISECOND);
    let shown = world.app.chats.read_message(&ada, chat, &id("a")).await.unwrap();
    assert_eq!(shown.status_at(now()), MessageStatus::Incomplete);
    // It was not: the next checkpoint shows that.
    let (there, _) = written(world.put(&ada, chat, streaming("A PID l")).await.unwrap());
    assert_eq!(there.status_at(now()), MessageStatus::Streaming);
}

#[tokio::test]
async fn a_message_that_was_deleted_is_not_there_for_a_checkpoint() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), streaming("A")]).await;
    world.delete_message(&ada, chat, "a").await.unwrap();
    for late in [streaming("A PID"), saying("A PID", answer("a"))] {
        assert!(is_not_found(&world.put(&ada, chat, late).await));
    }
    assert_eq!(names(&world.messages(&ada, chat, MessageView::All).await), ["q"]);
}

#[tokio::test]
async fn a_parent_that_is_not_there_is_told_as_a_field_of_the_one_message() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let refused = world.put(&ada, chat, following("nobody", answer("a"))).await;
    assert_eq!(wrong_field(refused), "parentId");
    assert_eq!(names(&world.messages(&ada, chat, MessageView::All).await), ["q"]);
}

#[tokio::test]
async fn no_chat_is_started_by_writing_a_message() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    assert!(is_not_found(&world.put(&ada, a_chat_id(), question("q")).await));
    assert_eq!(world.chats(&ada).await, []);
}

#[tokio::test]
async fn the_title_of_a_question_is_that_of_what_it_says_now_and_gone_with_it() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("secret"), answer("a"), question("other")]).await;
    let title = async || world.read_chat(&ada, chat).await.title.map(|title| title.to_string());
    assert_eq!(title().await.as_deref(), Some("secret"));
    world.put(&ada, chat, saying("open", question("other"))).await.unwrap();
    assert_eq!(title().await.as_deref(), Some("secret"));
    world.put(&ada, chat, saying("public", question("secret"))).await.unwrap();
    assert_eq!(title().await.as_deref(), Some("public"));
    world.delete_message(&ada, chat, "secret").await.unwrap();
    assert_eq!(title().await, None);
    world.append(&ada, chat, vec![question("next")]).await.unwrap();
    assert_eq!(title().await.as_deref(), Some("next"));
}
