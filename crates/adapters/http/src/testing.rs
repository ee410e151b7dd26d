//! The whole interface in process, on doubles of everything around it.

mod answer;
mod chats;
mod committed;
mod document;
mod mails;
mod people;
mod provider;
pub(crate) mod schema;
mod settings;

use std::{io::Read as _, net::SocketAddr, sync::Arc, time::Duration};

use actix_web::{
    HttpRequest,
    body::MessageBody,
    http::{Method, StatusCode, header::HeaderMap},
    test::{TestRequest, init_service},
    web::Bytes,
};
pub(crate) use answer::Answer;
use bookplate_domain::{
    Bookplate, Policy, Ports,
    roles::Role,
    sessions::{LiveSessions, LogIn, SessionGrant},
    shared::{Client, Locale},
    users::{CreateUser, DisplayName, EmailAddress, NewPassword, Password},
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    ManualClock, SeededRandom,
    doubles::{
        PlainAccessTokens, PlainCodeChallenges, PlainCursors, PlainHasher, PlainLimiter,
        PlainOpaqueTokens, PlainThrottle, RecordingMailer, ScriptedProvider,
    },
};
pub(crate) use chats::{QUESTION, messages_of, said};
pub(crate) use committed::{WRITE, committed};
pub(crate) use document::document;
pub(crate) use mails::token_of;
use provider::acme;
pub(crate) use provider::{AtProvider, PROVIDER, SIGNED_IN, VERIFIER, challenge, start_path};
use secrecy::ExposeSecret;
pub(crate) use settings::{config, policy};

use crate::{Http, HttpConfig};

pub(crate) const ADA: &str = "ada@example.com";
pub(crate) const NEW: &str = "ada@example.org";
pub(crate) const PASSWORD: &str = "tidal orchard velvet 47";
pub(crate) const OTHER_PASSWORD: &str = "quartz lantern hollow 82";
/// Our own origin.
pub(crate) const HERE: &str = "https://api.example.com";
pub(crate) const DAY: Duration = Duration::from_secs(24 * 3600);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// The interface, and a hand on what is around it.
pub(crate) struct World {
    pub(crate) app: Bookplate,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) provider: Arc<ScriptedProvider>,
    mailer: Arc<RecordingMailer>,
    http: Http,
}

/// A request from the network of `203.0.113.7`.
pub(crate) fn request(method: Method, path: &str) -> TestRequest {
    let peer: SocketAddr = "203.0.113.7:4711".parse().unwrap();
    TestRequest::default().method(method).uri(path).peer_addr(peer)
}

