//! Whoever signs in by a provider: there, back, and in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, Browser, Client, Database, GitHubServer, OpenIdProvider, Options, PUBLIC_URL, SECRET,
    SIGNED_IN, Service, SignIn, on_both_databases,
};
use serde_json::{Value, json};

on_both_databases!(
    somebody_new_gets_an_account_and_comes_back_to_it_whatever_the_address_is_by_then,
    either_place_for_claims_and_either_signature_tells_the_same_of_somebody,
    somebody_new_comes_by_github_with_the_address_that_is_primary_and_proven_there,
    an_address_that_github_does_not_vouch_for_is_no_way_in,
    whoever_thinks_better_of_it_is_told_so_and_can_try_again,
    a_sign_in_comes_back_to_a_page_of_the_configuration_and_to_no_other,
);

const ADA: &str = "ada@example.com";
const IDENTITIES: &str = "/api/v1/users/me/identities";

/// Signs somebody in by the OpenID provider, with a browser that was never there.
async fn sign_in(
    service: &Service,
    provider: &OpenIdProvider,
    name: &str,
    login: &str,
) -> (SignIn, String, Answer) {
    let (browser, sign_in) = (Browser::new(service), SignIn::by(name));
    let code = provider.walk(&browser, &sign_in, login).await.code();
    let answer = sign_in.exchange(&service.client(), &code).await;
    (sign_in, code, answer)
}

async fn identities(client: &Client, session: &Answer) -> Vec<Value> {
    let answer = client.get_as(IDENTITIES, session.access_token()).await.is(200);
    assert!(answer.body["nextCursor"].is_null(), "{}", answer.text);
    answer.items().to_vec()
}

async fn somebody_new_gets_an_account_and_comes_back_to_it_whatever_the_address_is_by_then(
    database: Database,
) {
    let provider = OpenIdProvider::start();
    provider.verified("ada", ADA);
    let service = Service::start(&database, provider.configure(Options::unlimited()));
    let client = service.client();
    let config = client.get("/api/v1/config").await.is(200).body;
    let button = |name: &str| json!({ "name": name, "kind": "oidc", "title": "Inkwell ID" });
    let buttons = [button(OpenIdProvider::RS256), button(OpenIdProvider::ES256)];
    assert_eq!(config["providers"], json!(buttons));

    let (first, code, answer) = sign_in(&service, &provider, OpenIdProvider::RS256, "ada").await;
    let session = answer.is(200);
    let user = &session.body["user"];
    assert_eq!((&user["email"], &user["name"]), (&json!(ADA), &json!("Ada by Inkwell")));
    assert_eq!(user["role"], "user");
    assert!(session.body.get("linked").is_none(), "{}", session.text);
    let me = client.get_as("/api/v1/users/me", session.access_token()).await.is(200);
    assert!(me.text.contains("\"emailVerified\":true"), "{}", me.text);
    client.mail(ADA, "Welcome").await;
    client.refresh(session.refresh_token()).await.is(200);
    let methods = identities(&client, &session).await;
    assert_eq!(methods.len(), 1, "{methods:?}");
    assert_eq!((&methods[0]["provider"], &methods[0]["email"]), (&json!("inkwell"), &json!(ADA)));
    assert!(methods[0]["createdAt"].as_str().unwrap() <= database.moment(0).as_str());
    // A code works once, and only with its verifier.
    first.exchange(&client, &code).await.problem(400, "INVALID_TOKEN");
    // What the provider was asked for.
    let asked = provider.requests();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!((&asked[0]["kind"], &asked[1]["kind"]), (&json!("authorization"), &json!("token")));
    assert_eq!(asked[0]["scope"], "openid email profile");
    assert_eq!(asked[0]["code_challenge_method"], "S256");
    assert_ne!(asked[0]["code_challenge"], json!(first.challenge()), "a verifier of its own");
    let callback = format!("{PUBLIC_URL}/api/v1/auth/oauth/inkwell/callback");
    assert_eq!(asked[0]["redirect_uri"], json!(callback));

    // The address is somebody else's there by now; the subject is still Ada's.
    provider.verified("ada", "ada@new.example");
    provider.verified("bob", ADA);
    let (_, _, again) = sign_in(&service, &provider, OpenIdProvider::RS256, "ada").await;
    let again = again.is(200);
    assert_eq!(again.user_id(), session.user_id());
    assert_eq!(again.body["user"]["email"], ADA, "it changes by its own way only");
    assert_ne!(again.session_id(), session.session_id());
    client.get_as("/api/v1/users/me", session.access_token()).await.is(200);
    // An address changes hands, and an account does not.
    let (_, _, other) = sign_in(&service, &provider, OpenIdProvider::RS256, "bob").await;
    other.problem(409, "PROVIDER_ALREADY_LINKED");
    assert_eq!((database.count("users"), database.count("identities")), (1, 1));
}

