use bookplate_domain::roles::Role;
use serde_json::{Value, json};

use super::path_of;
use crate::testing::{ADA, MINUTE, World};

const EVENTS: &str = "/api/v1/admin/audit-events";

fn kinds(list: &Value) -> Vec<&str> {
    let items = list["data"].as_array().unwrap().iter();
    items.map(|event| event["type"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn an_admin_sees_who_did_what_to_whom() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    world.clock.advance(MINUTE);
    world.patch_json(&path_of(&ada), json!({ "role": "moderator" }), &root).await.is(200);
    let list = world.get(EVENTS, &root).await.is(200).json();
    let event = &list["data"][0];
    assert_eq!(event["type"], "authz_change");
    assert_eq!(event["at"], world.app.now().to_string());
    assert_eq!(event["actorId"], root.user.id.to_string());
    assert_eq!(event["targetId"], ada.user.id.to_string());
    assert_eq!(event["sessionId"], root.session.id.to_string());
    assert_eq!(event["ipAddress"], "203.0.113.7");
    assert!(event["requestId"].is_string() && event.get("device").is_some());
    assert_eq!(event["changes"], json!([{ "field": "role", "from": "user", "to": "moderator" }]));
    assert_eq!(list["nextCursor"], Value::Null);
}

#[actix_web::test]
async fn events_are_filtered_by_person_kind_and_time() {
    let world = World::new().await;
    let (root, ada) = (world.root().await, world.signed_in().await);
    world.clock.advance(MINUTE);
    let now = world.app.now().to_string();
    world.patch_json(&path_of(&ada), json!({ "name": "B" }), &root).await.is(200);
    let (ada_id, root_id) = (ada.user.id, root.user.id);
    for (query, expected) in [
        (format!("userId={ada_id}&from={now}"), vec!["user_updated"]),
        (format!("userId={root_id}&from={now}"), vec!["user_updated"]),
        (format!("userId={ada_id}&to={now}"), vec!["authn_login_success", "user_created"]),
        (format!("userId={ada_id}&type=user_created"), vec!["user_created"]),
        (format!("from={now}&to={now}"), vec![]),
        ("type=authn_token_reuse".to_owned(), vec![]),
    ] {
        let list = world.get(&format!("{EVENTS}?{query}"), &root).await.is(200).json();
        assert_eq!(kinds(&list), expected, "{query}");
    }
    for moment in
        ["9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00%2B23:59"]
    {
        for bound in ["from", "to"] {
            world.get(&format!("{EVENTS}?{bound}={moment}"), &root).await.is(200);
        }
    }
    let wrong = world.get(&format!("{EVENTS}?userId=x&type=y&from=z&to=1&who=w"), &root).await;
    assert_eq!(
        wrong.faults(),
        [
            "from INVALID_FORMAT",
            "to INVALID_FORMAT",
            "type NOT_ALLOWED",
            "userId INVALID_FORMAT",
            "who UNKNOWN_FIELD",
        ]
    );
}

#[actix_web::test]
async fn the_trail_comes_in_pages() {
    let world = World::new().await;
    let (root, _) = (world.root().await, world.signed_in().await);
    world.account_of("bob@example.com", Role::Moderator).await;
    let whole = world.get(EVENTS, &root).await.is(200).json();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.get(&format!("{EVENTS}?limit=2{cursor}"), &root).await.is(200).json();
        seen.extend(page["data"].as_array().unwrap().clone());
        let Some(next) = page["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((seen.len(), &json!(seen)), (5, &whole["data"]));
    let filtered = format!("{EVENTS}?type=user_created{cursor}");
    world.get(&filtered, &root).await.problem(400, "INVALID_CURSOR");
    assert!(!whole.to_string().contains(ADA));
}
