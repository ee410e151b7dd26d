//! What a visitor may ask, and how it comes along to the account.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    ChatClient, Client, Database, Options, PASSWORD, Service, answer, chat_id, on_both_databases,
    question,
};
use serde_json::{Value, json};

on_both_databases!(
    a_visitor_asks_twenty_times_a_day,
    a_visitor_keeps_the_chats_on_becoming_a_user,
    a_registration_that_waits_for_no_mail_tells_of_the_chats,
);

const REGISTER: &str = "/api/v1/auth/register";

fn registration(email: &str) -> Value {
    json!({ "email": email, "name": "Ada", "password": PASSWORD })
}

async fn limits(client: &Client, visitor: &ChatClient) -> Value {
    client.get_as("/api/v1/auth/session", visitor.token()).await.is(200).body["limits"].clone()
}

async fn a_visitor_asks_twenty_times_a_day(database: Database) {
    let service = Service::start(&database, Options::unlimited().patient());
    let client = service.client();
    let config = client.get("/api/v1/config").await.is(200).text;
    assert!(config.contains("\"messagesPerDay\":20"), "{config}");
    let visitor = ChatClient::visitor(&client).await;
    let fresh = limits(&client, &visitor).await;
    assert_eq!(fresh, json!({ "messagesPerDay": 20, "remaining": 20, "nextAt": null }));

    let chat = chat_id(1, 1);
    for n in 0..19 {
        let id = format!("q{n}");
        visitor
            .append(&chat, &[question(&id, "hello"), answer(&format!("a{n}"), "yes")])
            .await
            .is(201);
        // Retries and answers are free.
        visitor.append(&chat, &[question(&id, "hello")]).await.is(200);
    }
    assert_eq!(limits(&client, &visitor).await["remaining"], 1);
    // Two do not fit, and neither is kept.
    let two = visitor.append(&chat, &[question("x", "hello"), question("y", "hello")]).await;
    two.problem(429, "ANONYMOUS_LIMIT_REACHED");
    assert_eq!(visitor.messages(&chat).await.len(), 38);
    visitor.append(&chat, &[question("x", "hello")]).await.is(201);

    let refused = visitor.append(&chat, &[question("z", "hello")]).await;
    let refused = refused.problem(429, "ANONYMOUS_LIMIT_REACHED");
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((86_000..=86_400).contains(&wait), "{wait}");
    assert_eq!((&refused.body["retryAfter"], &refused.body["limit"]), (&json!(wait), &json!(20)));
    let told = limits(&client, &visitor).await;
    assert_eq!(told["remaining"], 0);
    assert!(told["nextAt"].as_str().unwrap() > database.moment(86_000).as_str(), "{told}");
    // Deleting gives none back; neither does a question by another way.
    visitor.append(&chat, &[answer("free", "yes")]).await.is(201);
    let put = json!({ "role": "user", "content": "hello" });
    visitor.put(&format!("/{chat}/messages/z"), &put).await.problem(429, "ANONYMOUS_LIMIT_REACHED");
    visitor
        .put(&format!("/{chat}/messages/free"), &put)
        .await
        .problem(429, "ANONYMOUS_LIMIT_REACHED");
    visitor.delete(&format!("/{chat}")).await.is(204);
    visitor.append(&chat, &[question("q", "hello")]).await.problem(429, "ANONYMOUS_LIMIT_REACHED");
    assert_eq!(database.count("chats"), 0);
    // Another visitor has a day of their own, and fifty questions at once are twenty.
    let other = ChatClient::visitor(&client).await;
    let many: Vec<Value> = (0..50).map(|n| question(&format!("q{n}"), "hello")).collect();
    let asked = many.iter().enumerate().map(|(n, message)| {
        let other = other.clone();
        async move { other.append(&chat_id(3, n % 5), std::slice::from_ref(message)).await }
    });
    let asked = futures::future::join_all(asked).await;
    assert_eq!(asked.iter().filter(|answer| answer.status == 201).count(), 20);
    for answer in asked.into_iter().filter(|answer| answer.status != 201) {
        answer.problem(429, "ANONYMOUS_LIMIT_REACHED");
    }
    assert_eq!(database.count("messages"), 20);
    // A day later it begins anew.
    database.execute(database.either(
        "UPDATE visitor_questions SET at = strftime('%Y-%m-%dT%H:%M:%fZ', at, '-25 hours')",
        "UPDATE visitor_questions SET at = at - interval '25 hours'",
    ));
    visitor.append(&chat, &[question("q", "hello")]).await.is(201);
    // A user asks as much as they like.
    let ada = ChatClient::user(&service, "ada@example.com").await;
    for n in 0..25 {
        ada.append(&chat_id(4, 1), &[question(&format!("q{n}"), "hello")]).await.is(201);
    }
    let session = client.get_as("/api/v1/auth/session", ada.token()).await.is(200).body;
    assert!(session["limits"].is_null(), "{session}");
}

