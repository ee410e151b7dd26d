//! Sessions whose refresh token travels in a cookie, and pages of other origins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Answer, Client, Database, Options, PASSWORD, Service};
use reqwest::Method;
use serde_json::json;

const EMAIL: &str = "ada@example.com";
const ME: &str = "/api/v1/users/me";
const REFRESH: &str = "/api/v1/auth/refresh";
const SESSION: &str = "/api/v1/auth/session";
const LOG_OUT: &str = "/api/v1/auth/logout";
/// `server.public_url` of the tests.
const OWN: &str = "http://127.0.0.1:7860";
const FRONT_END: &str = "http://localhost:3000";
const EVIL: &str = "https://evil.example";

fn options() -> Options {
    Options::unlimited().with("CORS__ORIGINS", FRONT_END).with("CORS__CREDENTIALS", "true")
}

/// A browser that shows a page of an origin, and keeps our cookie.
struct Browser {
    client: Client,
    origin: &'static str,
    cookie: Option<String>,
}

impl Browser {
    async fn send(&mut self, method: Method, path: &str) -> Answer {
        self.send_with(method, path, None).await
    }

    async fn send_with(
        &mut self,
        method: Method,
        path: &str,
        body: Option<serde_json::Value>,
    ) -> Answer {
        let mut request = self.client.request(method, path).header("origin", self.origin);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = Answer::of(request).await;
        for set in answer.headers.get_all("set-cookie") {
            self.keep(set.to_str().unwrap());
        }
        answer
    }

    fn keep(&mut self, set: &str) {
        let (pair, attributes) = set.split_once("; ").unwrap();
        let mut attributes: Vec<&str> = attributes.split("; ").collect();
        let (name, value) = pair.split_once('=').unwrap();
        assert_eq!(name, "__Host-bookplate_rt");
        let age = attributes.remove(0).strip_prefix("Max-Age=").unwrap();
        assert_eq!(attributes, ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]);
        let age: u64 = age.parse().unwrap();
        assert_eq!(age == 0, value.is_empty(), "{set}");
        self.cookie = (age > 0).then(|| pair.to_owned());
    }

    async fn log_in(&mut self) -> Answer {
        let body = json!({ "email": EMAIL, "password": PASSWORD, "transport": "cookie" });
        self.send_with(Method::POST, "/api/v1/auth/login", Some(body)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_lives_on_its_cookie_from_log_in_to_log_out() {
    let database = Database::sqlite();
    let mut service = Service::start(&database, options());
    service.client().sign_up(EMAIL).await;
    for origin in [OWN, FRONT_END] {
        let mut browser = Browser { client: service.client(), origin, cookie: None };
        let signed_in = browser.log_in().await.is(200);
        assert!(signed_in.body["tokens"].get("refreshToken").is_none(), "{}", signed_in.text);
        let first = browser.cookie.clone().expect("a cookie");

        let refreshed = browser.send(Method::POST, REFRESH).await.is(200);
        assert!(refreshed.body["tokens"].get("refreshToken").is_none(), "{}", refreshed.text);
        assert_ne!(browser.cookie.as_ref(), Some(&first));
        browser.client.get_as(ME, refreshed.access_token()).await.is(200);
        // A page that was opened anew has nothing but the cookie, and reading spends nothing.
        for _ in 0..2 {
            let session = browser.send(Method::GET, SESSION).await.is(200);
            assert_eq!(session.body["session"]["id"], signed_in.body["session"]["id"]);
        }
        service.kill_and_restart();
        browser.client = service.client();
        let refreshed = browser.send(Method::POST, REFRESH).await.is(200);

        let last = browser.cookie.clone();
        browser.send(Method::POST, LOG_OUT).await.is(204);
        assert_eq!(browser.cookie, None, "the browser forgets it");
        let gone = browser.client.get_as(ME, refreshed.access_token()).await;
        gone.problem(401, "SESSION_REVOKED");
        browser.cookie = last;
        browser.send(Method::POST, REFRESH).await.problem(401, "SESSION_REVOKED");
        assert_eq!(browser.cookie, None, "a dead cookie is taken away, too");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_from_a_foreign_page_or_beside_a_token_does_nothing() {
    let database = Database::sqlite();
    let service = Service::start(&database, options());
    let body_token = service.client().sign_up(EMAIL).await;
    let mut browser = Browser { client: service.client(), origin: OWN, cookie: None };
    browser.log_in().await.is(200);

    browser.origin = EVIL;
    for (method, path) in [(Method::POST, REFRESH), (Method::GET, SESSION), (Method::POST, LOG_OUT)]
    {
        let refused = browser.send(method, path).await;
        refused.problem(403, "ORIGIN_NOT_ALLOWED");
    }
    browser.log_in().await.problem(403, "ORIGIN_NOT_ALLOWED");
    let cookie = browser.cookie.clone().expect("the cookie is still there");
    let silent = browser.client.request(Method::POST, REFRESH).header("cookie", &cookie);
    Answer::of(silent).await.problem(403, "ORIGIN_NOT_ALLOWED");

    browser.origin = OWN;
    let both = json!({ "refreshToken": body_token.refresh_token() });
    let refused = browser.send_with(Method::POST, REFRESH, Some(both.clone())).await;
    refused.problem(400, "MALFORMED_REQUEST");
    // Every other route is deaf to the cookie.
    browser.send(Method::GET, ME).await.problem(401, "UNAUTHORIZED");

    let generations = database.query("SELECT generation FROM sessions");
    assert_eq!(generations.trim(), "1\n1", "nothing was spent");
    browser.send(Method::POST, REFRESH).await.is(200);
    browser.client.post(REFRESH, &both).await.is(200);
}

async fn preflight(client: &Client, origin: &str) -> Answer {
    let request = client.request(Method::OPTIONS, ME).header("origin", origin);
    let request = request.header("access-control-request-method", "DELETE");
    Answer::of(request.header("access-control-request-headers", "authorization")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_listed_origins_may_call_and_no_others() {
    let database = Database::sqlite();
    let service = Service::start(&database, options());
    let client = service.client();
    let asked = preflight(&client, FRONT_END).await.is(200);
    assert_eq!(asked.headers["access-control-allow-origin"], FRONT_END);
    assert_eq!(asked.headers["access-control-allow-credentials"], "true");
    let methods = asked.headers["access-control-allow-methods"].to_str().unwrap();
    assert!(methods.contains("DELETE"), "{methods}");
    let request = client.request(Method::GET, ME).header("origin", FRONT_END);
    let answer = Answer::of(request).await.problem(401, "UNAUTHORIZED");
    assert_eq!(answer.headers["access-control-allow-origin"], FRONT_END);
    assert!(answer.headers["vary"].to_str().unwrap().to_lowercase().contains("origin"));

    for foreign in [EVIL, "null", "http://localhost:3001", "http://localhost:3000.evil.example"] {
        let refused = preflight(&client, foreign).await;
        assert!(!refused.headers.contains_key("access-control-allow-origin"), "{foreign}");
        let request = client.request(Method::GET, "/api/v1/config").header("origin", foreign);
        let answer = Answer::of(request).await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{foreign}");
    }
    drop(service);

    let service = Service::start(&database, Options::unlimited());
    let silent = preflight(&service.client(), FRONT_END).await;
    assert!(!silent.headers.contains_key("access-control-allow-origin"));
}
