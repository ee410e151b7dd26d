use actix_web::http::Method;
use bookplate_domain::roles::Role;
use serde_json::{Value, json};

use super::ME;
use crate::testing::{ADA, MINUTE, PASSWORD, World, request, signed};

const EVENTS: &str = "/api/v1/users/me/events";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

fn kinds(list: &Value) -> Vec<&str> {
    let items = list["data"].as_array().unwrap().iter();
    items.map(|event| event["type"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn what_happened_to_the_account_comes_newest_first() {
    let world = World::new().await;
    world.account("eve@example.com").await;
    world.account(ADA).await;
    world.clock.advance(MINUTE);
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    world.clock.advance(MINUTE);
    let change = request(Method::PATCH, ME).insert_header(("user-agent", FIREFOX));
    world.send(signed(change.set_json(json!({ "name": "A", "bio": "B" })), &ada)).await.is(200);

    let list = world.get(EVENTS, &ada).await.is(200).json();
    assert_eq!(kinds(&list), ["user_updated", "authn_login_success", "user_created"]);
    assert_eq!(list["nextCursor"], Value::Null);
    let newest = &list["data"][0];
    assert_eq!(newest["at"], world.app.now().to_string());
    assert_eq!((&newest["self"], &newest["ipAddress"]), (&json!(true), &json!("203.0.113.7")));
    assert_eq!(newest["device"], "Firefox 150 on Linux");
    assert_eq!(newest["sessionId"], ada.session.id.to_string());
    assert!(newest["requestId"].is_string());
    let field = |name: &str| json!({ "field": name, "from": null, "to": null });
    assert_eq!(newest["changes"], json!([field("name"), field("bio")]));
    for hidden in ["actorId", "userAgent", "targetId"] {
        assert_eq!(newest.get(hidden), None);
    }
}

#[actix_web::test]
async fn whoever_looks_after_accounts_shows_nobody_where_they_are() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let (admin, _) = world.staff("root@example.com", Role::Admin).await;
    let path = format!("/api/v1/admin/users/{}", ada.user.id);
    let change = request(Method::PATCH, &path).insert_header(("user-agent", FIREFOX));
    let change = change.set_json(json!({ "role": "moderator" }));
    world.send(signed(change, &admin)).await.is(200);
    // Somebody unproven, whose address the owner should see.
    let guess = json!({ "email": ADA, "password": "a wrong guess 81" });
    let guess = request(Method::POST, "/api/v1/auth/login").set_json(guess);
    world.clock.advance(MINUTE);
    world.send(guess.insert_header(("user-agent", FIREFOX))).await.is(401);

    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    let answer = world.get(EVENTS, &ada).await.is(200);
    for secret in [admin.user.id.to_string(), admin.session.id.to_string()] {
        assert!(!answer.text.contains(&secret), "{}", answer.text);
    }
    let list = answer.json();
    let event = |kind: &str| {
        let mut events = list["data"].as_array().unwrap().iter();
        events.find(|event| event["type"] == kind).unwrap()
    };
    let changed = event("authz_change");
    assert_eq!(changed["self"], false);
    for hidden in ["ipAddress", "device", "sessionId"] {
        assert_eq!(changed[hidden], Value::Null, "{hidden}");
    }
    assert_eq!(changed["changes"], json!([{ "field": "role", "from": "user", "to": "moderator" }]));
    let guessed = event("authn_login_fail");
    assert_eq!((&guessed["self"], &guessed["ipAddress"]), (&json!(false), &json!("203.0.113.7")));
    assert_eq!(guessed["device"], "Firefox 150 on Linux");
}

#[actix_web::test]
async fn a_long_list_comes_in_pages() {
    let world = World::new().await;
    world.account(ADA).await;
    let mut ada = world.log_in(ADA, PASSWORD).await.unwrap();
    for _ in 0..6 {
        world.clock.advance(MINUTE);
        ada = world.log_in(ADA, PASSWORD).await.unwrap();
    }
    let whole = world.get(EVENTS, &ada).await.is(200).json();
    assert_eq!(whole["data"].as_array().unwrap().len(), 8);
    let (mut seen, mut path, mut pages) = (Vec::new(), format!("{EVENTS}?limit=3"), 0);
    loop {
        let page = world.get(&path, &ada).await.is(200).json();
        seen.extend(page["data"].as_array().unwrap().clone());
        pages += 1;
        let Some(next) = page["nextCursor"].as_str() else { break };
        path = format!("{EVENTS}?cursor={next}&limit=3");
    }
    assert_eq!((pages, &json!(seen)), (3, &whole["data"]));
}

#[actix_web::test]
async fn a_cursor_serves_its_caller_and_its_list_alone() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let (admin, _) = world.staff("root@example.com", Role::Admin).await;
    let page = world.get(&format!("{EVENTS}?limit=1"), &ada).await.is(200).json();
    let cursor = page["nextCursor"].as_str().unwrap();
    world.get(&format!("{EVENTS}?cursor={cursor}"), &ada).await.is(200);
    let altered = format!("{}0", &cursor[..cursor.len() - 1]);
    for (path, caller) in [
        (format!("{EVENTS}?cursor={cursor}"), &admin),
        (format!("/api/v1/admin/audit-events?cursor={cursor}"), &admin),
        (format!("{EVENTS}?cursor={altered}1"), &ada),
        (format!("{EVENTS}?cursor="), &ada),
        (format!("{EVENTS}?cursor=x"), &ada),
    ] {
        world.get(&path, caller).await.problem(400, "INVALID_CURSOR");
    }
}

#[actix_web::test]
async fn a_query_string_is_read_strictly() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    let wrong = world.get(&format!("{EVENTS}?limit=101&offset=5&userId=x"), &ada).await;
    assert_eq!(
        wrong.faults(),
        ["limit OUT_OF_RANGE", "offset UNKNOWN_FIELD", "userId UNKNOWN_FIELD"]
    );
    wrong.problem(422, "VALIDATION_ERROR");
    for twice in ["limit=1&limit=2", "limit=1&%6cimit=2", "limit=%ff"] {
        let answer = world.get(&format!("{EVENTS}?{twice}"), &ada).await;
        answer.problem(400, "MALFORMED_REQUEST");
    }
}
