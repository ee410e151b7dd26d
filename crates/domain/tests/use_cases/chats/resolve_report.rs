use bookplate_domain::{
    audit::{EventKind, FieldChange},
    chats::{
        ChatError, ChatQuery, Comment, ListReports, MessageView, Report, ReportAction,
        ReportStatus, Resolution, ResolveReport, SearchChats,
    },
    roles::Role,
    sessions::Actor,
    shared::{ChatId, IfVersion, Limit, ReportId},
};
use bookplate_testkit::a_client;
use uuid::Uuid;

use super::{answer, id, is_not_found, names, question};
use crate::world::{ADA, MINUTE, World};

struct Scene {
    world: World,
    moderator: Actor,
    ada: Actor,
    chat: ChatId,
    report: Report,
}

/// A chat q – a – next, whose answer was reported.
async fn scene() -> Scene {
    let world = World::new().await;
    let moderator = world.actor_of("mo@example.com", Role::Moderator).await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q"), answer("a"), question("next")]).await;
    let (report, _) = world.report(&ada, chat, "a").await.unwrap();
    world.clock.advance(MINUTE);
    Scene { world, moderator, ada, chat, report }
}

fn settling(id: ReportId, action: ReportAction) -> ResolveReport {
    ResolveReport { id, action, note: None, client: a_client() }
}

#[tokio::test]
async fn a_dismissed_report_is_settled_and_the_message_stays() {
    let Scene { world, moderator, ada, chat, report } = scene().await;
    let note = Some(Comment::parse("A matter of taste.").unwrap());
    let command =
        ResolveReport { note: note.clone(), ..settling(report.id, ReportAction::Dismiss) };
    let settled = world.app.chats.resolve_report(&moderator, command).await.unwrap();
    let resolution = Resolution {
        action: ReportAction::Dismiss,
        by: Some(moderator.user_id),
        at: world.ports.clock.now(),
        note,
    };
    let expected = Report { resolution: Some(resolution), ..report };
    assert_eq!((&settled, settled.status()), (&expected, ReportStatus::Resolved));
    let read = world.app.chats.read_report(&moderator, settled.id, &a_client()).await.unwrap();
    assert_eq!(read.report, settled);
    assert_eq!(names(&world.active(&ada, chat).await), ["q", "a", "next"]);

    let events = world.store.audit_events();
    let event = events.iter().find(|event| event.kind == EventKind::ReportResolved).unwrap();
    assert_eq!((event.actor, event.target), (Some(moderator.user_id), Some(ada.user_id)));
    let which = FieldChange::told("reportId", None, Some(settled.id.to_string()));
    let what = FieldChange::told("action", None, Some("dismiss".into()));
    assert_eq!(event.changes, [which, what]);
}

#[tokio::test]
async fn a_removed_message_is_deleted_as_its_owner_would() {
    let Scene { world, moderator, ada, chat, report } = scene().await;
    let command = settling(report.id, ReportAction::RemoveMessage);
    world.app.chats.resolve_report(&moderator, command).await.unwrap();
    let all = world.messages(&ada, chat, MessageView::All).await;
    assert_eq!(names(&all), ["q", "next"]);
    assert_eq!(all[1].parent_id, Some(id("q")));
    let after = world.read_chat(&ada, chat).await;
    assert_eq!((after.message_count, after.version), (2, 3));
    let query = ChatQuery::parse("a").unwrap();
    let search = SearchChats { query, after: None, limit: Limit::MOST };
    assert!(world.app.chats.search_chats(&ada, &search).await.unwrap().items.is_empty());
    let again = world.append(&ada, chat, vec![answer("a")]).await;
    assert!(matches!(again, Err(ChatError::MessageDeleted(_))), "{again:?}");
}

#[tokio::test]
async fn what_is_gone_already_is_removed() {
    for whole_chat in [false, true] {
        let Scene { world, moderator, ada, chat, report } = scene().await;
        match whole_chat {
            true => world.app.chats.delete_chat(&ada, chat, &IfVersion::Any).await.unwrap(),
            false => world.delete_message(&ada, chat, "a").await.unwrap(),
        }
        let command = settling(report.id, ReportAction::RemoveMessage);
        let settled = world.app.chats.resolve_report(&moderator, command).await.unwrap();
        assert_eq!(settled.status(), ReportStatus::Resolved);
    }
}

#[tokio::test]
async fn to_settle_a_report_again_changes_nothing_and_in_another_way_is_refused() {
    for &action in ReportAction::ALL {
        let Scene { world, moderator, report, .. } = scene().await;
        let root = world.actor_of("root@example.com", Role::Admin).await;
        let chats = &world.app.chats;
        let first = chats.resolve_report(&moderator, settling(report.id, action)).await.unwrap();
        let trail = world.trail();
        world.clock.advance(MINUTE);
        let again = chats.resolve_report(&root, settling(report.id, action)).await.unwrap();
        assert_eq!(again, first, "whoever was first has settled it");
        for &other in ReportAction::ALL.iter().filter(|other| **other != action) {
            let refused = chats.resolve_report(&root, settling(report.id, other)).await;
            assert!(
                matches!(refused, Err(ChatError::ReportResolved)),
                "{action:?}, {other:?}: {refused:?}"
            );
        }
        assert_eq!(world.trail(), trail);
    }
}

#[tokio::test]
async fn a_settled_report_is_no_open_one() {
    let Scene { world, moderator, ada, chat, report } = scene().await;
    let (other, _) = world.report(&ada, chat, "q").await.unwrap();
    let command = settling(report.id, ReportAction::Dismiss);
    let settled = world.app.chats.resolve_report(&moderator, command).await.unwrap();
    for (status, expected) in [
        (Some(ReportStatus::Open), vec![other.clone()]),
        (Some(ReportStatus::Resolved), vec![settled.clone()]),
        (None, vec![other, settled]),
    ] {
        let limit = Limit::MOST;
        let query = ListReports { status, after: None, limit, client: a_client() };
        let page = world.app.chats.list_reports(&moderator, query).await.unwrap();
        assert_eq!(page.items, expected);
    }
}

#[tokio::test]
async fn a_report_goes_on_to_tell_what_was_done_when_the_moderator_is_gone() {
    let Scene { world, moderator, report, .. } = scene().await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let command = settling(report.id, ReportAction::Dismiss);
    world.app.chats.resolve_report(&moderator, command).await.unwrap();
    world.app.users.delete_account(&moderator, &a_client()).await.unwrap();
    let read = world.app.chats.read_report(&root, report.id, &a_client()).await.unwrap();
    let resolution = read.report.resolution.unwrap();
    assert_eq!((resolution.action, resolution.by), (ReportAction::Dismiss, None));
}

#[tokio::test]
async fn a_report_that_went_with_its_account_is_not_there() {
    let Scene { world, moderator, ada, report, .. } = scene().await;
    world.app.users.delete_account(&ada, &a_client()).await.unwrap();
    let trail = world.trail();
    for id in [report.id, ReportId::from_uuid(Uuid::nil())] {
        for &action in ReportAction::ALL {
            let refused = world.app.chats.resolve_report(&moderator, settling(id, action)).await;
            assert!(is_not_found(&refused), "{refused:?}");
        }
    }
    assert_eq!(world.trail(), trail);
}
