//! Somebody registers an address that is not theirs, and then its owner signs in by a provider.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::Duration;

use journeys::{
    Answer, Browser, Client, Database, GitHubServer, Nodes, OpenIdProvider, Options, PASSWORD,
    Route, Service, SignIn, on_both_databases,
};
use serde_json::{Value, json};

on_both_databases!(
    whoever_registered_an_address_unproven_loses_everything_to_its_owner,
    whoever_waits_for_an_address_to_be_proven_waits_in_vain,
    whoever_left_an_address_that_was_never_theirs_does_not_keep_its_owner_out,
    whoever_acts_while_the_owner_signs_in_gains_nothing,
);

/// Whose address it is.
const OWNER: &str = "ada@example.com";
/// Who has registered it.
const EVE: &str = "eve@example.com";
const ME: &str = "/api/v1/users/me";

/// The providers, of which both know the owner.
struct Providers {
    openid: OpenIdProvider,
    github: GitHubServer,
}

impl Providers {
    fn start() -> Self {
        let (openid, github) = (OpenIdProvider::start(), GitHubServer::start());
        openid.verified("ada", OWNER);
        github.verified("ada", 4711, OWNER);
        Self { openid, github }
    }

    fn options(&self, verification: &str) -> Options {
        let options = self.github.configure(self.openid.configure(Options::unlimited()));
        options.with("REGISTRATION__EMAIL_VERIFICATION", verification)
    }

    /// The owner signs in by a provider, with a browser of their own.
    async fn owner(&self, service: &Service, provider: &str) -> Answer {
        let (browser, sign_in) = (Browser::new(service), SignIn::by(provider));
        let page = match provider {
            GitHubServer::NAME => self.github.walk(&browser, &sign_in, "ada").await,
            _ => self.openid.walk(&browser, &sign_in, "ada").await,
        };
        sign_in.exchange(&service.client(), &page.code()).await.is(200)
    }
}

/// What somebody has made of an address that is not theirs.
struct Registrant {
    sessions: [Answer; 2],
    /// Confirms the change of the address to one's own.
    change: String,
    /// Was mailed to the address before the owner came.
    links: Vec<String>,
}

impl Registrant {
    /// Registers the address, and does with the account whatever an account can do.
    async fn new(client: &Client) -> Self {
        let first = client.register(OWNER).await.is(201);
        let second = client.log_in(OWNER).await.is(200);
        let token = first.access_token();
        let profile = json!({
            "name": "Eve was here",
            "image": "https://eve.example/tracker.png",
            "bio": "Write to eve@example.com",
        });
        client.patch_as(ME, token, &profile).await.is(200);
        let body = json!({ "email": EVE });
        client.post_as("/api/v1/auth/email-change", token, &body).await.is(202);
        let change = client.mailed_link(EVE, "confirm-email-change").await;
        let body = json!({ "email": OWNER });
        client.post("/api/v1/auth/password-reset", &body).await.is(202);
        client.mailed_link(OWNER, "reset-password").await;
        let links = client.mailed_tokens(OWNER, 2).await;
        let change = change.split_once("#token=").unwrap().1.to_owned();
        Self { sessions: [first, second], change, links }
    }

    /// That nothing of it is of any use any more.
    async fn has_nothing(&self, client: &Client) {
        for session in &self.sessions {
            let dead = client.get_as(ME, session.access_token()).await;
            dead.problem(401, "SESSION_REVOKED");
            let dead = client.refresh(session.refresh_token()).await;
            dead.problem(401, "SESSION_REVOKED");
            Route::refuse(client, session.access_token(), "SESSION_REVOKED").await;
        }
        client.log_in(OWNER).await.problem(401, "INVALID_CREDENTIALS");
        let change = json!({ "token": self.change });
        let change = client.post("/api/v1/auth/email-change/confirm", &change).await;
        change.problem(400, "INVALID_TOKEN");
        let other = format!("another {PASSWORD}");
        for link in &self.links {
            client.verify(link).await.problem(400, "INVALID_TOKEN");
            let reset = json!({ "token": link, "password": other });
            let reset = client.post("/api/v1/auth/password-reset/confirm", &reset).await;
            reset.problem(400, "INVALID_TOKEN");
        }
        client.log_in(EVE).await.problem(401, "INVALID_CREDENTIALS");
    }