async fn either_place_for_claims_and_either_signature_tells_the_same_of_somebody(
    database: Database,
) {
    for (n, provider) in
        [OpenIdProvider::start(), OpenIdProvider::with_claims_in_id_token()].iter().enumerate()
    {
        let options = provider.configure(Options::unlimited());
        let service = Service::start(&database, options.with("SECRET", SECRET));
        for (login, name) in [("ada", OpenIdProvider::RS256), ("bob", OpenIdProvider::ES256)] {
            let email = format!("{login}{n}@example.com");
            provider.verified(login, &email);
            let (_, _, session) = sign_in(&service, provider, name, login).await;
            let session = session.is(200);
            assert_eq!(session.body["user"]["email"], json!(email));
            assert_eq!(session.body["user"]["name"], "Ada by Inkwell");
            let methods = identities(&service.client(), &session).await;
            assert_eq!(methods[0]["provider"], json!(name));
        }
        // One issuer under two names knows the same people.
        let (_, _, same) = sign_in(&service, provider, OpenIdProvider::ES256, "ada").await;
        assert_eq!(same.is(200).body["user"]["email"], json!(format!("ada{n}@example.com")));
    }
    assert_eq!((database.count("users"), database.count("identities")), (4, 4));
}

async fn somebody_new_comes_by_github_with_the_address_that_is_primary_and_proven_there(
    database: Database,
) {
    let github = GitHubServer::start();
    let service = Service::start(&database, github.configure(Options::unlimited()));
    let client = service.client();
    let config = client.get("/api/v1/config").await.is(200).body;
    let button = json!({ "name": "github", "kind": "github", "title": "GitHub" });
    assert_eq!(config["providers"], json!([button]));
    let address = |email: &str, primary: bool| json!({ "email": email, "primary": primary, "verified": true, "visibility": null });
    // The address that everybody sees is a text like any other.
    let person = json!({
        "id": 4711,
        "name": "Ada by GitHub",
        "email": "victim@example.com",
        "emails": [address("old@example.com", false), address(ADA, true)],
    });
    github.person("ada", person);

    let (browser, sign_in) = (Browser::new(&service), SignIn::by(GitHubServer::NAME));
    let page = github.walk(&browser, &sign_in, "ada").await;
    let session = sign_in.exchange(&client, &page.code()).await.is(200);
    let user = &session.body["user"];
    assert_eq!((&user["email"], &user["name"]), (&json!(ADA), &json!("Ada by GitHub")));
    let methods = identities(&client, &session).await;
    assert_eq!((&methods[0]["provider"], &methods[0]["email"]), (&json!("github"), &json!(ADA)));
    let requests = github.requests();
    let asked = requests.iter().find(|r| r["path"] == "/login/oauth/authorize").unwrap();
    assert_eq!(asked["values"]["scope"], "user:email");
    assert_eq!(asked["values"]["code_challenge_method"], "S256");
    assert!(asked["values"]["code_challenge"].as_str().unwrap().len() == 43);

    // The login there can change hands; the number does not.
    github.verified("countess", 4711, "countess@example.com");
    github.verified("ada", 815, "bob@example.com");
    for (login, same) in [("countess", true), ("ada", false)] {
        let (browser, sign_in) = (Browser::new(&service), SignIn::by(GitHubServer::NAME));
        let code = github.walk(&browser, &sign_in, login).await.code();
        let again = sign_in.exchange(&client, &code).await.is(200);
        assert_eq!(again.user_id() == session.user_id(), same, "{login}");
    }
    assert_eq!((database.count("users"), database.count("identities")), (2, 2));
}

async fn an_address_that_github_does_not_vouch_for_is_no_way_in(database: Database) {
    let github = GitHubServer::start();
    let service = Service::start(&database, github.configure(Options::unlimited()));
    let client = service.client();
    let owner = client.sign_up(ADA).await;
    let before = (database.count("users"), database.count("sessions"));
    let address = |verified: bool, primary: bool| json!({ "email": ADA, "primary": primary, "verified": verified });
    let other = json!({ "email": "eve@example.com", "primary": true, "verified": false });
    for emails in [
        json!([]),
        json!([address(false, true)]),
        // Proven, and not the one that somebody goes by.
        json!([address(true, false), other]),
    ] {
        // Whatever the profile says in public.
        github.person("eve", json!({ "id": 666, "email": ADA, "name": null, "emails": emails }));
        let (browser, sign_in) = (Browser::new(&service), SignIn::by(GitHubServer::NAME));
        let code = github.walk(&browser, &sign_in, "eve").await.code();
        let refused = sign_in.exchange(&client, &code).await;
        refused.problem(403, "PROVIDER_EMAIL_UNVERIFIED");
    }
    assert_eq!((database.count("users"), database.count("sessions")), before);
    assert_eq!(database.count("identities"), 0);
    client.get_as("/api/v1/users/me", owner.access_token()).await.is(200);
}

