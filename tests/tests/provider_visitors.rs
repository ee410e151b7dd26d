//! Visitors who sign in by a provider, and what they had until then.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, Browser, ChatClient, Client, Database, GitHubServer, OpenIdProvider, Options, Service,
    SignIn, chat_id, on_both_databases, question,
};
use serde_json::json;

on_both_databases!(
    a_visitor_whom_a_provider_knows_becomes_the_user_with_chats_and_preferences,
    a_visitor_who_signs_in_to_an_account_brings_the_chats_along,
    a_refused_sign_in_leaves_the_visitor_as_it_was,
);

const ADA: &str = "ada@example.com";
const ME: &str = "/api/v1/users/me";
const PREFERENCES: &str = "/api/v1/users/me/preferences";

/// A visitor with so many chats, of ids that no other series has.
async fn visitor(client: &Client, series: u16, chats: usize) -> (Answer, ChatClient) {
    let session = client.post("/api/v1/auth/anonymous", &json!({})).await.is(201);
    let visitor = ChatClient::of(client, &session);
    for n in 0..chats {
        visitor.append(&chat_id(series, n), &[question("q", "hello")]).await.is(201);
    }
    (session, visitor)
}

async fn a_visitor_whom_a_provider_knows_becomes_the_user_with_chats_and_preferences(
    database: Database,
) {
    let (openid, github) = (OpenIdProvider::start(), GitHubServer::start());
    let options = github.configure(openid.configure(Options::unlimited()));
    let service = Service::start(&database, options);
    let client = service.client();
    openid.verified("ada", ADA);
    github.verified("bob", 4711, "bob@example.com");
    for (n, email) in [(0, ADA), (1, "bob@example.com")] {
        let (session, chats) = visitor(&client, n, 2).await;
        let token = session.access_token();
        client.patch_as(PREFERENCES, token, &json!({ "theme": "dark" })).await.is(200);
        // The visitor's own session waits at home while the browser is away.
        let browser = Browser::new(&service);
        let (sign_in, page) = if n == 0 {
            let sign_in = SignIn::by(OpenIdProvider::RS256);
            let page = openid.walk(&browser, &sign_in, "ada").await;
            (sign_in, page)
        } else {
            let sign_in = SignIn::by(GitHubServer::NAME);
            let page = github.walk(&browser, &sign_in, "bob").await;
            (sign_in, page)
        };
        let code = page.code();
        let me = client.get_as(ME, token).await.is(200);
        assert_eq!(me.body["role"], "anonymous", "nothing is linked by coming back");

        let user = sign_in.exchange_as(&client, token, &code).await.is(200);
        assert_eq!(user.user_id(), session.user_id());
        assert_eq!(user.body["user"]["role"], "user");
        assert_eq!(user.body["user"]["email"], json!(email));
        assert_eq!(user.body["linked"], json!({ "chats": 2 }));
        assert_eq!(ChatClient::of(&client, &user).chats().await.len(), 2);
        let kept = client.get_as(PREFERENCES, user.access_token()).await.is(200);
        assert_eq!(kept.body["theme"], "dark");
        // The visitor's session may not outlive being a visitor's.
        client.get_as(ME, token).await.problem(401, "SESSION_REVOKED");
        client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
        chats.get("").await.problem(401, "SESSION_REVOKED");
    }
    assert_eq!((database.count("users"), database.count("identities")), (2, 2));
    let visitors = database.query("SELECT COUNT(*) FROM users WHERE role = 'anonymous'");
    assert_eq!(visitors.trim(), "0");
}

async fn a_visitor_who_signs_in_to_an_account_brings_the_chats_along(database: Database) {
    let (openid, github) = (OpenIdProvider::start(), GitHubServer::start());
    let options = github.configure(openid.configure(Options::unlimited()));
    let service = Service::start(&database, options);
    let client = service.client();
    let owner = client.sign_up(ADA).await;
    openid.verified("ada", ADA);
    github.verified("ada", 4711, ADA);
    // The first time the address leads to the account, the second time the identity, and so on.
    let mut expected = 0;
    for (n, provider) in
        [(1, OpenIdProvider::RS256), (2, GitHubServer::NAME), (3, OpenIdProvider::RS256)]
    {
        let (session, chats) = visitor(&client, n, n.into()).await;
        let (browser, sign_in) = (Browser::new(&service), SignIn::by(provider));
        let page = if provider == GitHubServer::NAME {
            github.walk(&browser, &sign_in, "ada").await
        } else {
            openid.walk(&browser, &sign_in, "ada").await
        };
        let merged = sign_in.exchange_as(&client, session.access_token(), &page.code()).await;
        let merged = merged.is(200);
        assert_eq!(merged.user_id(), owner.user_id());
        assert_eq!(merged.body["linked"], json!({ "chats": n }));
        expected += usize::from(n);
        assert_eq!(ChatClient::of(&client, &merged).chats().await.len(), expected);
        chats.get("").await.problem(401, "SESSION_REVOKED");
        // There is nobody any more whose session it was.
        client.refresh(session.refresh_token()).await.problem(401, "REFRESH_TOKEN_INVALID");
    }
    assert_eq!((database.count("users"), database.count("identities")), (1, 2));
    assert_eq!(ChatClient::of(&client, &owner).chats().await.len(), expected);
    // A user's token is no visitor's: signed in is who the provider says, and nothing moves.
    let bob = client.sign_up("bob@example.com").await;
    ChatClient::of(&client, &bob).append(&chat_id(7, 7), &[question("q", "hello")]).await.is(201);
    let (browser, sign_in) = (Browser::new(&service), SignIn::by(OpenIdProvider::RS256));
    let code = openid.walk(&browser, &sign_in, "ada").await.code();
    let answer = sign_in.exchange_as(&client, bob.access_token(), &code).await;
    let answer = answer.is(200);
    assert_eq!(answer.user_id(), owner.user_id());
    assert!(answer.body.get("linked").is_none(), "{}", answer.text);
    assert_eq!(ChatClient::of(&client, &bob).chats().await.len(), 1);
    assert_eq!(ChatClient::of(&client, &owner).chats().await.len(), expected);
}

async fn a_refused_sign_in_leaves_the_visitor_as_it_was(database: Database) {
    let openid = OpenIdProvider::start();
    let options = openid.configure(Options::unlimited()).with("REGISTRATION__OPEN", "false");
    let service = Service::start(&database, options);
    let client = service.client();
    let (session, chats) = visitor(&client, 1, 1).await;
    for (claims, status, code) in [
        (json!({ "email": ADA, "email_verified": false }), 403, "PROVIDER_EMAIL_UNVERIFIED"),
        (json!({ "email": ADA, "email_verified": true }), 403, "REGISTRATION_DISABLED"),
    ] {
        openid.person("ada", claims);
        let (browser, sign_in) = (Browser::new(&service), SignIn::by(OpenIdProvider::RS256));
        let brought = openid.walk(&browser, &sign_in, "ada").await.code();
        let refused = sign_in.exchange_as(&client, session.access_token(), &brought).await;
        refused.problem(status, code);
        // A visitor who is none any more is told so, before the code is spent.
        sign_in.exchange_as(&client, "no.such.token", &brought).await.is(401);
        sign_in.exchange(&client, &brought).await.problem(status, code);
    }
    let me = client.get_as(ME, session.access_token()).await.is(200);
    assert_eq!(me.body["role"], "anonymous");
    assert_eq!(chats.chats().await.len(), 1);
    assert_eq!((database.count("users"), database.count("identities")), (1, 0));
}
