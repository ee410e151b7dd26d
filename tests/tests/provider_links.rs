//! Providers of an account that is there: linked, unlinked, and as a proof of who it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, Browser, Client, Database, GitHubServer, OpenIdProvider, Options, PASSWORD, Service,
    SignIn, on_both_databases,
};
use serde_json::{Value, json};

on_both_databases!(
    a_user_links_a_provider_signs_in_by_it_and_unlinks_it,
    the_last_way_to_sign_in_stays_until_there_is_another,
    an_identity_belongs_to_one_account_and_an_account_has_one_of_each_provider,
    a_proven_address_leads_to_its_account_and_its_owner_is_told,
    an_old_session_links_nothing_until_a_provider_or_the_password_proves_it,
);

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";
const IDENTITIES: &str = "/api/v1/users/me/identities";
const ME: &str = "/api/v1/users/me";

/// A service that knows both providers, and the providers.
struct World {
    openid: OpenIdProvider,
    github: GitHubServer,
    service: Service,
    client: Client,
}

impl World {
    fn start(database: &Database) -> Self {
        let (openid, github) = (OpenIdProvider::start(), GitHubServer::start());
        let options = github.configure(openid.configure(Options::unlimited()));
        let service = Service::start(database, options);
        let client = service.client();
        Self { openid, github, service, client }
    }

    /// What a new browser of somebody's brings back from a provider.
    async fn code(&self, provider: &str, login: &str) -> Value {
        let (browser, sign_in) = (Browser::new(&self.service), SignIn::by(provider));
        let page = match provider {
            GitHubServer::NAME => self.github.walk(&browser, &sign_in, login).await,
            _ => self.openid.walk(&browser, &sign_in, login).await,
        };
        sign_in.body(&page.code())
    }

    async fn sign_in(&self, provider: &str, login: &str) -> Answer {
        let body = self.code(provider, login).await;
        self.client.post("/api/v1/auth/oauth/exchange", &body).await
    }

    async fn link(&self, session: &Answer, provider: &str, login: &str) -> Answer {
        let body = self.code(provider, login).await;
        self.client.post_as(IDENTITIES, session.access_token(), &body).await
    }

    async fn unlink(&self, session: &Answer, provider: &str) -> Answer {
        self.client.delete_as(&format!("{IDENTITIES}/{provider}"), session.access_token()).await
    }

    /// What somebody can sign in by, in order.
    async fn ways(&self, session: &Answer) -> Vec<String> {
        let answer = self.client.get_as(IDENTITIES, session.access_token()).await.is(200);
        let ways = answer.items().iter().map(|way| way["provider"].as_str().unwrap().to_owned());
        ways.collect()
    }
}

const INKWELL: &str = OpenIdProvider::RS256;
const GITHUB: &str = GitHubServer::NAME;

async fn a_user_links_a_provider_signs_in_by_it_and_unlinks_it(database: Database) {
    let world = World::start(&database);
    let client = &world.client;
    let session = client.sign_up(ADA).await;
    assert_eq!(world.ways(&session).await, ["password"]);
    // Another address there than here: it is linked by hand, and leads to the account all the same.
    world.openid.verified("ada", "countess@work.example");
    world.github.verified("ada", 4711, "countess@home.example");

    let linked = world.link(&session, INKWELL, "ada").await.is(201);
    assert_eq!(linked.body["provider"], "inkwell");
    assert_eq!(linked.body["email"], "countess@work.example");
    client.mail(ADA, "Inkwell ID was added to your").await;
    assert_eq!(world.ways(&session).await, ["password", "inkwell"]);
    // The session goes on, and so does one by the provider.
    let by_provider = world.sign_in(INKWELL, "ada").await.is(200);
    assert_eq!(by_provider.user_id(), session.user_id());
    assert_eq!(by_provider.body["user"]["email"], ADA);
    world.link(&session, GITHUB, "ada").await.is(201);
    client.mail(ADA, "GitHub was added to your").await;
    let by_github = world.sign_in(GITHUB, "ada").await.is(200);
    assert_eq!(by_github.user_id(), session.user_id());
    assert_eq!(world.ways(&by_github).await, ["password", "inkwell", "github"]);

    // Whoever was signed in by what is removed is out; the session that removes it is not.
    world.unlink(&session, INKWELL).await.is(204);
    client.mail(ADA, "Inkwell ID was removed from the ways to sign in").await;
    for dead in [&by_provider, &by_github] {
        client.get_as(ME, dead.access_token()).await.problem(401, "SESSION_REVOKED");
        client.refresh(dead.refresh_token()).await.problem(401, "SESSION_REVOKED");
    }
    client.get_as(ME, session.access_token()).await.is(200);
    assert_eq!(world.ways(&session).await, ["password", "github"]);
    world.unlink(&session, INKWELL).await.problem(404, "NOT_FOUND");
    world.unlink(&session, "nowhere").await.problem(404, "NOT_FOUND");
    // The person at the provider is somebody new now.
    let stranger = world.sign_in(INKWELL, "ada").await.is(200);
    assert_ne!(stranger.user_id(), session.user_id());
    assert_eq!(stranger.body["user"]["email"], "countess@work.example");
    assert_eq!(database.count("users"), 2);
}

