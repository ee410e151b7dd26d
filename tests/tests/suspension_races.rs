//! A suspension in the middle of log ins, refreshes and resets leaves nothing that works.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use futures::future::{BoxFuture, FutureExt, join_all};
use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use serde_json::json;

on_both_databases!(nothing_slips_through_while_an_account_is_suspended);

const EMAIL: &str = "ada@example.com";
const ROUNDS: u32 = 20;

/// How long after a request the next is sent.
const BETWEEN: Duration = Duration::from_millis(15);

const LOGIN: &str = "/api/v1/auth/login";
const REFRESH: &str = "/api/v1/auth/refresh";
const RESET: &str = "/api/v1/auth/password-reset";
const CONFIRM: &str = "/api/v1/auth/password-reset/confirm";

/// Twenty requests one soon after another, of all kinds that give something to whoever has an
/// account, and in the middle of them the suspension. A new link ends an older one, so either links
/// are asked for or one is followed.
async fn race(
    client: &Client,
    session: &Answer,
    reset: Option<&str>,
    suspend: BoxFuture<'_, Answer>,
) -> Vec<(&'static str, Answer)> {
    let request = |n: usize| match (n % 4, reset) {
        (1, _) => (REFRESH, json!({ "refreshToken": session.refresh_token() })),
        (2, None) => (RESET, json!({ "email": EMAIL })),
        (2, Some(token)) => (CONFIRM, json!({ "token": token, "password": PASSWORD })),
        _ => (LOGIN, json!({ "email": EMAIL, "password": PASSWORD })),
    };
    let send = |n: usize| {
        let (client, (path, body)) = (client.clone(), request(n));
        async move {
            tokio::time::sleep(BETWEEN * u32::try_from(n).unwrap()).await;
            (path, client.post(path, &body).await)
        }
        .boxed()
    };
    let suspended = async { ("suspend", suspend.await) }.boxed();
    join_all((0..20).map(send).chain([suspended])).await
}

async fn nothing_slips_through_while_an_account_is_suspended(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let admin = service.sign_in_new("grace@example.com", "admin").await;
    let first = client.sign_up(EMAIL).await;
    let user = format!("/api/v1/admin/users/{}", first.user_id());
    let set_status = async |status: &str| {
        let mut body = json!({ "status": status });
        if status == "suspended" {
            body["suspensionReason"] = "spam".into();
        }
        client.patch_as(&user, admin.access_token(), &body).await.is(200)
    };
    let all_links = async || -> BTreeSet<String> {
        let mails = client.get(&format!("/dev/mailbox?to={EMAIL}")).await.is(200);
        let texts = mails.body["data"].as_array().unwrap().iter();
        let link = |mail: &serde_json::Value| {
            let (_, rest) = mail["text"].as_str()?.split_once("/reset-password#token=")?;
            Some(rest.split_whitespace().next()?.to_owned())
        };
        texts.filter_map(link).collect()
    };

    let mut tally = BTreeMap::new();
    for round in 0..ROUNDS {
        let session = client.log_in(EMAIL).await.is(200);
        let before = all_links().await;
        client.post(RESET, &json!({ "email": EMAIL })).await.is(202);
        let reset = loop {
            if let Some(link) = all_links().await.difference(&before).next() {
                break link.clone();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        // Now among the first requests, now when most passwords are checked.
        let pause = BETWEEN * (4 * round % 40);
        let suspend = tokio::time::sleep(pause).then(|()| set_status("suspended"));
        let reset = (round % 4 < 2).then_some(reset.as_str());
        let answers = race(&client, &session, reset, suspend.boxed()).await;

        let mut given = vec![session];
        for (path, answer) in answers {
            let code = answer.body["code"].as_str().unwrap_or_default().to_owned();
            *tally.entry(format!("{path} {} {code}", answer.status.as_u16())).or_insert(0) += 1;
            match (path, answer.status.as_u16(), code.as_str()) {
                (LOGIN | REFRESH, 200, _) => given.push(answer),
                ("suspend", 200, _) | (RESET, 202, _) | (CONFIRM, 204, _) => {}
                (LOGIN, 403, "ACCOUNT_SUSPENDED") | (LOGIN, 401, "INVALID_CREDENTIALS") => {}
                (REFRESH, 401, "SESSION_REVOKED") | (CONFIRM, 400, "INVALID_TOKEN") => {}
                _ => panic!("round {round}: {path}: {answer:?}"),
            }
        }
        let live = "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id \
                    WHERE u.role = 'user' AND s.revoked_at IS NULL";
        assert_eq!(database.query(live).trim(), "0", "round {round}");
        assert_eq!(database.count("one_time_tokens"), 0, "round {round}");
        // Neither while it is suspended nor afterwards does anything work that was given before.
        for status in ["suspended", "active"] {
            set_status(status).await;
            for answer in &given {
                let dead = client.get_as("/api/v1/users/me", answer.access_token()).await;
                dead.problem(401, "SESSION_REVOKED");
                client.refresh(answer.refresh_token()).await.problem(401, "SESSION_REVOKED");
            }
            for token in all_links().await {
                let body = json!({ "token": token, "password": PASSWORD });
                client.post(CONFIRM, &body).await.problem(400, "INVALID_TOKEN");
            }
        }
    }
    println!("{tally:#?}");
    for (path, before, after) in
        [(LOGIN, "200 ", "403 ACCOUNT_SUSPENDED"), (REFRESH, "200 ", "401 SESSION_REVOKED")]
    {
        for outcome in [before, after] {
            assert!(tally.contains_key(&format!("{path} {outcome}")), "{path} was never {outcome}");
        }
    }
}
