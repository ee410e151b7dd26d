//! What is done about reports, on the wire.

use actix_web::http::Method;
use bookplate_domain::{
    audit::EventKind,
    roles::Role,
    sessions::SessionGrant,
    shared::{ChatId, ReportId},
};
use serde_json::{Value, json};

use crate::testing::{ADA, MINUTE, PASSWORD, QUESTION, World, messages_of, said};

const REPORTS: &str = "/api/v1/moderation/reports";

/// A moderator, and the report of the third of Ada's nine messages.
struct Case {
    world: World,
    moderator: SessionGrant,
    ada: SessionGrant,
    chat: ChatId,
    report: ReportId,
}

impl Case {
    async fn of(author: Role) -> Self {
        let world = World::new().await;
        world.account_of("root@example.com", Role::Admin).await;
        let moderator = world.signed_in_as("mary@example.com", Role::Moderator).await;
        let ada = world.signed_in_as(ADA, author).await;
        let chat = world.chat_of(&ada).await;
        let more: Vec<Value> = (2..=9).map(|n| said(&format!("m{n}"), "assistant", "x")).collect();
        world.append(chat, &more, &ada).await.is(201);
        let report = world.report_of(&ada, chat).await;
        Self { world, moderator, ada, chat, report }
    }

    fn path(&self) -> String {
        format!("{REPORTS}/{}", self.report)
    }

    async fn resolve(&self, body: Value) -> crate::testing::Answer {
        let path = format!("{}/resolve", self.path());
        self.world.post_json(&path, body, Some(&self.moderator)).await
    }

    fn events(&self, kind: EventKind) -> usize {
        self.world.store.audit_events().iter().filter(|event| event.kind == kind).count()
    }
}

#[actix_web::test]
async fn the_queue_has_every_report_without_what_was_said() {
    let case = Case::of(Role::User).await;
    let (world, moderator) = (&case.world, &case.moderator);
    let report = json!({
        "id": case.report.to_string(), "chatId": case.chat.to_string(), "messageId": QUESTION,
        "reason": "spam", "comment": null, "status": "open", "createdAt": world.app.now().to_string(),
        "userId": case.ada.user.id.to_string(), "resolution": null,
    });
    for (query, expected) in
        [("", vec![&report]), ("?status=open", vec![&report]), ("?status=resolved", vec![])]
    {
        let list = world.get(&format!("{REPORTS}{query}"), moderator).await.is(200).json();
        assert_eq!(list, json!({ "data": expected, "nextCursor": null }), "{query}");
    }
    assert_eq!(case.events(EventKind::ReportsListed), 3);
    let wrong = world.get(&format!("{REPORTS}?status=new&user=x"), moderator).await;
    assert_eq!(wrong.faults(), ["status NOT_ALLOWED", "user UNKNOWN_FIELD"]);
}

#[actix_web::test]
async fn the_queue_comes_in_pages_the_newest_first() {
    let case = Case::of(Role::User).await;
    let (world, moderator) = (&case.world, &case.moderator);
    world.clock.advance(MINUTE);
    let newer = world.chat_of(&case.ada).await;
    let newer = world.report_of(&case.ada, newer).await;
    let page = world.get(&format!("{REPORTS}?limit=1"), moderator).await.is(200).json();
    assert_eq!(page["data"][0]["id"], newer.to_string());
    let cursor = page["nextCursor"].as_str().unwrap();
    let rest = world.get(&format!("{REPORTS}?cursor={cursor}"), moderator).await.is(200).json();
    assert_eq!(rest["data"][0]["id"], case.report.to_string());
    assert_eq!((rest["data"].as_array().unwrap().len(), &rest["nextCursor"]), (1, &Value::Null));
    let filtered = format!("{REPORTS}?status=open&cursor={cursor}");
    world.get(&filtered, moderator).await.problem(400, "INVALID_CURSOR");
    let other = world.signed_in_as("john@example.com", Role::Moderator).await;
    let foreign = world.get(&format!("{REPORTS}?cursor={cursor}"), &other).await;
    foreign.problem(400, "INVALID_CURSOR");
}

