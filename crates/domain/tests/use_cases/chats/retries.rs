//! Whoever got no answer sends the same again.

use bookplate_domain::{
    chats::{ChatError, MessageMetadata, MessageStatus, MessageView, NewMessage, Parent, Parts},
    roles::Role,
};

use super::{answer, at_status, following, id, names, question, saying, stored, written};
use crate::world::{ADA, MINUTE, World};

#[tokio::test]
async fn a_retry_changes_nothing_and_is_answered_with_what_is_there() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let sent = vec![question("q"), answer("a")];
    let chat = world.chat(&ada, sent.clone()).await;
    let before = world.read_chat(&ada, chat).await;
    let there = world.active(&ada, chat).await;
    world.clock.advance(MINUTE);
    let (after, messages) = stored(world.append(&ada, chat, sent).await.unwrap());
    assert_eq!((&after, &world.read_chat(&ada, chat).await), (&before, &before));
    assert!(messages.iter().all(|(_, created)| !created), "{messages:?}");
    let answered: Vec<_> = messages.into_iter().map(|(message, _)| message).collect();
    assert_eq!(answered, there);
    assert_eq!(world.messages(&ada, chat, MessageView::All).await, there);
}

#[tokio::test]
async fn a_retry_with_something_more_adds_that_behind_it() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q1"), answer("a1")]).await;
    let more = vec![question("q1"), answer("a1"), question("q2")];
    let (_, messages) = stored(world.append(&ada, chat, more).await.unwrap());
    let created: Vec<bool> = messages.iter().map(|(_, created)| *created).collect();
    assert_eq!(created, [false, false, true]);
    assert_eq!(names(&world.active(&ada, chat).await), ["q1", "a1", "q2"]);
}

#[tokio::test]
async fn a_late_retry_is_known_though_others_have_written_since() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q1")]).await;
    world.append(&ada, chat, vec![answer("a1")]).await.unwrap();
    world.append(&ada, chat, vec![question("q2")]).await.unwrap();
    // Sent without a parent, when the head was another.
    let (after, messages) = stored(world.append(&ada, chat, vec![answer("a1")]).await.unwrap());
    assert_eq!((messages[0].1, after.head_id), (false, Some(id("q2"))));
    assert_eq!(messages[0].0.parent_id, Some(id("q1")));
}

#[tokio::test]
async fn a_retry_is_known_though_a_checkpoint_has_rewritten_the_message() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let first = at_status(MessageStatus::Streaming, saying("A", answer("a")));
    let whole = saying("A PID", answer("a"));
    let chat = world.chat(&ada, vec![question("q"), first.clone()]).await;
    let (now, _) = written(world.put(&ada, chat, whole.clone()).await.unwrap());
    for sent in [first, whole] {
        let (_, messages) = stored(world.append(&ada, chat, vec![sent]).await.unwrap());
        assert_eq!(messages, [(now.clone(), false)], "the message as it is now");
    }
    let never = world.append(&ada, chat, vec![saying("never", answer("a"))]).await;
    assert!(matches!(never, Err(ChatError::MessageIdConflict(_))), "{never:?}");
}

#[tokio::test]
async fn a_retry_may_be_written_anew_but_says_the_same() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let json = r#"[{"type":"text","text":"q","x":{"a":1,"b":2}}]"#;
    let sent = NewMessage {
        parts: Parts::parse(json).unwrap(),
        metadata: Some(MessageMetadata::parse(r#"{"n":1}"#).unwrap()),
        ..question("q")
    };
    let chat = world.chat(&ada, vec![sent.clone()]).await;
    let anew = r#"[ { "x": { "b": 2, "a": 1 }, "text": "q", "type": "text" } ]"#;
    let spaced = Some(MessageMetadata::parse(r#"{ "n" : 1 }"#).unwrap());
    let same = NewMessage { parts: Parts::parse(anew).unwrap(), metadata: spaced, ..sent.clone() };
    let (_, messages) = stored(world.append(&ada, chat, vec![same]).await.unwrap());
    assert!(!messages[0].1);
    assert_eq!(messages[0].0.parts.as_str(), json, "what was sent first stays, byte for byte");

    for other in [
        saying("else", sent.clone()),
        NewMessage { role: answer("q").role, ..sent.clone() },
        NewMessage { metadata: None, ..sent.clone() },
        at_status(MessageStatus::Streaming, sent.clone()),
    ] {
        let refused = world.append(&ada, chat, vec![other.clone()]).await;
        assert!(
            matches!(&refused, Err(ChatError::MessageIdConflict(which)) if *which == id("q")),
            "{other:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn the_same_id_at_another_place_is_a_conflict() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q1"), answer("a1"), question("q2")]).await;
    // Where it stands may be said outright.
    let said =
        stored(world.append(&ada, chat, vec![following("a1", question("q2"))]).await.unwrap());
    assert!(!said.1[0].1);
    for elsewhere in
        [following("q1", question("q2")), NewMessage { parent: Parent::Root, ..question("q2") }]
    {
        let refused = world.append(&ada, chat, vec![elsewhere]).await;
        assert!(matches!(refused, Err(ChatError::MessageIdConflict(_))), "{refused:?}");
    }
}
