//! The way of a browser to a provider and back.

use actix_web::http::Method;
use bookplate_domain::identities::{Prompt, ProviderError};
use bookplate_testkit::doubles::Asked;

use crate::testing::{ADA, AtProvider, PROVIDER, SIGNED_IN, World, challenge, request, start_path};

fn callback(query: &str) -> String {
    format!("/api/v1/auth/oauth/{PROVIDER}/callback?{query}")
}

impl World {
    /// Where a browser with these cookies is sent by the callback.
    async fn sent_on(&self, query: &str, cookies: &[&str]) -> String {
        let mut back = request(Method::GET, &callback(query));
        for cookie in cookies {
            back = back.append_header(("cookie", *cookie));
        }
        self.send(back).await.is(302).header("location").to_owned()
    }
}

fn failed(code: &str) -> String {
    format!("{SIGNED_IN}#error={code}")
}

#[actix_web::test]
async fn a_browser_goes_to_the_provider_with_a_cookie_of_its_own() {
    let world = World::new().await;
    let with_prompt = format!("{}&prompt=login", start_path());
    world.send(request(Method::GET, &with_prompt)).await.is(302);
    let asked = world.provider.collect();
    assert!(matches!(asked[..], [Asked::ForUrl(_, Some(Prompt::Login))]), "{asked:?}");
    let answer = world.send(request(Method::GET, &start_path())).await.is(302);
    assert!(answer.header("location").starts_with("https://provider.example/authorize?state="));
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-bookplate_oauth="), "{cookie}");
    assert!(cookie.ends_with("; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax"), "{cookie}");
}

#[actix_web::test]
async fn tabs_of_one_browser_come_back_in_any_order() {
    let world = World::new().await;
    world.provider_knows(ADA);
    let first = world.start().await;
    let again = request(Method::GET, &start_path()).insert_header(("cookie", &*first.cookie));
    let second = world.send(again).await.is(302);
    let cookie = second.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(cookie, first.cookie, "the browser keeps its name");
    let state = second.header("location").split_once("state=").unwrap().1;
    let second = AtProvider { state: state.split('&').next().unwrap().to_owned(), cookie };
    for way in [&second, &first] {
        assert!(world.come_back(way).await.starts_with(&format!("{SIGNED_IN}#code=bp_oc_")));
    }
}