async fn whoever_thinks_better_of_it_is_told_so_and_can_try_again(database: Database) {
    let (provider, github) = (OpenIdProvider::start(), GitHubServer::start());
    provider.verified("ada", ADA);
    let options = github.configure(provider.configure(Options::unlimited()));
    let service = Service::start(&database, options);
    let client = service.client();
    let browser = Browser::new(&service);

    let sign_in = SignIn::by(OpenIdProvider::RS256);
    let form = browser.start(&sign_in).await;
    let back = provider.cancel(&browser, form).await;
    assert_eq!(back.error(), "SIGN_IN_CANCELLED");
    assert!(back.fragment("code").is_none());
    github.person("ada", json!({ "id": 1, "denies": true, "emails": [] }));
    let back = github.walk(&browser, &SignIn::by(GitHubServer::NAME), "ada").await;
    assert_eq!(back.error(), "SIGN_IN_CANCELLED");
    assert_eq!((database.count("users"), database.count("identities")), (0, 0));

    let code = provider.walk(&browser, &sign_in, "ada").await.code();
    sign_in.exchange(&client, &code).await.is(200);
}

async fn a_sign_in_comes_back_to_a_page_of_the_configuration_and_to_no_other(database: Database) {
    let provider = OpenIdProvider::start();
    provider.verified("ada", ADA);
    let second = "https://second.example.com/back?from=inkwell";
    let options = provider.configure(Options::unlimited());
    let options = options.with("LINKS__SIGN_IN", &format!("{SIGNED_IN},{second}"));
    let service = Service::start(&database, options);
    let (browser, client) = (Browser::new(&service), service.client());
    for (named, reached) in
        [(None, SIGNED_IN), (Some(SIGNED_IN), SIGNED_IN), (Some(second), second)]
    {
        let sign_in = SignIn::by(OpenIdProvider::RS256);
        let sign_in = named.map_or(sign_in.clone(), |page| sign_in.redirect_to(page));
        let page = provider.walk(&browser, &sign_in, "ada").await;
        let code = page.at(reached).fragment("code").unwrap();
        sign_in.exchange(&service.client(), &code).await.is(200);
        // Nothing else comes along, least of all a token.
        assert_eq!(page.url.fragment(), Some(format!("code={code}").as_str()));
    }
    let before = provider.requests().len();
    for foreign in [
        "https://evil.example/signed-in",
        "https://app.example.com/signed-in/",
        "https://app.example.com/signed-in?next=//evil.example",
        "https://app.example.com/signed-in#",
        "https://APP.example.com/signed-in",
        "https://app.example.com.evil.example/signed-in",
        "//app.example.com/signed-in",
        "javascript:alert(1)",
        "",
    ] {
        let url = SignIn::by(OpenIdProvider::RS256).redirect_to(foreign).url();
        led_back(&browser, &url, "VALIDATION_ERROR").await;
        let refused = client.get(path(&url)).await.problem(422, "VALIDATION_ERROR");
        assert!(refused.fields()[0].starts_with("redirectTo "), "{foreign}: {}", refused.text);
    }
    for challenge in ["", "codeChallenge=", "codeChallenge=short", "codeChallenge=*"] {
        let url = format!("{PUBLIC_URL}/api/v1/auth/oauth/inkwell/start?{challenge}");
        led_back(&browser, &url, "VALIDATION_ERROR").await;
        let refused = client.get(path(&url)).await.problem(422, "VALIDATION_ERROR");
        assert!(refused.fields()[0].starts_with("codeChallenge "), "{}", refused.text);
    }
    for name in ["google", "password", "INKWELL", "%2e%2e", "inkwell%00"] {
        let challenge = SignIn::by(name).challenge();
        let url = format!("{PUBLIC_URL}/api/v1/auth/oauth/{name}/start?codeChallenge={challenge}");
        client.get(path(&url)).await.problem(404, "NOT_FOUND");
    }
    assert_eq!(provider.requests().len(), before);
}

/// A browser that is refused lands on the first page of the configuration, with the code alone.
async fn led_back(browser: &Browser, url: &str, code: &str) {
    let refused = browser.get(url).await.is(303);
    assert_eq!(refused.headers["location"], format!("{SIGNED_IN}#error={code}"), "{url}");
}

/// Where that is for a client that knows the service.
fn path(url: &str) -> &str {
    url.strip_prefix(PUBLIC_URL).unwrap()
}