async fn the_last_way_to_sign_in_stays_until_there_is_another(database: Database) {
    let world = World::start(&database);
    let client = &world.client;
    world.openid.verified("ada", ADA);
    let session = world.sign_in(INKWELL, "ada").await.is(200);
    world.unlink(&session, INKWELL).await.problem(409, "LAST_SIGN_IN_METHOD");
    world.unlink(&session, "password").await.problem(404, "NOT_FOUND");
    client.log_in(ADA).await.problem(401, "INVALID_CREDENTIALS");
    client.get_as(ME, session.access_token()).await.is(200);

    // An account without a password gets one as one gets another: by a link to its mailbox.
    client.post("/api/v1/auth/password-reset", &json!({ "email": ADA })).await.is(202);
    let link = client.mailed_link(ADA, "reset-password").await;
    let (_, token) = link.split_once("#token=").unwrap();
    let body = json!({ "token": token, "password": PASSWORD });
    client.post("/api/v1/auth/password-reset/confirm", &body).await.is(204);
    client.get_as(ME, session.access_token()).await.problem(401, "SESSION_REVOKED");
    let session = client.log_in(ADA).await.is(200);
    assert_eq!(world.ways(&session).await, ["password", "inkwell"]);

    world.unlink(&session, INKWELL).await.is(204);
    world.unlink(&session, "password").await.problem(409, "LAST_SIGN_IN_METHOD");
    // And the other way round.
    world.link(&session, INKWELL, "ada").await.is(201);
    world.unlink(&session, "password").await.is(204);
    client.mail(ADA, "the password was removed from the ways to sign in").await;
    client.log_in(ADA).await.problem(401, "INVALID_CREDENTIALS");
    let session = world.sign_in(INKWELL, "ada").await.is(200);
    assert_eq!(world.ways(&session).await, ["inkwell"]);
    world.unlink(&session, INKWELL).await.problem(409, "LAST_SIGN_IN_METHOD");
    assert_eq!((database.count("users"), database.count("identities")), (1, 1));
}

async fn an_identity_belongs_to_one_account_and_an_account_has_one_of_each_provider(
    database: Database,
) {
    let world = World::start(&database);
    let client = &world.client;
    let ada = client.sign_up(ADA).await;
    let bob = client.sign_up(BOB).await;
    world.openid.verified("ada", "ada@work.example");
    world.openid.verified("bob", "bob@work.example");
    world.link(&ada, INKWELL, "ada").await.is(201);
    world.link(&bob, INKWELL, "ada").await.problem(409, "IDENTITY_TAKEN");
    world.link(&ada, INKWELL, "bob").await.problem(409, "PROVIDER_ALREADY_LINKED");
    // One that is linked already stays so, and nobody is told again.
    world.link(&ada, INKWELL, "ada").await.is(201);
    assert_eq!(world.ways(&ada).await, ["password", "inkwell"]);
    assert_eq!(world.ways(&bob).await, ["password"]);
    let told = "SELECT count(*) FROM outbox WHERE kind = 'sign_in_method_added'";
    assert_eq!(database.query(told).trim(), "1");
    // A visitor has nothing to link to, and nobody may link for somebody else.
    let visitor = client.post("/api/v1/auth/anonymous", &json!({})).await.is(201);
    world.link(&visitor, INKWELL, "bob").await.problem(403, "FORBIDDEN");
    let body = world.code(INKWELL, "bob").await;
    client.post(IDENTITIES, &body).await.problem(401, "UNAUTHORIZED");
    // What was refused has left the code as it was: it still belongs to whoever has its verifier.
    let other = SignIn::by(INKWELL);
    let code = body["code"].as_str().unwrap();
    other.exchange(client, code).await.problem(400, "INVALID_TOKEN");
    client.post_as(IDENTITIES, bob.access_token(), &body).await.is(201);
    client.post_as(IDENTITIES, bob.access_token(), &body).await.problem(400, "INVALID_TOKEN");
    assert_eq!(world.ways(&bob).await, ["password", "inkwell"]);
}

