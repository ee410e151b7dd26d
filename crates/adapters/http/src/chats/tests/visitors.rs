use std::time::Duration;

use actix_web::http::Method;
use bookplate_domain::{
    roles::Role,
    sessions::{SessionGrant, StartAnonymous},
    shared::{Client, Locale},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{CHATS, chosen, place, world};
use crate::testing::{
    ADA, DAY, MINUTE, PASSWORD, World, config, messages_of, policy, request, said,
};

const SESSION: &str = "/api/v1/auth/session";

async fn limits(world: &World, caller: &SessionGrant) -> Value {
    world.get(SESSION, caller).await.is(200).json()["limits"].clone()
}

/// A world in which a visitor has three questions a day.
async fn three_a_day() -> World {
    let mut policy = policy();
    policy.visitors.messages_per_day = 3;
    World::run_by(policy, config()).await
}

#[actix_web::test]
async fn a_visitor_has_so_many_questions_a_rolling_day() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let full = json!({ "messagesPerDay": 3, "remaining": 3, "nextAt": null });
    assert_eq!(limits(&world, &visitor).await, full);
    let ask = |id: &str| [said(id, "user", "x")];
    world.append(chosen(1), &ask("a"), &visitor).await.is(201);
    let back = world.app.now().plus(DAY);
    let expected = json!({ "messagesPerDay": 3, "remaining": 2, "nextAt": back.to_string() });
    assert_eq!(limits(&world, &visitor).await, expected);

    world.clock.advance(MINUTE);
    world
        .append(chosen(1), &[said("b", "assistant", "x"), said("c", "user", "x")], &visitor)
        .await
        .is(201);
    world.append(chosen(1), &ask("d"), &visitor).await.is(201);
    // What is there already costs nothing, and nor do answers.
    world.append(chosen(1), &ask("d"), &visitor).await.is(200);
    world.append(chosen(1), &[said("e", "assistant", "x")], &visitor).await.is(201);
    let refuse = |answer: crate::testing::Answer| {
        let problem = answer.json();
        let seconds = (DAY - MINUTE).as_secs();
        assert_eq!((&problem["limit"], &problem["retryAfter"]), (&json!(3), &json!(seconds)));
        assert_eq!(answer.header("retry-after"), seconds.to_string());
        answer.problem(429, "ANONYMOUS_LIMIT_REACHED");
    };
    refuse(world.append(chosen(1), &ask("f"), &visitor).await);
    let put = format!("{}/f", messages_of(chosen(1)));
    refuse(world.put_json(&put, json!({ "role": "user", "content": "x" }), &visitor).await);
    // Deleting gives none back.
    world.call(Method::DELETE, &place(chosen(1)), Some(&visitor)).await.is(204);
    refuse(world.append(chosen(1), &ask("f"), &visitor).await);
    let spent = limits(&world, &visitor).await;
    assert_eq!((&spent["remaining"], &spent["nextAt"]), (&json!(0), &json!(back.to_string())));
}

#[actix_web::test]
async fn questions_come_back_after_a_day() {
    let world = three_a_day().await;
    let visitor = world.visitor().await;
    let refresh = visitor.tokens.refresh.expose_secret().to_owned();
    for id in ["a", "b", "c"] {
        world.append(chosen(1), &[said(id, "user", "x")], &visitor).await.is(201);
    }
    world.clock.advance(DAY + Duration::from_secs(1));
    let body = json!({ "refreshToken": refresh });
    let token = world.post_json("/api/v1/auth/refresh", body, None).await.is(200).json();
    let bearer = format!("Bearer {}", token["tokens"]["accessToken"].as_str().unwrap());
    let ask = request(Method::POST, &messages_of(chosen(1)))
        .insert_header(("authorization", bearer))
        .set_json(json!({ "messages": [said("d", "user", "x")] }));
    world.send(ask).await.is(201);
}

#[actix_web::test]
async fn nobody_else_is_told_of_limits() {
    let (world, ada) = world().await;
    let state = world.get(SESSION, &ada).await.is(200).json();
    assert_eq!((&state["status"], state.get("limits")), (&json!("authenticated"), None));
    let nobody = world.call(Method::GET, SESSION, None).await.is(200).json();
    assert_eq!(nobody, json!({ "status": "unauthenticated" }));
}

