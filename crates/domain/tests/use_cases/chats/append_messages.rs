use std::collections::HashSet;

use bookplate_domain::{
    chats::{AppendMessages, ChatError, MessageView, NewMessage, Parent},
    roles::Role,
    sessions::SessionError,
    shared::ChatId,
};
use bookplate_testkit::{a_chat_id, a_client};

use super::{answer, following, id, is_not_found, names, question, saying, stored, wrong_field};
use crate::world::{ADA, MINUTE, World};

fn starting(chat_id: ChatId, messages: Vec<NewMessage>) -> AppendMessages {
    AppendMessages { chat_id, messages, create_chat: true }
}

#[tokio::test]
async fn messages_are_kept_one_after_the_other_and_the_chat_tells_of_the_last() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q1"), answer("a1")]).await;
    world.clock.advance(MINUTE);
    let (after, messages) =
        stored(world.append(&ada, chat, vec![saying("And why?", question("q2"))]).await.unwrap());
    assert!(messages[0].1, "it is new");
    assert_eq!(after, world.read_chat(&ada, chat).await);
    assert_eq!((after.message_count, after.last_seq, after.head_id), (3, 3, Some(id("q2"))));
    assert_eq!(after.title.as_ref().map(ToString::to_string).as_deref(), Some("q1"));
    assert_eq!(after.preview.as_deref(), Some("And why?"));
    assert_eq!((after.last_message_at, after.version), (world.ports.clock.now(), 3));

    let kept = world.active(&ada, chat).await;
    assert_eq!(names(&kept), ["q1", "a1", "q2"]);
    let parents: Vec<_> = kept.iter().map(|each| each.parent_id.clone()).collect();
    assert_eq!(parents, [None, Some(id("q1")), Some(id("a1"))]);
    assert!(kept[1].created_at < kept[2].created_at);
}

#[tokio::test]
async fn two_answers_to_one_question_are_two_branches() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("first")]).await;
    world.append(&ada, chat, vec![following("q", answer("second"))]).await.unwrap();
    assert_eq!(names(&world.active(&ada, chat).await), ["q", "second"]);
    let all = world.messages(&ada, chat, MessageView::All).await;
    assert_eq!(names(&all), ["q", "first", "second"]);

    let anew = NewMessage { parent: Parent::Root, ..question("anew") };
    world.append(&ada, chat, vec![anew, answer("fresh")]).await.unwrap();
    assert_eq!(names(&world.active(&ada, chat).await), ["anew", "fresh"]);
}

#[tokio::test]
async fn a_message_without_an_id_is_given_one_of_its_own() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let nameless = NewMessage { id: None, ..answer("same") };
    world.append(&ada, chat, vec![nameless.clone(), nameless.clone()]).await.unwrap();
    world.append(&ada, chat, vec![nameless]).await.unwrap();
    let all = world.active(&ada, chat).await;
    let ids: HashSet<_> = all.iter().map(|each| &each.id).collect();
    assert_eq!((all.len(), ids.len()), (4, 4));
}

#[tokio::test]
async fn an_id_that_stands_twice_in_one_request_is_refused_whatever_it_says() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    for twice in [answer("a"), saying("else", answer("a"))] {
        let refused = world.append(&ada, chat, vec![answer("a"), question("b"), twice]).await;
        assert_eq!(wrong_field(refused), "messages[2].id");
    }
    assert_eq!(names(&world.active(&ada, chat).await), ["q"]);
}

#[tokio::test]
async fn one_wrong_message_keeps_out_all_of_a_request() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let before = world.read_chat(&ada, chat).await;
    let wrong = vec![answer("a"), following("nobody", question("b"))];
    let refused = world.append(&ada, chat, wrong.clone()).await;
    assert_eq!(wrong_field(refused), "messages[1].parentId");
    let wrong_too = vec![answer("a"), saying("else", question("q"))];
    let refused = world.append(&ada, chat, wrong_too).await;
    assert!(
        matches!(&refused, Err(ChatError::MessageIdConflict(which)) if *which == id("q")),
        "{refused:?}"
    );
    assert_eq!(names(&world.messages(&ada, chat, MessageView::All).await), ["q"]);
    assert_eq!(world.read_chat(&ada, chat).await, before);

    let other = a_chat_id();
    let refused = world.app.chats.append_messages(&ada, starting(other, wrong)).await;
    assert_eq!(wrong_field(refused), "messages[1].parentId");
    assert!(is_not_found(&world.app.chats.read_chat(&ada, other).await), "no chat came of it");
}

#[tokio::test]
async fn a_parent_in_another_chat_is_none() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.chat(&ada, vec![question("elsewhere")]).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let refused = world.append(&ada, chat, vec![following("elsewhere", answer("a"))]).await;
    assert_eq!(wrong_field(refused), "messages[0].parentId");
    // The same id in another chat is another message.
    world.append(&ada, chat, vec![saying("mine", question("elsewhere"))]).await.unwrap();
    assert_eq!(names(&world.active(&ada, chat).await), ["q", "elsewhere"]);
}

#[tokio::test]
async fn a_missing_chat_is_started_only_if_that_is_asked_for() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = a_chat_id();
    assert!(is_not_found(&world.append(&ada, chat, vec![question("q")]).await));
    assert_eq!(world.chats(&ada).await, []);

    let command = starting(chat, vec![question("q")]);
    let first = world.app.chats.append_messages(&ada, command.clone()).await.unwrap();
    let (first, messages) = stored(first);
    assert_eq!((first.id, first.owner_id, messages[0].1), (chat, ada.user_id, true));
    let (again, messages) = stored(world.app.chats.append_messages(&ada, command).await.unwrap());
    assert_eq!((again, messages[0].1), (first.clone(), false));
    assert_eq!(world.chats(&ada).await, [first]);
}

#[tokio::test]
async fn an_id_that_anothers_chat_has_is_taken() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let before = world.read_chat(&ada, chat).await;
    let taken = world.app.chats.append_messages(&eve, starting(chat, vec![question("q")])).await;
    assert!(matches!(taken, Err(ChatError::IdTaken)), "{taken:?}");
    assert_eq!(world.chats(&eve).await, []);
    assert_eq!(world.read_chat(&ada, chat).await, before);
    assert_eq!(names(&world.active(&ada, chat).await), ["q"]);
}

#[tokio::test]
async fn a_deleted_id_is_spent_and_no_parent_any_more() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    world.delete_message(&ada, chat, "a").await.unwrap();
    for late in [answer("a"), saying("else", answer("a"))] {
        let refused = world.append(&ada, chat, vec![question("new"), late]).await;
        assert!(
            matches!(&refused, Err(ChatError::MessageDeleted(which)) if *which == id("a")),
            "{refused:?}"
        );
    }
    let refused = world.append(&ada, chat, vec![following("a", question("new"))]).await;
    assert_eq!(wrong_field(refused), "messages[0].parentId");
    assert_eq!(names(&world.messages(&ada, chat, MessageView::All).await), ["q"]);
}

#[tokio::test]
async fn whoever_is_gone_adds_nothing() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.app.users.delete_account(&ada, &a_client()).await.unwrap();
    let late = world.app.chats.append_messages(&ada, starting(a_chat_id(), vec![question("q")]));
    let late = late.await;
    assert!(matches!(late, Err(ChatError::Session(SessionError::Revoked))), "{late:?}");
}
