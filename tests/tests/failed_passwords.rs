//! Whoever guesses at the password of an account waits longer and longer, wherever they guess; its
//! owner loses no session, and gets in at once by a mailed link.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use futures::future::join_all;
use journeys::{Answer, Client, Database, Nodes, Options, PASSWORD, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    the_delay_begins_after_five_and_grows_and_waiting_is_enough,
    the_owner_goes_on_and_gets_in_by_a_mailed_link,
    every_path_that_checks_a_password_counts,
    a_known_address_is_answered_like_an_unknown_one,
    of_a_hundred_at_once_five_are_judged_however_they_are_spelled,
    of_a_hundred_in_a_day_of_five_none_is_judged_after_a_restart,
    a_day_has_so_many_tries_however_many_succeed,
);

const EMAIL: &str = "ada@example.com";
const LOG_IN: &str = "/api/v1/auth/login";
const NEW_PASSWORD: &str = "quartz lantern hollow 82";
const FAILED: &str = "SELECT count(*) FROM audit_events WHERE kind = 'authn_login_fail'";

/// Nothing else limits those who guess.
fn options() -> Options {
    Options::default()
        .with("PASSWORDS__BCRYPT_COST", "10")
        .with("LIMITS__LOG_IN__BURST", "1000")
        .with("LIMITS__LOG_IN__PER", "24h")
        .with("LIMITS__PROVE_PASSWORD__BURST", "1000")
}

async fn try_password(client: &Client, email: &str, password: &str) -> Answer {
    client.post(LOG_IN, &json!({ "email": email, "password": password })).await
}

async fn fail(client: &Client, times: usize) {
    for _ in 0..times {
        try_password(client, EMAIL, "wrong").await.problem(401, "INVALID_CREDENTIALS");
    }
}

/// Makes every delay longer, or shorter, than it was: the first ones are soon over.
fn move_delays(database: &Database, seconds: i32) {
    let micros = i64::from(seconds) * 1_000_000;
    database.execute(&format!("UPDATE password_attempts SET next_at = next_at + {micros}"));
}

/// Insists that a try was refused by this rule, and answers how many seconds it has to wait.
fn wait(answer: Answer) -> u64 {
    let answer = answer.problem(429, "RATE_LIMIT_EXCEEDED");
    assert_eq!(answer.body["limit"], "failed_passwords");
    let seconds = answer.body["retryAfter"].as_u64().unwrap();
    assert_eq!(answer.headers["retry-after"], seconds.to_string());
    let policy = &answer.headers["ratelimit-policy"];
    assert!(policy.to_str().unwrap().starts_with("\"failed_passwords\";q="), "{policy:?}");
    assert_eq!(answer.headers["ratelimit"], format!("\"failed_passwords\";r=0;t={seconds}"));
    seconds
}

async fn sleep(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds) + Duration::from_millis(20)).await;
}

async fn the_delay_begins_after_five_and_grows_and_waiting_is_enough(database: Database) {
    let service = Service::start(&database, options());
    service.make_user(EMAIL, "user");
    let client = service.client();
    fail(&client, 5).await;
    for expected in [1, 2, 4] {
        // The right password is not looked at, and asking does not make it longer.
        if expected > 1 {
            assert!((1..=expected).contains(&wait(client.log_in(EMAIL).await)));
        }
        let seconds = wait(try_password(&client, "ADA@Example.COM", "wrong").await);
        assert!((1..=expected).contains(&seconds));
        sleep(seconds).await;
        fail(&client, 1).await;
    }
    let seconds = wait(client.log_in(EMAIL).await);
    assert!((7..=8).contains(&seconds), "{seconds}");
    sleep(seconds).await;
    client.log_in(EMAIL).await.is(200);
    fail(&client, 4).await;
    client.log_in(EMAIL).await.is(200);
    assert_eq!(database.query(FAILED).trim(), "12");
}

