//! Another's chat is answered like one that is not there, on every route that knows of chats.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;

use journeys::{
    Answer, ChatClient, Client, Database, Options, Route, Service, chat_id, on_both_databases,
    question,
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    anothers_chat_is_answered_like_a_missing_one_on_every_route,
    what_takes_ids_of_chats_leaves_anothers_alone,
);

const BASE: &str = "/api/v1/chats";

/// The operations below a chat, from the document, each with a body that it takes.
async fn operations(client: &Client) -> Vec<(Route, Option<Value>)> {
    let mut routes = Route::all(client).await;
    routes.retain(|route| route.template.contains("{chatId}"));
    assert!(routes.len() >= 12, "{routes:?}");
    routes.into_iter().map(|route| (route.clone(), body_of(&route))).collect()
}

fn body_of(route: &Route) -> Option<Value> {
    let below = route.template.strip_prefix("/api/v1/chats/{chatId}").expect("a path of chats");
    match (route.method.as_str(), below) {
        ("GET" | "DELETE", _) => None,
        ("PATCH", "") => Some(json!({ "title": "Mine" })),
        ("POST", "/messages") => Some(json!({ "messages": [question("new", "hello")] })),
        ("PUT", "/messages/{messageId}") => Some(json!({ "role": "user", "content": "mine" })),
        ("PUT", "/messages/{messageId}/feedback") => Some(json!({ "rating": "up" })),
        ("POST", "/messages/{messageId}/report") => Some(json!({ "reason": "spam" })),
        other => panic!("say what body {other:?} takes"),
    }
}

/// What an answer says, but for what names the one request, and for whether its body was read.
fn said(answer: &Answer) -> (u16, Value, BTreeMap<String, String>) {
    let mut body = answer.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("requestId");
    }
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id", "connection"].contains(&name.as_str()));
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (answer.status.as_u16(), body, headers.collect())
}