    /// Tries all of it once more.
    async fn tries_again(&self, client: &Client) {
        let again = client.register(OWNER).await;
        assert!(matches!(again.status.as_u16(), 202 | 409), "{}", again.text);
        client.log_in(OWNER).await.problem(401, "INVALID_CREDENTIALS");
        self.has_nothing(client).await;
    }
}

/// That an account is the owner's alone.
async fn is_the_owners(client: &Client, owner: &Answer, name: &str) {
    let me = client.get_as(ME, owner.access_token()).await.is(200);
    assert_eq!((&me.body["email"], &me.body["emailVerified"]), (&json!(OWNER), &json!(true)));
    assert_eq!(me.body["name"], json!(name));
    assert_eq!((&me.body["image"], &me.body["bio"]), (&Value::Null, &Value::Null));
    assert!(!me.text.to_lowercase().contains("eve"), "{}", me.text);
    let sessions = client.list_as("/api/v1/sessions", owner.access_token(), "").await;
    assert_eq!(sessions.len(), 1, "{sessions:?}");
    let ways = client.get_as("/api/v1/users/me/identities", owner.access_token()).await.is(200);
    assert_eq!(ways.items().len(), 1, "{}", ways.text);
}

async fn whoever_registered_an_address_unproven_loses_everything_to_its_owner(database: Database) {
    let providers = Providers::start();
    let service = Service::start(&database, providers.options("optional"));
    let client = service.client();
    let registrant = Registrant::new(&client).await;
    let owner = providers.owner(&service, OpenIdProvider::RS256).await;
    registrant.has_nothing(&client).await;
    is_the_owners(&client, &owner, "Ada by Inkwell").await;
    registrant.tries_again(&client).await;
    is_the_owners(&client, &owner, "Ada by Inkwell").await;
    // The owner has a password if they want one, and it is theirs alone.
    let body = json!({ "email": OWNER });
    client.post("/api/v1/auth/password-reset", &body).await.is(202);
    let mut token = client.mailed_link(OWNER, "reset-password").await;
    while registrant.links.iter().any(|link| token.ends_with(link.as_str())) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        token = client.mailed_link(OWNER, "reset-password").await;
    }
    let token = token.split_once("#token=").unwrap().1;
    let mine = format!("mine and {PASSWORD}");
    let body = json!({ "token": token, "password": mine });
    client.post("/api/v1/auth/password-reset/confirm", &body).await.is(204);
    let body = json!({ "email": OWNER, "password": mine });
    let signed_in = client.post("/api/v1/auth/login", &body).await.is(200);
    assert_eq!(signed_in.user_id(), owner.user_id());
    client.log_in(OWNER).await.problem(401, "INVALID_CREDENTIALS");
    assert_eq!(database.count("users"), 1);
}

async fn whoever_waits_for_an_address_to_be_proven_waits_in_vain(database: Database) {
    let providers = Providers::start();
    let service = Service::start(&database, providers.options("required"));
    let client = service.client();
    // As nobody, and as a visitor, who would become the user.
    client.register(OWNER).await.is(202);
    let visitor = client.post("/api/v1/auth/anonymous", &json!({})).await.is(201);
    let body = json!({ "email": OWNER, "name": "Eve", "password": PASSWORD });
    client.post_as("/api/v1/auth/register", visitor.access_token(), &body).await.is(202);
    let links = client.mailed_tokens(OWNER, 2).await;
    let mails = client.get(&format!("/dev/mailbox?to={OWNER}")).await.is(200);
    let in_two_mails = mails.text.matches("/verify-email#token=").count();

    let owner = providers.owner(&service, GitHubServer::NAME).await;
    assert_ne!(owner.user_id(), visitor.user_id());
    is_the_owners(&client, &owner, "Ada by GitHub").await;
    // Not even the owner, who follows the links for a slip, gives the account away.
    for link in &links {
        client.verify(link).await.problem(400, "INVALID_TOKEN");
    }
    client.log_in(OWNER).await.problem(401, "INVALID_CREDENTIALS");
    let me = client.get_as(ME, visitor.access_token()).await.is(200);
    assert_eq!(me.body["role"], "anonymous");
    assert_eq!(database.count("registrations"), 0);
    // Who tries again is answered like anybody with a new address, and only the owner hears of it.
    client.register(OWNER).await.is(202);
    client.mail(OWNER, "already").await;
    client.log_in(OWNER).await.problem(403, "EMAIL_NOT_VERIFIED");
    let body = json!({ "email": OWNER });
    client.post("/api/v1/auth/verify-email/resend", &body).await.is(202);
    client.post("/api/v1/auth/password-reset", &body).await.is(202);
    // Mails go out in order: one that was asked for by now would be there.
    client.mailed_link(OWNER, "reset-password").await;
    let mails = client.get(&format!("/dev/mailbox?to={OWNER}")).await.is(200);
    assert_eq!(mails.text.matches("/verify-email#token=").count(), in_two_mails);
    is_the_owners(&client, &owner, "Ada by GitHub").await;
    assert_eq!(database.count("users"), 2, "the owner and the visitor");
}

