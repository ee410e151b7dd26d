//! The whole interface in process, on doubles of everything around it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use actix_web::{
    body::MessageBody,
    http::{Method, StatusCode, header::HeaderMap},
    test::{TestRequest, init_service},
};
use bookplate_domain::{
    Bookplate, EmailVerification, KeyPolicy, MailPolicy, Policy, Ports, RegistrationPolicy,
    SessionPolicy,
    mail::Letter,
    roles::Role,
    sessions::{LiveSessions, LogIn, SessionGrant},
    shared::{Client, Locale},
    users::{
        CreateUser, DisplayName, EmailAddress, NewPassword, Password, PasswordPolicy, Register,
        RequestEmailChange, RequestPasswordReset,
    },
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    ManualClock, SeededRandom,
    doubles::{PlainAccessTokens, PlainHasher, PlainLimiter, PlainOpaqueTokens, RecordingMailer},
};
use secrecy::ExposeSecret;

use crate::{CorsConfig, Http, HttpConfig};

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
    mailer: Arc<RecordingMailer>,
    http: Http,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The names of all headers that begin with this.
    pub(crate) fn headers_like(&self, start: &str) -> Vec<&str> {
        self.headers
            .keys()
            .map(|name| name.as_str())
            .filter(|name| name.starts_with(start))
            .collect()
    }

    /// Insists on a problem.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, code: &str) {
        let answer = self.is(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["code"], code);
    }
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
        let mut ports = Ports {
            store: Arc::new(store.clone()),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            hasher: Arc::new(PlainHasher::default()),
            access_tokens: tokens.clone(),
            key_ring: tokens,
            live_sessions,
            opaque_tokens: Arc::new(PlainOpaqueTokens),
            limits: Arc::new(limits),
            mailer: mailer.clone(),
        };
        change(&mut ports);
        let limits = ports.limits.clone();
        let app = Bookplate::new(ports, policy);
        app.sessions.load_signing_keys().await.unwrap();
        let http = Http::new(app.clone(), Arc::new(store.clone()), limits, config);
        Self { app, store, clock, mailer, http }
    }

    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let service = init_service(self.http.app()).await;
        let response = actix_web::test::call_service(&service, request.to_request()).await;
        let (response, body) = response.into_parts().1.into_parts();
        let text = actix_web::body::to_bytes(body.boxed()).await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            text: String::from_utf8(text.to_vec()).unwrap(),
        }
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
        let command = LogIn { email: email(address), password, client: Client::default() };
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

    /// The token that proves the mailbox of a new registration of [`ADA`].
    pub(crate) async fn verification_token(&self) -> String {
        let command = Register {
            email: email(ADA),
            name: DisplayName::parse("Ada").unwrap(),
            locale: Locale::default(),
            password: new_password(),
            client: Client::default(),
        };
        self.app.users.register(command).await.unwrap();
        self.token_to(ADA).await
    }

    /// The token that sets a new password for a new account of [`ADA`].
    pub(crate) async fn reset_token(&self) -> String {
        self.account(ADA).await;
        let command = RequestPasswordReset { email: email(ADA), client: Client::default() };
        self.app.users.request_password_reset(command).await.unwrap();
        self.token_to(ADA).await
    }

    /// The tokens that confirm and take back a change of [`ADA`] to [`NEW`].
    pub(crate) async fn change_tokens(&self) -> (String, String) {
        let token = self.signed_in().await.tokens.access.0;
        let caller = self.app.sessions.authenticate(token.expose_secret()).await.unwrap();
        let command = RequestEmailChange { new: email(NEW), client: Client::default() };
        self.app.users.request_email_change(&caller.actor, command).await.unwrap();
        let letters = self.letters().await;
        (token_of(&letters, NEW), token_of(&letters, ADA))
    }

    /// Delivers what is due.
    pub(crate) async fn letters(&self) -> Vec<Letter> {
        self.app.mail.deliver_due(100, 0).await.unwrap();
        self.mailer.collect()
    }

    /// Delivers what is due, and answers the token that was mailed to an address.
    pub(crate) async fn token_to(&self, address: &str) -> String {
        token_of(&self.letters().await, address)
    }
}

/// The token of the one letter to an address.
pub(crate) fn token_of(letters: &[Letter], address: &str) -> String {
    let with_token = |letter: &&Letter| letter.to == address && letter.token.is_some();
    let letter = letters.iter().find(with_token).unwrap();
    letter.token.as_ref().unwrap().expose_secret().to_owned()
}

pub(crate) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn new_password() -> NewPassword {
    policy().passwords.judge(PASSWORD, None, None).unwrap()
}

pub(crate) fn policy() -> Policy {
    Policy {
        registration: RegistrationPolicy {
            open: true,
            verification: EmailVerification::Required,
            token_lifetime: DAY,
            resend_after: MINUTE,
        },
        passwords: PasswordPolicy { min_length: 9, min_score: 3 },
        sessions: SessionPolicy {
            idle: 7 * DAY,
            absolute: 30 * DAY,
            reuse_window: Duration::from_secs(10),
            access_token: 15 * MINUTE,
            max_per_user: 20,
            check_cache: Duration::from_secs(5),
        },
        keys: KeyPolicy { rotate_after: 90 * DAY },
        mail: MailPolicy { attempts: 10 },
    }
}

pub(crate) fn config() -> HttpConfig {
    HttpConfig {
        bind: ([127, 0, 0, 1], 0).into(),
        https: false,
        public_url: format!("{HERE}/"),
        product_name: "Tinte & <b>Füller</b>".to_owned(),
        cors: CorsConfig::default(),
        revocations_key: None,
        own_pages: true,
        workers: Some(1),
        shutdown: Duration::ZERO,
    }
}