#[actix_web::test]
async fn what_a_front_end_says_wrong_is_named() {
    let world = World::new().await;
    let start = format!("/api/v1/auth/oauth/{PROVIDER}/start");
    let right = challenge();
    for (query, faults) in [
        (String::new(), vec!["codeChallenge REQUIRED"]),
        (
            "codeChallenge=short&x=1".to_owned(),
            vec!["codeChallenge INVALID_FORMAT", "x UNKNOWN_FIELD"],
        ),
        (format!("codeChallenge={}&prompt=none", right.as_str()), vec!["prompt NOT_ALLOWED"]),
        (
            format!("codeChallenge={}&redirectTo=https://evil.example/", right.as_str()),
            vec!["redirectTo NOT_ALLOWED"],
        ),
        (
            format!("codeChallenge={}&redirectTo={SIGNED_IN}/", right.as_str()),
            vec!["redirectTo NOT_ALLOWED"],
        ),
        (
            format!("codeChallenge={}&redirectTo={SIGNED_IN}%23code=x", right.as_str()),
            vec!["redirectTo NOT_ALLOWED"],
        ),
    ] {
        let answer = world.send(request(Method::GET, &format!("{start}?{query}"))).await.is(422);
        assert_eq!(answer.faults(), faults, "{query}");
        assert_eq!(answer.header("set-cookie"), "", "{query}");
    }
    for name in ["other", "Acme", "password", "%00", "acme%2f"] {
        let path = start_path().replace(PROVIDER, name);
        world.send(request(Method::GET, &path)).await.problem(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn only_the_browser_that_went_comes_back_and_once() {
    let world = World::new().await;
    world.provider_knows(ADA);
    let (way, other) = (world.start().await, world.start().await);
    let query = format!("code=c&state={}", way.state);
    let invalid = failed("INVALID_STATE");
    assert_eq!(world.sent_on(&query, &[]).await, invalid);
    assert_eq!(world.sent_on(&query, &[&other.cookie]).await, invalid);
    assert_eq!(world.sent_on(&query, &[&way.cookie, &other.cookie]).await, invalid);
    assert_eq!(world.sent_on("code=c&state=x", &[&way.cookie]).await, invalid);
    assert_eq!(world.sent_on("code=c", &[&way.cookie]).await, invalid);
    let twice = format!("{query}&state={}", way.state);
    assert_eq!(world.sent_on(&twice, &[&way.cookie]).await, invalid);
    // None of them has spent it.
    assert!(world.come_back(&way).await.starts_with(&format!("{SIGNED_IN}#code=")));
    assert_eq!(world.come_back(&way).await, invalid);
    // Nor has anybody been asked who was not on the way.
    assert_eq!(world.provider.collect().len(), 3, "two ways there, one back");
}

#[actix_web::test]
async fn what_fails_at_the_provider_is_told_in_a_word() {
    let world = World::new().await;
    let with = |query: &str, way: &AtProvider| format!("{query}&state={}", way.state);
    for (query, code) in [
        ("error=access_denied", "SIGN_IN_CANCELLED"),
        ("error=server_error", "PROVIDER_UNAVAILABLE"),
        ("error=%0d%0aX:%20y", "PROVIDER_FAILED"),
        ("code=c&error=access_denied", "PROVIDER_FAILED"),
        ("x=1", "PROVIDER_FAILED"),
        // It was not told whom it knows.
        ("code=c", "PROVIDER_FAILED"),
    ] {
        let way = world.start().await;
        let sent = world.sent_on(&with(query, &way), &[&way.cookie]).await;
        assert_eq!(sent, failed(code), "{query}");
        let again = world.sent_on(&with("code=c", &way), &[&way.cookie]).await;
        assert_eq!(again, failed("INVALID_STATE"), "{query}");
    }
    world.provider_knows(ADA);
    let way = world.start().await;
    world.provider.fail_next(ProviderError::Unavailable("it hangs".into()));
    assert_eq!(world.come_back(&way).await, failed("PROVIDER_UNAVAILABLE"));
    world.provider.fail_next(ProviderError::Unavailable("it hangs".into()));
    let answer = world.send(request(Method::GET, &start_path())).await.is(302);
    assert_eq!(answer.header("location"), failed("PROVIDER_UNAVAILABLE"));
    assert_eq!(answer.header("set-cookie"), "");
}

#[actix_web::test]
async fn a_browser_that_is_refused_is_sent_back_to_the_front_end() {
    let world = World::new().await;
    let unknown = start_path().replace(PROVIDER, "other");
    let elsewhere = format!("{}&redirectTo=https://evil.example/", start_path());
    let twice = format!("{}&redirectTo={SIGNED_IN}&redirectTo=//evil.example", start_path());
    let listed = format!("{}&prompt=none&redirectTo={SIGNED_IN}", start_path());
    for (path, status, code) in [
        (unknown, 404, "NOT_FOUND"),
        (elsewhere, 422, "VALIDATION_ERROR"),
        (twice, 400, "MALFORMED_REQUEST"),
        (listed, 422, "VALIDATION_ERROR"),
    ] {
        for navigates in [("sec-fetch-mode", "navigate"), ("accept", "text/html,*/*;q=0.8")] {
            let call = request(Method::GET, &path).insert_header(navigates);
            let answer = world.send(call).await.is(303);
            assert_eq!(answer.header("location"), failed(code), "{path}");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!((answer.text.as_str(), answer.header("set-cookie")), ("", ""), "{path}");
        }
        let fetched = request(Method::GET, &path)
            .insert_header(("sec-fetch-mode", "cors"))
            .insert_header(("accept", "text/html"));
        world.send(fetched).await.problem(status, code);
        world.send(request(Method::GET, &path)).await.problem(status, code);
    }
    let navigation = request(Method::GET, &start_path()).insert_header(("accept", "text/html"));
    let answer = world.send(navigation).await.is(302);
    assert!(answer.header("location").starts_with("https://provider.example/"));
}