async fn a_proven_address_leads_to_its_account_and_its_owner_is_told(database: Database) {
    let world = World::start(&database);
    let client = &world.client;
    let session = client.sign_up(ADA).await;
    // The same mailbox, written otherwise.
    world.openid.verified("ada", "ADA@Example.com");
    let by_provider = world.sign_in(INKWELL, "ada").await.is(200);
    assert_eq!(by_provider.user_id(), session.user_id());
    let mail = client.mail(ADA, "Inkwell ID was added to your").await;
    assert!(mail.contains("New way to sign in"), "{mail}");
    assert_eq!(by_provider.body["user"]["name"], "Ada Lovelace", "of one's own choosing");
    // Nothing that was the owner's is lost.
    client.get_as(ME, session.access_token()).await.is(200);
    client.log_in(ADA).await.is(200);
    assert_eq!(world.ways(&session).await, ["password", "inkwell"]);
    // Vouched for by a second provider, too.
    world.github.verified("ada", 4711, ADA);
    assert_eq!(world.sign_in(GITHUB, "ada").await.is(200).user_id(), session.user_id());
    assert_eq!(world.ways(&session).await, ["password", "inkwell", "github"]);
    assert_eq!(database.count("users"), 1);
}

async fn an_old_session_links_nothing_until_a_provider_or_the_password_proves_it(
    database: Database,
) {
    let mut world = World::start(&database);
    let session = world.client.sign_up(ADA).await;
    world.openid.verified("ada", "ada@work.example");
    world.openid.verified("bob", BOB);
    world.github.verified("ada", 4711, "ada@home.example");
    world.link(&session, INKWELL, "ada").await.is(201);
    database.age_proofs();
    world.service.kill_and_restart();
    world.client = world.service.client();
    let client = &world.client;

    world.link(&session, GITHUB, "ada").await.problem(403, "REAUTH_REQUIRED");
    world.unlink(&session, INKWELL).await.problem(403, "REAUTH_REQUIRED");
    world.unlink(&session, "password").await.problem(403, "REAUTH_REQUIRED");
    let prove = async |body: &Value| {
        client.post_as("/api/v1/auth/reauthenticate", session.access_token(), body).await
    };
    // By somebody else's identity, or nobody's, it is not proven; nor by both or neither.
    world.sign_in(INKWELL, "bob").await.is(200);
    let foreign = world.code(INKWELL, "bob").await;
    prove(&foreign).await.problem(401, "INVALID_CREDENTIALS");
    prove(&world.code(GITHUB, "ada").await).await.problem(401, "INVALID_CREDENTIALS");
    let own = world.code(INKWELL, "ada").await;
    let mut both = own.clone();
    both["password"] = json!(PASSWORD);
    prove(&both).await.problem(422, "VALIDATION_ERROR");
    prove(&json!({})).await.problem(422, "VALIDATION_ERROR");
    world.link(&session, GITHUB, "ada").await.problem(403, "REAUTH_REQUIRED");

    let proven = prove(&own).await.is(200);
    assert_eq!(proven.session_id(), session.session_id());
    let moment = |answer: &Answer| answer.body["session"]["authTime"].as_str().unwrap().to_owned();
    assert!(moment(&proven) > database.moment(-60), "{}", proven.text);
    prove(&own).await.problem(400, "INVALID_TOKEN");
    world.link(&session, GITHUB, "ada").await.is(201);
    world.unlink(&session, INKWELL).await.is(204);
    assert_eq!(world.ways(&session).await, ["password", "github"]);
}
