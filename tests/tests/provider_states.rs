//! What a browser brings back from a provider works once, for it alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

use futures::future::join_all;
use journeys::{
    Answer, Browser, Database, HostileProvider, Nodes, Options, PUBLIC_URL, Page, Service, SignIn,
    on_both_databases,
};

on_both_databases!(
    a_state_is_good_for_one_browser_and_one_provider_once,
    a_code_is_good_for_whoever_began_once,
    whoever_comes_too_late_begins_again,
    twenty_callbacks_and_twenty_exchanges_at_once_make_one_session,
);

const ADA: &str = "ada@example.com";
const COOKIE: &str = "__Host-bookplate_oauth";

/// A service that knows two well-behaved providers.
fn start(database: &Database, provider: &HostileProvider) -> Service {
    Service::start(database, provider.options(Options::unlimited().patient(), ["one", "two"]))
}

/// The same callback with one of its parameters changed; without it if there is nothing instead.
fn with(callback: &str, name: &str, value: Option<&str>) -> String {
    let mut url = reqwest::Url::parse(callback).unwrap();
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| key != name)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept);
    if let Some(value) = value {
        url.query_pairs_mut().append_pair(name, value);
    }
    url.into()
}

/// The parameter of a callback.
fn of(callback: &str, name: &str) -> String {
    let url = reqwest::Url::parse(callback).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name).expect("a parameter");
    found.1.into_owned()
}

async fn a_state_is_good_for_one_browser_and_one_provider_once(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider);
    let (browser, sign_in) = (Browser::new(&service), SignIn::by("one"));
    let callback: String = provider.callback(&browser, &sign_in, ADA).await.into();
    let refused = async |browser: &Browser, url: &str, why: &str| {
        assert_eq!(browser.visit(url).await.error(), "INVALID_STATE", "{why}");
    };

    refused(&Browser::new(&service), &callback, "a browser that was never sent").await;
    let other = Browser::new(&service);
    let others: String =
        provider.callback(&other, &SignIn::by("one"), "eve@example.com").await.into();
    refused(&other, &callback, "a browser that was sent by itself").await;
    refused(&browser, &others, "a callback that somebody else slipped in").await;

    let own = browser.cookie(COOKIE).unwrap();
    let (head, last) = own.split_at(own.len() - 1);
    let forged = format!("{head}{}", if last == "A" { "B" } else { "A" });
    let forgers = ["", "x", "bp_ob_", &forged, &own.to_uppercase(), &"x".repeat(4000)];
    for cookie in forgers {
        let forger = Browser::new(&service);
        forger.set_cookie(COOKIE, cookie);
        refused(&forger, &callback, cookie).await;
    }

    let elsewhere = callback.replace("/oauth/one/", "/oauth/two/");
    assert_ne!(elsewhere, callback);
    refused(&browser, &elsewhere, "another provider").await;
    let state = of(&callback, "state");
    let states = ["", "x", &state[1..], &format!("{state}A"), &state.to_uppercase(), "ä", "\0"];
    for state in states.into_iter().map(str::to_owned).chain(["x".repeat(4000)]) {
        refused(&browser, &with(&callback, "state", Some(&state)), &state).await;
    }
    refused(&browser, &with(&callback, "state", None), "no state").await;
    let denied = with(&with(&callback, "code", None), "error", Some("access_denied"));
    refused(&Browser::new(&service), &denied, "an error for somebody else").await;

    // None of that has spent it, and no code was shown to a provider.
    assert_eq!(provider.asked("one", "token") + provider.asked("two", "token"), 0);
    let code = browser.visit(&callback).await.code();
    refused(&browser, &callback, "replayed").await;
    refused(&browser, &elsewhere, "replayed elsewhere").await;
    assert_eq!(provider.asked("one", "token"), 1);
    sign_in.exchange(&service.client(), &code).await.is(200);
    refused(&browser, &callback, "replayed after the sign-in").await;
    assert_eq!(database.count("sessions"), 1);
}

async fn a_code_is_good_for_whoever_began_once(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider);
    let client = service.client();
    let (browser, sign_in) = (Browser::new(&service), SignIn::by("one"));
    let code = provider.walk(&browser, &sign_in, ADA).await.code();

    let mine = SignIn::by("one");
    mine.exchange(&client, &code).await.problem(400, "INVALID_TOKEN");
    let challenge = serde_json::json!({ "code": code, "codeVerifier": sign_in.challenge() });
    let path = "/api/v1/auth/oauth/exchange";
    client.post(path, &challenge).await.problem(400, "INVALID_TOKEN");
    for wrong in [code[..code.len() - 1].to_owned(), format!("{code}A"), code.to_uppercase()] {
        let answer = sign_in.exchange(&client, &wrong).await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{}", answer.text);
    }
    let state = serde_json::json!({ "code": code, "codeVerifier": "short" });
    client.post(path, &state).await.is(422);

    // A code of the provider itself, brought back by somebody else who was sent to another.
    let stolen: String =
        provider.callback(&Browser::new(&service), &SignIn::by("one"), ADA).await.into();
    let eve = Browser::new(&service);
    for name in ["one", "two"] {
        let own: String =
            provider.callback(&eve, &SignIn::by(name), "eve@example.com").await.into();
        let injected = with(&own, "code", Some(&of(&stolen, "code")));
        assert_eq!(eve.visit(&injected).await.error(), "PROVIDER_FAILED", "{name}");
    }

    assert_eq!(database.count("sessions"), 0);
    sign_in.exchange(&client, &code).await.is(200);
    sign_in.exchange(&client, &code).await.problem(400, "INVALID_TOKEN");
    assert_eq!(database.count("users"), 1);
    assert_eq!(database.count("sessions"), 1);
}

