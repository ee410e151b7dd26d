use std::num::NonZeroU32;

use actix_web::test::TestRequest;
use bookplate_domain::limits::Rule;
use bookplate_testkit::doubles::PlainLimiter;
use serde_json::json;

use super::*;
use crate::{
    CorsConfig, HttpConfig,
    testing::{ADA, Answer, DAY, PASSWORD, World, config, policy, request},
};

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example";
const ALLOW_ORIGIN: &str = "access-control-allow-origin";

fn listing(origins: &[&str], credentials: bool) -> HttpConfig {
    let origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
    HttpConfig { cors: CorsConfig { origins, credentials }, ..config() }
}

async fn world(origins: &[&str], credentials: bool) -> World {
    World::run_by(policy(), listing(origins, credentials)).await
}

fn from(origin: &str, method: Method, path: &str) -> TestRequest {
    request(method, path).insert_header(("origin", origin))
}

fn asking(origin: &str, path: &str, method: &str, headers: &str) -> TestRequest {
    from(origin, Method::OPTIONS, path)
        .insert_header(("access-control-request-method", method))
        .insert_header(("access-control-request-headers", headers))
}

fn words<'a>(answer: &'a Answer, header: &str) -> Vec<&'a str> {
    let mut words: Vec<&str> = answer.header(header).split(", ").collect();
    words.sort_unstable();
    words
}

#[actix_web::test]
async fn a_browser_is_told_what_a_listed_page_may_send() {
    let world = world(&[APP, "http://localhost:3000"], false).await;
    for origin in [APP, "http://localhost:3000"] {
        let ask = asking(origin, "/api/v1/auth/login", "POST", "content-type,authorization");
        let told = world.send(ask).await.is(200);
        assert_eq!(told.header(ALLOW_ORIGIN), origin);
        let methods = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
        assert_eq!(words(&told, "access-control-allow-methods"), methods);
        let headers =
            ["authorization", "content-type", "if-match", "if-none-match", "x-request-id"];
        assert_eq!(words(&told, "access-control-allow-headers"), headers);
        assert_eq!(told.header("access-control-max-age"), "3600");
        assert_eq!(told.header("access-control-allow-credentials"), "");
        assert!(told.header("vary").contains("Origin"));
        assert_eq!(told.header("x-content-type-options"), "nosniff");
        assert_ne!(told.header("x-request-id"), "");
    }
}

#[actix_web::test]
async fn what_a_browser_asks_before_a_request_touches_no_handler_and_no_limit() {
    let limits = PlainLimiter::default().with(Rule::LogIn, NonZeroU32::MIN, DAY);
    let world = World::build(limits, |_| (), policy(), listing(&[APP], false)).await;
    for _ in 0..3 {
        let ask = asking(APP, "/api/v1/auth/login", "POST", "content-type");
        let told = world.send(ask).await.is(200);
        assert_eq!(told.headers_like("ratelimit"), [""; 0]);
    }
    let log_in = || {
        let body = json!({ "email": ADA, "password": PASSWORD });
        world.send(from(APP, Method::POST, "/api/v1/auth/login").set_json(body))
    };
    let answer = log_in().await;
    assert_eq!(answer.header(ALLOW_ORIGIN), APP);
    answer.problem(401, "INVALID_CREDENTIALS");
    let limited = log_in().await;
    assert_eq!(limited.header(ALLOW_ORIGIN), APP);
    for exposed in ["retry-after", "ratelimit", "ratelimit-policy", "x-request-id"] {
        assert!(words(&limited, "access-control-expose-headers").contains(&exposed), "{exposed}");
        assert_ne!(limited.header(exposed), "", "{exposed}");
    }
    limited.problem(429, "RATE_LIMIT_EXCEEDED");
}

#[actix_web::test]
async fn a_browser_is_told_nothing_for_anything_else() {
    let world = world(&[APP], true).await;
    let path = "/api/v1/auth/login";
    for foreign in [EVIL, "null", "http://app.example.com", "https://app.example.com:8443", ""] {
        let told = world.send(asking(foreign, path, "POST", "content-type")).await;
        assert_eq!(told.headers_like("access-control-allow-"), [""; 0], "{foreign}");
        told.problem(403, "ORIGIN_NOT_ALLOWED");
    }
    for (method, headers) in [("TRACE", "content-type"), ("POST", "x-evil"), ("POST", "cookie")] {
        let told = world.send(asking(APP, path, method, headers)).await;
        assert_eq!(told.headers_like("access-control-allow-"), [""; 0], "{method} {headers}");
        told.problem(400, "MALFORMED_REQUEST");
    }
}

#[actix_web::test]
async fn problems_can_be_read_by_listed_pages_alone() {
    let world = world(&[APP], true).await;
    for (path, status, code) in
        [("/api/v1/users/me", 401, "UNAUTHORIZED"), ("/api/v1/none", 404, "NOT_FOUND")]
    {
        let answer = world.send(from(APP, Method::GET, path)).await;
        assert_eq!(answer.header(ALLOW_ORIGIN), APP);
        assert_eq!(answer.header("access-control-allow-credentials"), "true");
        answer.problem(status, code);
        for foreign in [EVIL, "null", crate::testing::HERE] {
            let answer = world.send(from(foreign, Method::GET, path)).await;
            assert_eq!(answer.header(ALLOW_ORIGIN), "", "{foreign}");
            assert!(answer.header("vary").contains("Origin"));
            answer.problem(status, code);
        }
    }
}

#[actix_web::test]
async fn what_may_be_cached_differs_by_origin() {
    let world = world(&[APP], false).await;
    let config = || request(Method::GET, "/api/v1/config");
    let read = world.send(config().insert_header(("origin", APP))).await.is(200);
    assert_eq!(
        (read.header(ALLOW_ORIGIN), read.header("cache-control")),
        (APP, "public, max-age=60")
    );
    assert!(read.header("vary").contains("Origin"));
    let plain = world.send(config()).await.is(200);
    assert_eq!(plain.header(ALLOW_ORIGIN), "");
    assert!(plain.header("vary").contains("Origin"));
}

#[actix_web::test]
async fn a_problem_told_in_a_language_differs_by_origin_too() {
    let world = world(&[APP], false).await;
    let answer =
        world.send(from(APP, Method::POST, "/verify-email").set_form([("token", "bp_x")])).await;
    let vary: Vec<_> =
        answer.headers.get_all("vary").map(|value| value.to_str().unwrap()).collect();
    assert!(
        vary.contains(&"Accept-Language") && vary.iter().any(|v| v.contains("Origin")),
        "{vary:?}"
    );
    assert_eq!(answer.is(400).header(ALLOW_ORIGIN), APP);
}

#[actix_web::test]
async fn without_a_list_nothing_is_said_of_origins() {
    for nobody in [&[][..], &["*"], &["null"], &["https://app.example.com/"]] {
        let world = world(nobody, true).await;
        for path in ["/api/v1/config", "/api/v1/users/me"] {
            let answer = world.send(from(APP, Method::GET, path)).await;
            assert_eq!(answer.headers_like("access-control-"), [""; 0], "{nobody:?}");
            assert_eq!(answer.header("vary"), "");
        }
        let told = world.send(asking(APP, "/api/v1/auth/login", "POST", "content-type")).await;
        assert_eq!(told.headers_like("access-control-"), [""; 0]);
        told.problem(405, "METHOD_NOT_ALLOWED");
    }
}
