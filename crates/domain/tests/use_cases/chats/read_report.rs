use bookplate_domain::{
    audit::{EventKind, FieldChange},
    chats::{ChatError, ListReports, Message, Report, ReportStatus, ReportedMessage},
    roles::Role,
    sessions::Actor,
    shared::{IfVersion, Limit, ReportId},
};
use bookplate_testkit::a_client;
use uuid::Uuid;

use super::{answer, is_not_found, names, question, saying};
use crate::world::{ADA, MINUTE, World};

struct Scene {
    world: World,
    moderator: Actor,
    ada: Actor,
}

async fn scene() -> Scene {
    let world = World::new().await;
    let moderator = world.actor_of("mo@example.com", Role::Moderator).await;
    let ada = world.actor_of(ADA, Role::User).await;
    Scene { world, moderator, ada }
}

async fn read(world: &World, actor: &Actor, id: ReportId) -> Result<ReportedMessage, ChatError> {
    world.app.chats.read_report(actor, id, &a_client()).await
}

async fn listed(world: &World, actor: &Actor, status: Option<ReportStatus>) -> Vec<Report> {
    let query = ListReports { status, after: None, limit: Limit::MOST, client: a_client() };
    world.app.chats.list_reports(actor, query).await.unwrap().items
}

#[tokio::test]
async fn a_moderator_reads_a_message_with_three_on_each_side() {
    let Scene { world, moderator, ada } = scene().await;
    let messages = (1..=9).map(|n| question(&format!("m{n}"))).collect();
    let chat = world.chat(&ada, messages).await;
    for (reported, around) in [
        ("m5", vec!["m2", "m3", "m4", "m6", "m7", "m8"]),
        ("m2", vec!["m1", "m3", "m4", "m5"]),
        ("m9", vec!["m6", "m7", "m8"]),
    ] {
        let (report, _) = world.report(&ada, chat, reported).await.unwrap();
        let found = read(&world, &moderator, report.id).await.unwrap();
        assert_eq!(found.report, report);
        assert_eq!(found.message.as_ref().map(|message| message.id.as_str()), Some(reported));
        assert_eq!(names(&found.neighbours), around);

        let event = world.store.audit_events().pop().unwrap();
        let who = (Some(moderator.user_id), Some(ada.user_id));
        assert_eq!((event.kind, (event.actor, event.target)), (EventKind::ReportRead, who));
        let which = FieldChange::told("reportId", None, Some(report.id.to_string()));
        assert_eq!(event.changes, [which]);
    }
}

#[tokio::test]
async fn a_report_keeps_no_copy_of_what_its_owner_rewrites_or_deletes() {
    let Scene { world, moderator, ada } = scene().await;
    let chat = world.chat(&ada, vec![question("q"), answer("a")]).await;
    let (report, _) = world.report(&ada, chat, "a").await.unwrap();
    world.put(&ada, chat, saying("harmless", answer("a"))).await.unwrap();
    let found = read(&world, &moderator, report.id).await.unwrap();
    let text = |message: Option<Message>| message.map(|message| message.parts.text());
    assert_eq!(text(found.message).as_deref(), Some("harmless"));

    let gone = ReportedMessage { report, message: None, neighbours: Vec::new() };
    world.delete_message(&ada, chat, "a").await.unwrap();
    assert_eq!(read(&world, &moderator, gone.report.id).await.unwrap(), gone);
    world.app.chats.delete_chat(&ada, chat, &IfVersion::Any).await.unwrap();
    assert_eq!(read(&world, &moderator, gone.report.id).await.unwrap(), gone);
}

#[tokio::test]
async fn reports_go_with_the_account_that_holds_the_chat() {
    let Scene { world, moderator, ada } = scene().await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let (report, _) = world.report(&ada, chat, "q").await.unwrap();
    world.app.users.delete_account(&ada, &a_client()).await.unwrap();
    assert!(is_not_found(&read(&world, &moderator, report.id).await));
    assert_eq!(listed(&world, &moderator, None).await, []);
}

#[tokio::test]
async fn a_report_that_is_not_there_is_not_found_and_not_noted_as_read() {
    let Scene { world, moderator, .. } = scene().await;
    let trail = world.trail();
    let nothing = ReportId::from_uuid(Uuid::nil());
    assert!(is_not_found(&read(&world, &moderator, nothing).await));
    assert_eq!(world.trail(), trail);
}

#[tokio::test]
async fn reports_are_listed_the_newest_first_and_each_look_is_noted() {
    let Scene { world, moderator, ada } = scene().await;
    let visitor = world.visitor().await;
    let mut reports = Vec::new();
    for actor in [&ada, &visitor, &ada] {
        world.clock.advance(MINUTE);
        let chat = world.chat(actor, vec![question("q")]).await;
        reports.insert(0, world.report(actor, chat, "q").await.unwrap().0);
    }
    assert_eq!(listed(&world, &moderator, None).await, reports);
    assert_eq!(listed(&world, &moderator, Some(ReportStatus::Open)).await, reports);
    assert_eq!(listed(&world, &moderator, Some(ReportStatus::Resolved)).await, []);
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!((event.kind, event.actor), (EventKind::ReportsListed, Some(moderator.user_id)));
    let looks = world.trail().into_iter().filter(|kind| *kind == EventKind::ReportsListed);
    assert_eq!(looks.count(), 3);

    let limit = Limit::parse(2).unwrap();
    let query = ListReports { status: None, after: None, limit, client: a_client() };
    let first = world.app.chats.list_reports(&moderator, query.clone()).await.unwrap();
    let query = ListReports { after: first.next, ..query };
    let second = world.app.chats.list_reports(&moderator, query).await.unwrap();
    assert_eq!([first.items, second.items].concat(), reports);
}