/// The same request with the access token of a session.
pub(crate) fn signed(request: TestRequest, grant: &SessionGrant) -> TestRequest {
    let token = grant.tokens.access.0.expose_secret();
    request.insert_header(("authorization", format!("Bearer {token}")))
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(PlainLimiter::default(), |_| ()).await
    }

    pub(crate) async fn with(limits: PlainLimiter, change: impl FnOnce(&mut Ports)) -> Self {
        Self::build(limits, change, policy(), config()).await
    }

    /// With another policy or configuration.
    pub(crate) async fn run_by(policy: Policy, config: HttpConfig) -> Self {
        Self::build(PlainLimiter::default(), |_| (), policy, config).await
    }

    pub(crate) async fn build(
        limits: PlainLimiter,
        change: impl FnOnce(&mut Ports),
        policy: Policy,
        config: HttpConfig,
    ) -> Self {
        let live_sessions = Arc::new(LiveSessions::new(policy.sessions.check_cache));
        let store = MemoryStore::new().told_to(live_sessions.clone());
        let clock = Arc::new(ManualClock::default());
        let mailer = Arc::new(RecordingMailer::default());
        let tokens = Arc::new(PlainAccessTokens::default());
        let provider = Arc::new(ScriptedProvider::default());
        let mut ports = Ports {
            store: Arc::new(store.clone()),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            hasher: Arc::new(PlainHasher::default()),
            access_tokens: tokens.clone(),
            key_ring: tokens,
            live_sessions,
            opaque_tokens: Arc::new(PlainOpaqueTokens),
            code_challenges: Arc::new(PlainCodeChallenges),
            providers: Arc::new([acme(provider.clone())]),
            limits: Arc::new(limits),
            password_throttle: Arc::new(PlainThrottle::default()),
            mailer: mailer.clone(),
        };
        change(&mut ports);
        let limits = ports.limits.clone();
        let app = Bookplate::new(ports.clone(), policy);
        app.sessions.load_signing_keys().await.unwrap();
        let (kept, cursors) = (ports.store.clone(), Arc::new(PlainCursors));
        let http = Http::new(app.clone(), kept, limits, cursors, config);
        Self { app, store, clock, provider, mailer, http }
    }

    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// Sends a request whose answer may break off.
    pub(crate) async fn try_send(
        &self,
        request: TestRequest,
    ) -> Result<Answer, Box<dyn std::error::Error>> {
        let (answered, status, headers, bytes) = self.exchange(request).await?;
        let answer = Answer { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() };
        document::insist(answered.method(), answered.path(), &answer);
        Ok(answer)
    }

    /// Sends a request whose answer need not be text.
    pub(crate) async fn exchange(
        &self,
        request: TestRequest,
    ) -> Result<(HttpRequest, StatusCode, HeaderMap, Bytes), Box<dyn std::error::Error>> {
        let service = init_service(self.http.app()).await;
        let response = actix_web::test::call_service(&service, request.to_request()).await;
        let (request, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let mut bytes = actix_web::body::to_bytes(body.boxed()).await?;
        if response.headers().get("content-encoding").is_some_and(|coding| coding == "gzip") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
            bytes = plain.into();
        }
        Ok((request, response.status(), response.headers().clone(), bytes))
    }

    /// A request without a body, with an access token if there is one.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        access: Option<&SessionGrant>,
    ) -> Answer {
        let request = request(method, path);
        self.send(match access {
            Some(grant) => signed(request, grant),
            None => request,
        })
        .await
    }

    /// GET with an access token.
    pub(crate) async fn get(&self, path: &str, access: &SessionGrant) -> Answer {
        self.call(Method::GET, path, Some(access)).await
    }

    /// PATCH of a JSON value with an access token.
    pub(crate) async fn patch_json(
        &self,
        path: &str,
        body: serde_json::Value,
        access: &SessionGrant,
    ) -> Answer {
        self.send(signed(request(Method::PATCH, path).set_json(body), access)).await
    }

    /// PUT of a JSON value with an access token.
    pub(crate) async fn put_json(
        &self,
        path: &str,
        body: serde_json::Value,
        access: &SessionGrant,
    ) -> Answer {
        self.send(signed(request(Method::PUT, path).set_json(body), access)).await
    }

    /// POST of a JSON value, with an access token if there is one.
    pub(crate) async fn post_json(
        &self,
        path: &str,
        body: serde_json::Value,
        access: Option<&SessionGrant>,
    ) -> Answer {
        let request = request(Method::POST, path).set_json(body);
        self.send(match access {
            Some(grant) => signed(request, grant),
            None => request,
        })
        .await
    }

    /// A verified account.
    pub(crate) async fn account(&self, address: &str) {
        self.account_of(address, Role::User).await;
    }

    /// A verified account of this role.
    pub(crate) async fn account_of(&self, address: &str, role: Role) {
        let command = CreateUser {
            email: email(address),
            name: DisplayName::parse("Ada").unwrap(),
            locale: Locale::default(),
            password: new_password(),
            role,
        };
        self.app.users.create_user(command).await.unwrap();
    }

    pub(crate) async fn log_in(&self, address: &str, password: &str) -> Option<SessionGrant> {
        let password = Password::parse(password).unwrap();
        let command =
            LogIn { email: email(address), password, visitor: None, client: Client::default() };
        self.app.sessions.log_in(command).await.ok()
    }

    /// Whether the access token of a session is accepted.
    pub(crate) async fn is_signed_in(&self, caller: &SessionGrant) -> bool {
        let me = request(Method::GET, "/api/v1/users/me");
        self.send(signed(me, caller)).await.status == StatusCode::OK
    }

    /// A verified account for [`ADA`], and a session of it.
    pub(crate) async fn signed_in(&self) -> SessionGrant {
        self.account(ADA).await;
        self.log_in(ADA, PASSWORD).await.unwrap()
    }
}

pub(crate) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn new_password() -> NewPassword {
    policy().passwords.judge(PASSWORD, None, None).unwrap()
}
