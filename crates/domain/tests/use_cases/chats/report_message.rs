use bookplate_domain::{
    audit::EventKind,
    chats::{
        ChatError, Comment, ReportAction, ReportMessage, ReportReason, ReportStatus, ResolveReport,
    },
    roles::Role,
    sessions::SessionError,
    shared::IfVersion,
};
use bookplate_testkit::a_client;

use super::{answer, id, question};
use crate::world::{ADA, MINUTE, World};

#[tokio::test]
async fn a_message_is_reported_to_the_moderators_and_that_is_noted() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q"), answer("a")]).await;
    let before = world.read_chat(&visitor, chat).await;
    let comment = Some(Comment::parse("It tells me to.").unwrap());
    let command = ReportMessage {
        chat_id: chat,
        id: id("a"),
        reason: ReportReason::SelfHarm,
        comment: comment.clone(),
        client: a_client(),
    };
    let (report, created) = world.app.chats.report_message(&visitor, command).await.unwrap();
    assert!(created);
    assert_eq!((report.user_id, report.chat_id), (visitor.user_id, chat));
    assert_eq!((&report.message_id, report.reason), (&id("a"), ReportReason::SelfHarm));
    assert_eq!((&report.comment, report.status()), (&comment, ReportStatus::Open));
    assert_eq!(report.created_at, world.ports.clock.now());
    assert_eq!(world.read_chat(&visitor, chat).await, before, "the message stays as it is");
    let event = world.store.audit_events().pop().unwrap();
    let who = Some(visitor.user_id);
    assert_eq!((event.kind, event.actor, event.target), (EventKind::MessageReported, who, who));
}

#[tokio::test]
async fn a_message_has_one_open_report_and_another_one_after_that() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    let (first, _) = world.report(&ada, chat, "a").await.unwrap();
    world.clock.advance(MINUTE);
    let trail = world.trail();
    let command = ReportMessage {
        chat_id: chat,
        id: id("a"),
        reason: ReportReason::Hate,
        comment: Some(Comment::parse("And more.").unwrap()),
        client: a_client(),
    };
    let (second, created) = world.app.chats.report_message(&ada, command).await.unwrap();
    assert_eq!((&second, created), (&first, false));
    assert_eq!(world.trail(), trail);
    let (other, created) = world.report(&ada, chat, "q").await.unwrap();
    assert!(created && other.id != first.id, "another message");

    let command = ResolveReport {
        id: first.id,
        action: ReportAction::Dismiss,
        note: None,
        client: a_client(),
    };
    world.app.chats.resolve_report(&root, command).await.unwrap();
    let (third, created) = world.report(&ada, chat, "a").await.unwrap();
    assert!(created && third.id != first.id);
}

#[tokio::test]
async fn whoever_is_gone_reports_nothing() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    world.app.users.delete_account(&ada, &a_client()).await.unwrap();
    let late = world.report(&ada, chat, "q").await;
    assert!(matches!(late, Err(ChatError::Session(SessionError::Revoked))), "{late:?}");
}

#[tokio::test]
async fn nobody_is_told_of_a_report_about_a_chat_that_had_the_id_before() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let (hers, _) = world.report(&ada, chat, "q").await.unwrap();
    world.app.chats.delete_chat(&ada, chat, &IfVersion::Any).await.unwrap();

    world.start_chat(&eve, chat).await.unwrap();
    world.append(&eve, chat, vec![question("q")]).await.unwrap();
    let (own, new) = world.report(&eve, chat, "q").await.unwrap();
    assert!(new);
    assert_eq!(own.user_id, eve.user_id);
    assert_ne!(own.id, hers.id);
}