async fn whoever_left_an_address_that_was_never_theirs_does_not_keep_its_owner_out(
    database: Database,
) {
    let providers = Providers::start();
    let service = Service::start(&database, providers.options("optional"));
    let client = service.client();
    let registrant = Registrant::new(&client).await;
    let body = json!({ "token": registrant.change });
    client.post("/api/v1/auth/email-change/confirm", &body).await.is(200);
    let eve = client.log_in(EVE).await.is(200);
    let owner = providers.owner(&service, OpenIdProvider::RS256).await;
    assert_ne!(owner.user_id(), eve.user_id());
    is_the_owners(&client, &owner, "Ada by Inkwell").await;
    client.get_as(ME, eve.access_token()).await.is(200);
}

async fn whoever_acts_while_the_owner_signs_in_gains_nothing(database: Database) {
    let providers = Providers::start();
    let service = Service::start(&database, providers.options("optional").patient());
    let client = service.client();
    let registrant = Registrant::new(&client).await;
    // The owner's browser is back, and everything happens at once: the account is logged in to,
    // refreshed, and given a new address, while the owner comes in.
    let (browser, sign_in) = (Browser::new(&service), SignIn::by(OpenIdProvider::RS256));
    let code = providers.openid.walk(&browser, &sign_in, "ada").await.code();
    let body = json!({ "token": registrant.change });
    let token = registrant.sessions[0].access_token();
    let again = json!({ "password": PASSWORD });
    let (owner, changed, logged_in, refreshed, proven) = tokio::join!(
        sign_in.exchange(&client, &code),
        client.post("/api/v1/auth/email-change/confirm", &body),
        client.log_in(OWNER),
        client.refresh(registrant.sessions[1].refresh_token()),
        client.post_as("/api/v1/auth/reauthenticate", token, &again),
    );
    for answer in [&owner, &changed, &logged_in, &refreshed, &proven] {
        assert!(answer.status.as_u16() < 500, "{}", answer.text);
    }
    // Whatever was first, the owner has the address. If it was let go of meanwhile, the code is
    // refused or leads to a new account.
    let owner = match owner.status.as_u16() {
        200 => owner,
        _ => providers.owner(&service, OpenIdProvider::RS256).await,
    };
    is_the_owners(&client, &owner, "Ada by Inkwell").await;
    for session in [&logged_in, &refreshed, &proven] {
        if session.status == 200 {
            let now = client.get_as(ME, session.access_token()).await;
            assert!(now.status == 401 || now.body["email"] == EVE, "{}", now.text);
        }
    }
    client.log_in(OWNER).await.problem(401, "INVALID_CREDENTIALS");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_two_nodes_whoever_registered_first_is_out_everywhere() {
    let database = Database::postgres();
    let providers = Providers::start();
    let nodes = Nodes::start(&database, providers.options("optional"));
    let [here, there] = nodes.clients();
    let first = here.register(OWNER).await.is(201);
    let sessions = [first, nodes.remembered(OWNER).await];
    for client in [&here, &there] {
        client.get_as(ME, sessions[0].access_token()).await.is(200);
    }

    // There and back by way of both: the one sends the browser, the other takes it back.
    let (browser, sign_in) = (Browser::new(&nodes.there), SignIn::by(GitHubServer::NAME));
    browser.visit(&format!("{}/session?login=ada", providers.github.base())).await;
    let callback = browser.visit_until(&sign_in.url(), journeys::PUBLIC_URL).await;
    browser.reach(&nodes.here);
    let code = browser.visit(callback.as_str()).await.code();
    let owner = sign_in.exchange(&here, &code).await.is(200);

    for session in &sessions {
        nodes.are_rid_of(session, "the owner came by a provider").await;
    }
    for client in [&here, &there] {
        client.log_in(OWNER).await.problem(401, "INVALID_CREDENTIALS");
        is_the_owners(client, &owner, "Ada by GitHub").await;
    }
}