/// Lets everything of a kind have expired a second ago.
fn expire(database: &Database, kind: &str) {
    let now = database.either(
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 seconds')",
        "now() - interval '1 second'",
    );
    database.execute(&format!("UPDATE {kind}_authorizations SET expires_at = {now}"));
}

async fn whoever_comes_too_late_begins_again(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider);
    let (browser, sign_in) = (Browser::new(&service), SignIn::by("one"));
    let callback = provider.callback(&browser, &sign_in, ADA).await;
    assert_eq!(database.count("pending_authorizations"), 1);
    expire(&database, "pending");
    assert_eq!(browser.visit(callback.as_str()).await.error(), "INVALID_STATE");
    assert_eq!(provider.asked("one", "token"), 0);

    let code = provider.walk(&browser, &sign_in, ADA).await.code();
    assert_eq!(database.count("completed_authorizations"), 1);
    expire(&database, "completed");
    sign_in.exchange(&service.client(), &code).await.problem(400, "INVALID_TOKEN");
    assert_eq!(database.count("users"), 0);

    let code = provider.walk(&browser, &sign_in, ADA).await.code();
    sign_in.exchange(&service.client(), &code).await.is(200);
}

/// The one page with a code; everybody else's state was spent.
fn one_code(pages: Vec<Page>) -> String {
    let (with_code, without): (Vec<Page>, Vec<Page>) =
        pages.into_iter().partition(|page| page.fragment("code").is_some());
    for page in without {
        assert_eq!(page.error(), "INVALID_STATE");
    }
    assert_eq!(with_code.len(), 1);
    with_code[0].code()
}

/// The one answer with a session; everybody else's code was spent.
fn one_session(answers: Vec<Answer>) -> Answer {
    let (mut good, refused): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.status == 200);
    for answer in refused {
        answer.problem(400, "INVALID_TOKEN");
    }
    assert_eq!(good.len(), 1);
    good.remove(0)
}

async fn twenty_callbacks_and_twenty_exchanges_at_once_make_one_session(database: Database) {
    let provider = HostileProvider::start();
    let service = start(&database, &provider);
    let (browser, sign_in) = (Browser::new(&service), SignIn::by("one"));
    for round in 1..=3 {
        let callback = provider.callback(&browser, &sign_in, ADA).await;
        let pages = join_all((0..20).map(|_| browser.visit(callback.as_str()))).await;
        let code = one_code(pages);
        assert_eq!(provider.asked("one", "token"), round);
        let client = service.client();
        let answers = join_all((0..20).map(|_| sign_in.exchange(&client, &code))).await;
        let signed_in = one_session(answers);
        client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
        assert_eq!(database.count("users"), 1);
        assert_eq!(database.count("identities"), 1);
        assert_eq!(database.count("sessions"), round as u64);
    }
    assert_eq!(database.count("pending_authorizations"), 0);
    assert_eq!(database.count("completed_authorizations"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_began_another_finishes_and_none_does_it_twice() {
    let database = Database::postgres();
    let provider = HostileProvider::start();
    let nodes = Nodes::start(&database, provider.options(Options::unlimited().patient(), ["one"]));
    let clients = nodes.clients();
    for round in 1..=3 {
        let (browser, sign_in) = (Browser::new(&nodes.here), SignIn::by("one"));
        let callback = provider.callback(&browser, &sign_in, ADA).await;
        let twins = [Browser::new(&nodes.here), Browser::new(&nodes.there)];
        for twin in &twins {
            twin.set_cookie(COOKIE, &browser.cookie(COOKIE).unwrap());
        }
        let pages = join_all((0..20).map(|n| twins[n % 2].visit(callback.as_str()))).await;
        let code = one_code(pages);
        let answers = join_all((0..20).map(|n| sign_in.exchange(&clients[n % 2], &code))).await;
        let signed_in = one_session(answers);
        for client in &clients {
            client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
        }
        assert_eq!(provider.asked("one", "token"), round);
        let sessions: BTreeSet<String> =
            database.query("SELECT id FROM sessions").lines().map(str::to_owned).collect();
        assert_eq!(sessions.len(), round);
    }

    // The other node finishes what this one began.
    let (browser, sign_in) = (Browser::new(&nodes.here), SignIn::by("one"));
    let callback = provider.callback(&browser, &sign_in, "grace@example.com").await;
    browser.reach(&nodes.there);
    let code = browser.visit(callback.as_str()).await.code();
    sign_in.exchange(&clients[0], &code).await.is(200);
    assert!(callback.as_str().starts_with(PUBLIC_URL));
}
