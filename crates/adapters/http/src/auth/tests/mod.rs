//! How the refresh token travels, on the wire.

mod cookie_end;
mod cookie_life;
mod devices;
mod log_out;
mod origins;
mod reauthenticate;

use actix_web::{http::Method, test::TestRequest};
use serde_json::{Value, json};

use crate::{
    CorsConfig, HttpConfig,
    testing::{ADA, Answer, HERE, PASSWORD, World, config, policy, request, signed},
};

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example";
const LOG_IN: &str = "/api/v1/auth/login";
const REFRESH: &str = "/api/v1/auth/refresh";
const LOG_OUT: &str = "/api/v1/auth/logout";
const SESSION: &str = "/api/v1/auth/session";

/// What takes the cookie from a browser.
const FORGET: &str = "__Host-bookplate_rt=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax";

/// A world in which pages of [`APP`] may use the cookie.
async fn world() -> World {
    let cors = CorsConfig { origins: vec![APP.to_owned()], credentials: true };
    World::run_by(policy(), HttpConfig { cors, ..config() }).await
}

/// A request with the cookie, and no word of its origin.
fn with_cookie(method: Method, path: &str, token: &str) -> TestRequest {
    let cookie = format!("theme=dark; __Host-bookplate_rt={token}");
    request(method, path).insert_header(("cookie", cookie))
}

/// The same as a page of our own origin sends it.
fn own_page(method: Method, path: &str, token: &str) -> TestRequest {
    with_cookie(method, path, token).insert_header(("origin", HERE))
}

impl World {
    /// The answer to a log in by cookie, for an account that is there.
    async fn cookie_log_in(&self) -> Answer {
        let body = json!({ "email": ADA, "password": PASSWORD, "transport": "cookie" });
        let request = request(Method::POST, LOG_IN).insert_header(("origin", HERE));
        self.send(request.set_json(body)).await.is(200)
    }

    /// The refresh token in the cookie of a new session of a new account.
    async fn cookie(&self) -> String {
        self.account(ADA).await;
        self.cookie_log_in().await.cookie()
    }

    async fn refresh_by_cookie(&self, token: &str) -> Answer {
        self.send(own_page(Method::POST, REFRESH, token)).await
    }

    /// Whether a refresh token would still be taken, without presenting it for a refresh.
    async fn lives(&self, token: &str) -> bool {
        self.app.sessions.read_by_refresh_token(&token.into()).await.is_ok()
    }
}

impl Answer {
    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").map(|value| value.to_str().unwrap()).collect()
    }

    /// The token in the one cookie that is set.
    #[track_caller]
    fn cookie(&self) -> String {
        let cookies = self.cookies();
        let [cookie] = cookies.as_slice() else { panic!("{cookies:?}") };
        let value = cookie.strip_prefix("__Host-bookplate_rt=").unwrap();
        let (token, _) = value.split_once(';').unwrap();
        assert!(token.starts_with("bp_rt_"), "{cookie}");
        token.to_owned()
    }

    /// Insists that no refresh token stands in the body.
    #[track_caller]
    fn without_refresh_token(self) -> Self {
        assert!(!self.text.contains("bp_rt_"), "{}", self.text);
        assert_eq!(self.json()["tokens"].get("refreshToken"), None);
        self
    }
}