#[actix_web::test]
async fn a_report_shows_its_message_and_three_on_either_side() {
    let case = Case::of(Role::User).await;
    let path = format!("{}/m5/report", messages_of(case.chat));
    let body = json!({ "reason": "hate", "comment": "See?" });
    let report = case.world.post_json(&path, body, Some(&case.ada));
    let report = report.await.is(201).json()["id"].as_str().unwrap().to_owned();
    let read = case.world.get(&format!("{REPORTS}/{report}"), &case.moderator).await.is(200).json();
    assert_eq!(read["report"]["comment"], "See?");
    let shown = case.world.get(&format!("{}/m5", messages_of(case.chat)), &case.ada).await.json();
    assert_eq!(read["message"], shown);
    let ids: Vec<&Value> =
        read["neighbours"].as_array().unwrap().iter().map(|message| &message["id"]).collect();
    assert_eq!(ids, ["m2", "m3", "m4", "m6", "m7", "m8"]);
    assert_eq!(case.events(EventKind::ReportRead), 1);

    let message = format!("{}/m5", messages_of(case.chat));
    case.world.call(Method::DELETE, &message, Some(&case.ada)).await.is(204);
    let read = case.world.get(&format!("{REPORTS}/{report}"), &case.moderator).await.is(200).json();
    assert_eq!((&read["message"], &read["neighbours"]), (&Value::Null, &json!([])));
    for missing in ["x", "01890000-0000-7000-8000-000000000000"] {
        let path = format!("{REPORTS}/{missing}");
        case.world.get(&path, &case.moderator).await.problem(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn a_report_is_settled_once() {
    let case = Case::of(Role::User).await;
    let settled =
        case.resolve(json!({ "action": "dismiss", "note": "Taste." })).await.is(200).json();
    let at = case.world.app.now().to_string();
    assert_eq!(settled["status"], "resolved");
    let by = case.moderator.user.id.to_string();
    let resolution = json!({ "action": "dismiss", "by": by, "at": at, "note": "Taste." });
    assert_eq!(settled["resolution"], resolution);
    case.world.clock.advance(MINUTE);
    assert_eq!(case.resolve(json!({ "action": "dismiss" })).await.is(200).json(), settled);
    case.resolve(json!({ "action": "remove_message" })).await.problem(409, "REPORT_RESOLVED");
    let question = format!("{}/{QUESTION}", messages_of(case.chat));
    case.world.get(&question, &case.ada).await.is(200);
    let wrong = case.resolve(json!({ "action": "burn", "note": "", "by": "me" })).await;
    assert_eq!(wrong.faults(), ["action NOT_ALLOWED", "by UNKNOWN_FIELD", "note REQUIRED"]);
    // Whoever reported it learns that it is settled, and no more.
    let held = case.world.get("/api/v1/users/me/export", &case.ada).await.is(200).text;
    let line = held.lines().find(|line| line.contains("\"type\":\"report\"")).unwrap();
    assert!(line.contains("\"resolved\"") && !line.contains("Taste."), "{line}");
}

#[actix_web::test]
async fn a_reported_message_is_removed() {
    let case = Case::of(Role::User).await;
    case.resolve(json!({ "action": "remove_message" })).await.is(200);
    let question = format!("{}/{QUESTION}", messages_of(case.chat));
    case.world.get(&question, &case.ada).await.problem(404, "NOT_FOUND");
    let next = case.world.get(&format!("{}/m2", messages_of(case.chat)), &case.ada).await.is(200);
    assert_eq!(next.json()["parentId"], Value::Null);
}

#[actix_web::test]
async fn an_author_is_suspended_at_once() {
    let case = Case::of(Role::User).await;
    case.resolve(json!({ "action": "suspend_author" })).await.is(200);
    assert!(!case.world.is_signed_in(&case.ada).await);
    assert!(case.world.log_in(ADA, PASSWORD).await.is_none());
}

#[actix_web::test]
async fn a_moderator_suspends_neither_staff_nor_themselves() {
    for author in [Role::Moderator, Role::Admin] {
        let case = Case::of(author).await;
        case.resolve(json!({ "action": "suspend_author" })).await.problem(403, "FORBIDDEN");
        assert!(case.world.is_signed_in(&case.ada).await);
    }
    let case = Case::of(Role::User).await;
    let own = case.world.chat_of(&case.moderator).await;
    let own = case.world.report_of(&case.moderator, own).await;
    let path = format!("{REPORTS}/{own}/resolve");
    let body = json!({ "action": "suspend_author" });
    let answer = case.world.post_json(&path, body, Some(&case.moderator)).await;
    answer.problem(403, "FORBIDDEN");
}
