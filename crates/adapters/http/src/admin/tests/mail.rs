use actix_web::http::Method;
use serde_json::json;

use crate::testing::World;

const MAIL: &str = "/api/v1/admin/mail";

#[actix_web::test]
async fn a_dead_mail_is_shown_and_tried_again() {
    let world = World::new().await;
    let root = world.root().await;
    let id = world.dead_mail().await.to_string();
    let list = world.get(&format!("{MAIL}?status=dead"), &root).await.is(200).json();
    let mail = &list["data"][0];
    assert_eq!((&mail["id"], &mail["status"]), (&json!(id), &json!("dead")));
    assert_eq!((&mail["kind"], &mail["lastError"]), (&json!("welcome"), &json!("no such mailbox")));
    assert!(mail["to"].as_str().unwrap().contains('@') && mail["endedAt"].is_string());
    assert!(!list.to_string().contains("bp_"));

    let retry = format!("{MAIL}/{id}/retry");
    assert_eq!(world.call(Method::POST, &retry, Some(&root)).await.is(202).text, "");
    world.call(Method::POST, &retry, Some(&root)).await.problem(404, "NOT_FOUND");
    assert_eq!(world.letters().await.len(), 1);
    let sent = world.get(&format!("{MAIL}?status=sent"), &root).await.is(200).json();
    assert_eq!(sent["data"][0]["id"], id);
    for nothing in ["x", "01890000-0000-7000-8000-000000000000"] {
        let retry = format!("{MAIL}/{nothing}/retry");
        world.call(Method::POST, &retry, Some(&root)).await.problem(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn mails_come_in_pages_by_status() {
    let world = World::new().await;
    let root = world.root().await;
    let ids = [world.dead_mail().await, world.dead_mail().await].map(|id| id.to_string());
    let first = world.get(&format!("{MAIL}?status=dead&limit=1"), &root).await.is(200).json();
    let cursor = first["nextCursor"].as_str().unwrap();
    let second = world.get(&format!("{MAIL}?status=dead&cursor={cursor}"), &root).await.is(200);
    let second = second.json();
    let shown = [&first, &second].map(|page| page["data"][0]["id"].as_str().unwrap());
    assert_eq!(shown, [ids[1].as_str(), ids[0].as_str()]);
    let other = world.get(&format!("{MAIL}?cursor={cursor}"), &root).await;
    other.problem(400, "INVALID_CURSOR");
    let wrong = world.get(&format!("{MAIL}?status=lost"), &root).await;
    assert_eq!(wrong.faults(), ["status NOT_ALLOWED"]);
}
