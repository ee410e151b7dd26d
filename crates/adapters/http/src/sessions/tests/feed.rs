use std::collections::BTreeSet;

use super::*;

const KEY: &str = "a key that another service was given";
const FEED: &str = "/api/v1/revocations";

async fn world() -> World {
    let revocations_key = Some(KEY.into());
    World::run_by(policy(), HttpConfig { revocations_key, ..config() }).await
}

fn with_key(path: &str, key: &str) -> TestRequest {
    request(Method::GET, path).insert_header(("authorization", format!("Bearer {key}")))
}

impl World {
    async fn feed(&self, since: Option<&Value>) -> Value {
        let path = match since {
            Some(cursor) => format!("{FEED}?since={}", cursor.as_str().unwrap()),
            None => FEED.to_owned(),
        };
        self.send(with_key(&path, KEY)).await.is(200).json()
    }
}

#[actix_web::test]
async fn another_service_hears_which_tokens_are_worthless() {
    let world = world().await;
    let ada = world.signed_in().await;
    let before = world.feed(None).await;
    assert_eq!((&before["data"], &before["more"]), (&json!([]), &json!(false)));

    world.delete(&path_of(&ada), &ada).await.is(204);
    let at = ada.session.created_at.to_string();
    let id = ada.session.id.to_string();
    let expected = json!([{ "type": "session", "sessionId": id, "at": at }]);
    for since in [None, Some(&before["nextCursor"])] {
        assert_eq!(world.feed(since).await["data"], expected);
    }
    // No token of it lives any more.
    world.clock.advance(20 * MINUTE);
    assert_eq!(world.feed(None).await["data"], json!([]));
}

#[actix_web::test]
async fn tokens_from_before_a_change_of_the_user_are_out_of_date() {
    let world = world().await;
    let ada = world.signed_in().await;
    world.clock.advance(std::time::Duration::from_millis(1));
    let change = json!({ "currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD });
    world.post_json("/api/v1/auth/password-change", change, Some(&ada)).await.is(204);

    let feed = world.feed(None).await;
    let changed = feed["data"].as_array().unwrap().iter().find(|item| item["type"] == "user");
    let changed = changed.unwrap_or_else(|| panic!("{feed}"));
    assert_eq!(changed["userId"], ada.user.id.to_string());
    let at = ada.session.created_at.plus(std::time::Duration::from_millis(1));
    assert_eq!(changed["at"], at.to_string());
    let seconds = changed["issuedBefore"].as_i64().unwrap();
    assert_eq!(seconds, at.unix_seconds() + 1, "rounded up");
}

#[actix_web::test]
async fn a_long_feed_comes_in_pages_and_nothing_is_left_out() {
    let mut policy = policy();
    policy.sessions.max_per_user = 2000;
    let config = HttpConfig { revocations_key: Some(KEY.into()), ..config() };
    let world = World::run_by(policy, config).await;
    world.account(ADA).await;
    let mut all = BTreeSet::new();
    for _ in 0..1003 {
        let grant = world.log_in(ADA, PASSWORD).await.unwrap();
        all.insert(grant.session.id.to_string());
    }
    let last = world.log_in(ADA, PASSWORD).await.unwrap();
    world.delete("/api/v1/sessions", &last).await.is(200);

    let first = world.feed(None).await;
    assert_eq!(first["more"], true);
    let second = world.feed(Some(&first["nextCursor"])).await;
    assert_eq!(second["more"], false);
    let items = [&first, &second].map(|page| page["data"].as_array().unwrap());
    assert_eq!(items.map(Vec::len), [1000, 3]);
    let told = items.into_iter().flatten().map(|item| item["sessionId"].as_str().unwrap());
    assert_eq!(told.map(str::to_owned).collect::<BTreeSet<_>>(), all);
}

#[actix_web::test]
async fn only_the_key_opens_the_feed() {
    let world = world().await;
    let ada = world.signed_in().await;
    let access = ada.tokens.access.0.expose_secret();
    for wrong in ["", "x", access, &KEY[1..], &format!("{KEY}x"), &KEY.to_uppercase()] {
        world.send(with_key(FEED, wrong)).await.problem(401, "UNAUTHORIZED");
    }
    world.send(request(Method::GET, FEED)).await.problem(401, "UNAUTHORIZED");
    let basic = request(Method::GET, FEED).insert_header(("authorization", format!("Basic {KEY}")));
    world.send(basic).await.problem(401, "UNAUTHORIZED");
    let as_query = format!("{FEED}?key={}", KEY.replace(' ', "+"));
    world.send(request(Method::GET, &as_query)).await.problem(401, "UNAUTHORIZED");
    world.send(with_key("/api/v1/users/me", KEY)).await.problem(401, "ACCESS_TOKEN_INVALID");
}

#[actix_web::test]
async fn without_a_configured_key_there_is_no_feed() {
    let world = World::new().await;
    for method in [Method::GET, Method::POST] {
        let request = request(method, FEED).insert_header(("authorization", "Bearer "));
        world.send(request).await.problem(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn a_cursor_that_is_none_is_refused() {
    let world = world().await;
    for wrong in ["", "x", "2026-11-21T09:30:00.000Z", "__________8"] {
        let path = format!("{FEED}?since={wrong}");
        world.send(with_key(&path, KEY)).await.problem(400, "INVALID_CURSOR");
    }
    world.send(with_key(&format!("{FEED}?until=x"), KEY)).await.problem(400, "MALFORMED_REQUEST");
}