async fn a_visitor_keeps_the_chats_on_becoming_a_user(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    // Until the mailbox is proven, the visitor goes on as one.
    let visitor = ChatClient::visitor(&client).await;
    let chat = chat_id(1, 1);
    visitor.append(&chat, &[question("q1", "hello")]).await.is(201);
    client.post_as(REGISTER, visitor.token(), &registration("ada@example.com")).await.is(202);
    visitor.append(&chat, &[question("q2", "hello")]).await.is(201);
    assert_eq!(limits(&client, &visitor).await["remaining"], 18);
    let mailed = client.mailed_tokens("ada@example.com", 1).await.remove(0);
    client.verify(&mailed).await.is(200);
    assert_eq!(visitor.messages(&chat).await.len(), 2);
    for n in 0..25 {
        visitor.append(&chat, &[question(&format!("q{}", n + 3), "hello")]).await.is(201);
    }
    let ada = ChatClient::of(&client, &client.log_in("ada@example.com").await.is(200));
    assert_eq!(ada.messages(&chat).await.len(), 27);

    // One who logs in brings them along, and is told.
    let visitor = ChatClient::visitor(&client).await;
    for n in 2..4 {
        visitor.append(&chat_id(1, n), &[question("q", "hello")]).await.is(201);
    }
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let merged = client.post_as("/api/v1/auth/login", visitor.token(), &body).await.is(200);
    assert_eq!(merged.body["linked"], json!({ "chats": 2 }));
    assert_eq!(ada.chats().await.len(), 3);
    visitor.get("").await.problem(401, "SESSION_REVOKED");
    let plain = client.log_in("ada@example.com").await.is(200);
    assert!(plain.body.get("linked").is_none(), "{}", plain.text);
    let none = ChatClient::visitor(&client).await;
    let none = client.post_as("/api/v1/auth/login", none.token(), &body).await.is(200);
    assert!(none.body.get("linked").is_none(), "{}", none.text);

    // Or claims them later, as many as they like.
    let visitor = ChatClient::visitor(&client).await;
    for n in 5..8 {
        visitor.append(&chat_id(1, n), &[question("q", "hello")]).await.is(201);
    }
    let some =
        json!({ "anonymousToken": visitor.token(), "chatIds": [chat_id(1, 6), chat_id(1, 1)] });
    let claimed = ada.post("/claim", &some).await.is(200);
    assert_eq!(claimed.body, json!({ "linked": 1, "chatIds": [chat_id(1, 6)] }));
    assert_eq!(visitor.chats().await.len(), 2);
    let all = ada.post("/claim", &json!({ "anonymousToken": visitor.token() })).await.is(200);
    assert_eq!(all.body["linked"], 2);
    assert_eq!((visitor.chats().await.len(), ada.chats().await.len()), (0, 6));
    let bad = ada.post("/claim", &json!({ "anonymousToken": "x" })).await;
    bad.problem(400, "INVALID_TOKEN");
    let own = ada.post("/claim", &json!({ "anonymousToken": ada.token() })).await;
    own.problem(400, "INVALID_TOKEN");
}

async fn a_registration_that_waits_for_no_mail_tells_of_the_chats(database: Database) {
    let options = Options::unlimited().with("REGISTRATION__EMAIL_VERIFICATION", "optional");
    let service = Service::start(&database, options);
    let client = service.client();
    let visitor = ChatClient::visitor(&client).await;
    visitor.append(&chat_id(2, 1), &[question("q", "hello")]).await.is(201);
    let body = registration("eve@example.com");
    let promoted = client.post_as(REGISTER, visitor.token(), &body).await.is(201);
    assert_eq!(promoted.body["linked"], json!({ "chats": 1 }));
    assert_eq!(ChatClient::of(&client, &promoted).chats().await.len(), 1);
}