async fn the_owner_goes_on_and_gets_in_by_a_mailed_link(database: Database) {
    let service = Service::start(&database, options());
    service.make_user(EMAIL, "user");
    let client = service.client();
    let session = client.log_in(EMAIL).await.is(200);
    fail(&client, 5).await;
    move_delays(&database, 3600);
    wait(client.log_in(EMAIL).await);

    client.get_as("/api/v1/users/me", session.access_token()).await.is(200);
    client.refresh(session.refresh_token()).await.is(200);
    client.post("/api/v1/auth/password-reset", &json!({ "email": EMAIL })).await.is(202);
    let link = client.mailed_link(EMAIL, "/reset-password").await;
    let (_, token) = link.split_once("#token=").unwrap();
    wait(client.log_in(EMAIL).await);
    let body = json!({ "token": token, "password": NEW_PASSWORD });
    client.post("/api/v1/auth/password-reset/confirm", &body).await.is(204);
    try_password(&client, EMAIL, NEW_PASSWORD).await.is(200);
    // What is kept says nothing about anybody.
    fail(&client, 1).await;
    assert!(database.count("password_attempts") > 0);
    let rows = database.dump();
    let attempts = rows.iter().filter(|row| row.contains("password_attempts"));
    assert!(attempts.clone().count() > 0);
    assert!(attempts.clone().all(|row| !row.contains("ada@")), "{rows:?}");
}

async fn every_path_that_checks_a_password_counts(database: Database) {
    let service = Service::start(&database, options());
    service.make_user(EMAIL, "user");
    let client = service.client();
    let session = client.log_in(EMAIL).await.is(200);
    let token = session.access_token();
    let change = async |password: &str| {
        let body = json!({ "currentPassword": password, "newPassword": NEW_PASSWORD });
        client.post_as("/api/v1/auth/password-change", token, &body).await
    };
    let reauthenticate = async |password: &str| {
        let body = json!({ "password": password });
        client.post_as("/api/v1/auth/reauthenticate", token, &body).await
    };
    for _ in 0..2 {
        change("wrong").await.problem(401, "INVALID_CREDENTIALS");
        reauthenticate("wrong").await.problem(401, "INVALID_CREDENTIALS");
    }
    fail(&client, 1).await;
    move_delays(&database, 3600);
    for answer in
        [change(PASSWORD).await, reauthenticate(PASSWORD).await, client.log_in(EMAIL).await]
    {
        wait(answer);
    }
    move_delays(&database, -3601);
    reauthenticate("wrong").await.problem(401, "INVALID_CREDENTIALS");
    sleep(wait(client.log_in(EMAIL).await)).await;
    // A right one anywhere ends the delay everywhere.
    reauthenticate(PASSWORD).await.is(200);
    fail(&client, 4).await;
    change(PASSWORD).await.is(204);
    fail(&client, 4).await;
    try_password(&client, EMAIL, NEW_PASSWORD).await.is(200);
}

/// What the caller may see of an answer, but for what tells of the moment only.
#[derive(Debug, PartialEq)]
struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    body: Value,
}

/// The rest, and how long to wait.
fn seen(answer: &Answer) -> (Seen, u64) {
    let mut body = answer.body.clone();
    let object = body.as_object_mut().unwrap();
    object.remove("requestId").unwrap();
    let wait = object.remove("retryAfter").map_or(0, |seconds| seconds.as_u64().unwrap());
    let headers = answer.headers.iter().filter_map(|(name, value)| {
        let value = value.to_str().unwrap();
        match name.as_str() {
            "date" | "x-request-id" | "content-length" | "retry-after" => None,
            "ratelimit" => Some(("ratelimit".to_owned(), value.split_once(";t=")?.0.to_owned())),
            name => Some((name.to_owned(), value.to_owned())),
        }
    });
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    (Seen { status: answer.status.as_u16(), headers, body }, wait)
}

async fn a_known_address_is_answered_like_an_unknown_one(database: Database) {
    let service = Service::start(&database, options());
    service.make_user(EMAIL, "user");
    // Each from a network of its own: how many log ins are left there is told to everybody.
    let [one, other] =
        ["127.0.0.2", "127.0.0.3"].map(|address| service.client().elsewhere(address, "journeys"));
    let mut statuses = Vec::new();
    for step in 0..10 {
        let (known, unknown) = tokio::join!(
            try_password(&one, EMAIL, "wrong"),
            try_password(&other, "nobody@example.com", "wrong"),
        );
        let ((known, wait), (unknown, same)) = (seen(&known), seen(&unknown));
        assert_eq!(known, unknown, "step {step}");
        assert!(wait.abs_diff(same) <= 1, "{wait} and {same}");
        statuses.push(known.status);
        if step == 4 {
            move_delays(&database, 3);
        }
        if known.status == 429 {
            sleep(wait.max(same)).await;
        }
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 401, 429, 401, 429]);
}