async fn ask(who: &ChatClient, route: &Route, ids: (&str, &str), body: Option<&Value>) -> Answer {
    let path = route.template.replace("{chatId}", ids.0).replace("{messageId}", ids.1);
    let request = who.request(route.method.clone(), path.strip_prefix(BASE).unwrap());
    Answer::of(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

async fn anothers_chat_is_answered_like_a_missing_one_on_every_route(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let ada = ChatClient::user(&service, "ada@example.com").await;
    let admin = service.sign_in_new("grace@example.com", "admin").await;
    let moderator = service.sign_in_new("mary@example.com", "moderator").await;
    let strangers = [
        ChatClient::user(&service, "eve@example.com").await,
        ChatClient::visitor(&client).await,
        ChatClient::of(&client, &moderator),
        ChatClient::of(&client, &admin),
    ];
    let theirs = chat_id(1, 1);
    ada.append(&theirs, &[question("secret", "hello")]).await.is(201);
    let snapshot = || {
        database.query("SELECT * FROM chats ORDER BY id")
            + &database.query("SELECT * FROM messages ORDER BY chat_id, id")
    };

    for (number, (route, body)) in operations(&client).await.into_iter().enumerate() {
        // For its owner it works: what follows is no accident.
        let own = chat_id(2, number);
        ada.append(&own, &[question("secret", "hello")]).await.is(201);
        let answer = ask(&ada, &route, (&own, "secret"), body.as_ref()).await;
        assert!(answer.status.is_success(), "{route:?}: {}", answer.text);

        let before = snapshot();
        for (who, stranger) in strangers.iter().enumerate() {
            let missing = (chat_id(9, 9), "secret");
            let mut bodies = vec![body.clone()];
            // Nothing is told by what is judged first, either.
            bodies.extend(body.is_some().then(|| Some(json!({ "x": 1 }))));
            for body in &bodies {
                let expected = ask(stranger, &route, (&missing.0, missing.1), body.as_ref()).await;
                let expected = said(&expected);
                if body.as_ref().is_none_or(|body| body["x"].is_null()) {
                    assert_eq!((expected.0, &expected.1["code"]), (404, &json!("NOT_FOUND")));
                }
                for ids in [(theirs.as_str(), "secret"), (theirs.as_str(), "other")] {
                    let answer = ask(stranger, &route, ids, body.as_ref()).await;
                    assert_eq!(said(&answer), expected, "{who}: {route:?}");
                }
            }
            for odd in ["x", "00000000-0000-0000-0000-00000000000g", "..%2f", "%00", "%F0%9F%92%A9"]
            {
                ask(stranger, &route, (odd, "a"), body.as_ref()).await.problem(404, "NOT_FOUND");
            }
        }
        assert_eq!(snapshot(), before, "{route:?} changed something");

        // A message that is not in the chat is none, whoever has one of that name elsewhere.
        if route.template.contains("{messageId}") && route.method != Method::PUT
            || route.template.ends_with("/feedback")
        {
            ada.append(&theirs, &[question("elsewhere", "hello")]).await;
            let own = chat_id(3, number);
            ada.append(&own, &[question("secret", "hello")]).await.is(201);
            let expected = said(&ask(&ada, &route, (&own, "missing"), body.as_ref()).await);
            assert_eq!((expected.0, &expected.1["code"]), (404, &json!("NOT_FOUND")));
            for id in ["elsewhere", &"x".repeat(65), "a.b", "%00", "%E2%80%AE"] {
                let answer = ask(&ada, &route, (&own, id), body.as_ref()).await;
                assert_eq!(said(&answer), expected, "{id}: {route:?}");
            }
        }
    }
}

async fn what_takes_ids_of_chats_leaves_anothers_alone(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let ada = ChatClient::user(&service, "ada@example.com").await;
    let eve = ChatClient::user(&service, "eve@example.com").await;
    let (theirs, missing) = (chat_id(1, 1), chat_id(9, 9));
    ada.append(&theirs, &[question("secret", "walrus")]).await.is(201);
    let kept = ada.get(&format!("/{theirs}")).await.is(200).body;

    // That an id is taken is all that can be learnt of it.
    let start = json!({ "id": theirs, "title": "Mine" });
    eve.post("", &start).await.problem(409, "CHAT_ID_TAKEN");
    eve.append(&theirs, &[question("mine", "hello")]).await.problem(409, "CHAT_ID_TAKEN");

    let delete = json!({ "chatIds": [theirs, missing] });
    assert_eq!(eve.post("/bulk-delete", &delete).await.is(200).body, json!({ "deleted": 0 }));
    let visitor = ChatClient::visitor(&client).await;
    let claim = json!({ "anonymousToken": visitor.token(), "chatIds": [theirs, missing] });
    let claimed = eve.post("/claim", &claim).await.is(200);
    assert_eq!(claimed.body, json!({ "linked": 0, "chatIds": [] }));
    // A user's token claims nothing, one's own neither.
    for token in [ada.token(), eve.token(), "x", ""] {
        let refused = eve.post("/claim", &json!({ "anonymousToken": token })).await;
        assert!([400, 422].contains(&refused.status.as_u16()), "{}", refused.text);
    }
    visitor.post("/claim", &claim).await.problem(403, "FORBIDDEN");
    assert_eq!(eve.hits("walrus").await, [""; 0]);
    assert_eq!(eve.chats().await, [""; 0]);
    assert_eq!(ada.get(&format!("/{theirs}")).await.is(200).body, kept);
    assert_eq!(ada.messages(&theirs).await.len(), 1);

    // The rest of the routes about chats are these; a new one belongs here or above.
    let mut known = Route::all(&client).await;
    known.retain(|route| route.template.starts_with(BASE) && !route.template.contains('{'));
    let mut known: Vec<String> = known
        .iter()
        .map(|route| format!("{} {}", route.method, &route.template[BASE.len()..]))
        .collect();
    known.sort();
    assert_eq!(known, ["GET ", "GET /search", "POST ", "POST /bulk-delete", "POST /claim"]);
}