#[actix_web::test]
async fn a_visitor_in_the_cookie_is_told_of_limits_too() {
    let world = World::new().await;
    let command = StartAnonymous { locale: Locale::default(), client: Client::default() };
    let grant = world.app.sessions.start_anonymous(command).await.unwrap();
    let token = grant.tokens.refresh.expose_secret();
    let session = request(Method::GET, SESSION)
        .insert_header(("cookie", format!("__Host-bookplate_rt={token}")))
        .insert_header(("origin", crate::testing::HERE));
    let state = world.send(session).await.is(200).json();
    assert_eq!(
        (&state["status"], &state["limits"]["remaining"]),
        (&json!("anonymous"), &json!(20))
    );
}

#[actix_web::test]
async fn what_comes_along_at_log_in_is_counted() {
    let world = World::new().await;
    world.account(ADA).await;
    let body = json!({ "email": ADA, "password": PASSWORD });
    let visitor = world.visitor().await;
    let chats = [world.chat_of(&visitor).await, world.chat_of(&visitor).await];
    let outcome =
        world.post_json("/api/v1/auth/login", body.clone(), Some(&visitor)).await.is(200).json();
    assert_eq!(outcome["linked"], json!({ "chats": 2 }));
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    for chat in chats {
        world.get(&place(chat), &ada).await.is(200);
    }
    for caller in [None, Some(world.visitor().await)] {
        let outcome = world.post_json("/api/v1/auth/login", body.clone(), caller.as_ref()).await;
        assert_eq!(outcome.is(200).json().get("linked"), None);
    }
}

#[actix_web::test]
async fn a_user_takes_over_what_a_visitor_asked() {
    let (world, ada) = world().await;
    let visitor = world.visitor().await;
    let (first, second) = (world.chat_of(&visitor).await, world.chat_of(&visitor).await);
    let mine = world.chat_of(&ada).await;
    let token = visitor.tokens.access.0.expose_secret();
    let path = format!("{CHATS}/claim");
    let ids = [first, mine, chosen(1)].map(|id| id.to_string());
    let some = json!({ "anonymousToken": token, "chatIds": ids });
    let claim = |body: &Value| world.post_json(&path, body.clone(), Some(&ada));
    let claimed = claim(&some).await.is(200).json();
    assert_eq!(claimed, json!({ "linked": 1, "chatIds": [first.to_string()] }));
    assert_eq!(claim(&some).await.is(200).json(), json!({ "linked": 0, "chatIds": [] }));
    world.get(&place(first), &visitor).await.problem(404, "NOT_FOUND");
    world.get(&place(second), &visitor).await.is(200);
    let all = json!({ "anonymousToken": token, "chatIds": null });
    let claimed = claim(&all).await.is(200).json();
    assert_eq!(claimed, json!({ "linked": 1, "chatIds": [second.to_string()] }));
    assert_eq!(world.get(CHATS, &ada).await.json()["data"].as_array().unwrap().len(), 3);
    // The visitor stays one, and claims from nobody.
    let back = json!({ "anonymousToken": token });
    world.post_json(&path, back, Some(&visitor)).await.problem(403, "FORBIDDEN");
}

#[actix_web::test]
async fn only_the_token_of_a_visitor_who_is_signed_in_proves_anything() {
    let (world, ada) = world().await;
    let bob = world.signed_in_as("bob@example.com", Role::User).await;
    let (visitor, gone) = (world.visitor().await, world.visitor().await);
    let chat = world.chat_of(&visitor).await;
    world.call(Method::POST, "/api/v1/auth/logout", Some(&gone)).await.is(204);
    let access = |grant: &SessionGrant| grant.tokens.access.0.expose_secret().to_owned();
    let refresh = visitor.tokens.refresh.expose_secret().to_owned();
    let path = format!("{CHATS}/claim");
    for token in
        [access(&ada), access(&bob), access(&gone), refresh, "x".to_owned(), " ".to_owned()]
    {
        let body = json!({ "anonymousToken": token });
        world.post_json(&path, body, Some(&ada)).await.problem(400, "INVALID_TOKEN");
    }
    world.clock.advance(16 * MINUTE);
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    let body = json!({ "anonymousToken": access(&visitor) });
    world.post_json(&path, body, Some(&ada)).await.problem(400, "TOKEN_EXPIRED");
    world.get(&place(chat), &ada).await.problem(404, "NOT_FOUND");
}