/// How many answers were judgements; all others were refusals to judge.
fn judged(answers: Vec<Answer>) -> usize {
    let (judged, refused): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.status == 401);
    refused.into_iter().for_each(|answer| assert!(wait(answer) > 0));
    judged.len()
}

/// How many tries of a crowd may be judged that took so long: five at first, one more after a
/// second, one more after two further ones, and so on.
fn judged_within(time: Duration) -> usize {
    let delays = (0..10).scan(0, |sum, doublings| {
        *sum += 1_u64 << doublings;
        Some(*sum)
    });
    5 + delays.take_while(|sum| *sum <= time.as_secs()).count()
}

fn is_as_many_as_allowed(judged: usize, begun: Instant, database: &Database) {
    let most = judged_within(begun.elapsed());
    assert!((5..=most).contains(&judged), "{judged} of {most}");
    assert_eq!(database.query(FAILED).trim(), judged.to_string());
}

async fn guess(client: &Client, number: usize) -> Answer {
    let spelled = [EMAIL, "ADA@example.com", "ada@EXAMPLE.com", "Ada@Example.Com"];
    try_password(client, spelled[number % 4], "wrong").await
}

async fn of_a_hundred_at_once_five_are_judged_however_they_are_spelled(database: Database) {
    let mut service = Service::start(&database, options());
    service.make_user(EMAIL, "user");
    let (client, begun) = (service.client(), Instant::now());
    let answers = join_all((0..100).map(|n| guess(&client, n))).await;
    is_as_many_as_allowed(judged(answers), begun, &database);
    // Three failures more, and the delay is longer than a restart takes.
    let mut failures = 0;
    while failures < 3 {
        let answer = guess(&client, failures).await;
        match answer.status.as_u16() {
            401 => failures += 1,
            _ => sleep(wait(answer)).await,
        }
    }
    service.kill_and_restart();
    assert!(wait(service.client().log_in(EMAIL).await) <= 8);
}

async fn of_a_hundred_in_a_day_of_five_none_is_judged_after_a_restart(database: Database) {
    let five_a_day = options().with("LIMITS__FAILED_PASSWORDS__PER_DAY", "5");
    let mut service = Service::start(&database, five_a_day);
    service.make_user(EMAIL, "user");
    let client = service.client();
    assert_eq!(judged(join_all((0..100).map(|n| guess(&client, n))).await), 5);
    assert_eq!(database.query(FAILED).trim(), "5");
    service.kill_and_restart();
    let client = service.client();
    assert_eq!(judged(join_all((0..20).map(|n| guess(&client, n))).await), 0);
    let seconds = wait(client.log_in(EMAIL).await);
    assert!((86_300..=86_400).contains(&seconds), "the rest of the day: {seconds}");
    assert_eq!(database.query(FAILED).trim(), "5");
}

async fn a_day_has_so_many_tries_however_many_succeed(database: Database) {
    let service =
        Service::start(&database, options().with("LIMITS__FAILED_PASSWORDS__PER_DAY", "7"));
    service.make_user(EMAIL, "user");
    let client = service.client();
    for failures in [3, 3, 1] {
        fail(&client, failures).await;
        if failures == 3 {
            client.log_in(EMAIL).await.is(200);
        }
    }
    let seconds = wait(client.log_in(EMAIL).await);
    assert!((86_300..=86_400).contains(&seconds), "{seconds}");
    // A day later, as far as it is kept.
    database.execute(
        "UPDATE password_attempts SET next_at = next_at - 86400000000, \
         day_ends_at = day_ends_at - 86400000000",
    );
    client.log_in(EMAIL).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_count_together() {
    let database = Database::postgres();
    let nodes = Nodes::start(&database, options());
    nodes.here.make_user(EMAIL, "user");
    let clients = nodes.clients();
    let begun = Instant::now();
    let guesses = (0..100).map(|n| guess(&clients[n % 2], n));
    is_as_many_as_allowed(judged(join_all(guesses).await), begun, &database);
}
