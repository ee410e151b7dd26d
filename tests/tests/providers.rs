//! That the providers of these tests are as strict as real ones: one that checks nothing would show
//! nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Answer, Browser, GitHubServer, OpenIdProvider, Page, SignIn};
use reqwest::Url;
use serde_json::json;

fn callback(provider: &str) -> String {
    format!("http://127.0.0.1:7860/api/v1/auth/oauth/{provider}/callback")
}

fn query(page: &Page, key: &str) -> Option<String> {
    let found = page.url.query_pairs().find(|(name, _)| name == key);
    found.map(|(_, value)| value.into_owned())
}

fn authorization(base: &str, query: &[(&str, &str)]) -> String {
    Url::parse_with_params(base, query).unwrap().into()
}

async fn post(url: &str, client: Option<(&str, &str)>, form: &[(&str, &str)]) -> Answer {
    let mut request =
        reqwest::Client::new().post(url).form(form).header("accept", "application/json");
    if let Some((name, secret)) = client {
        request = request.basic_auth(name, Some(secret));
    }
    Answer::of(request).await
}

async fn get(url: &str, token: &str) -> Answer {
    Answer::of(reqwest::Client::new().get(url).bearer_auth(token).header("user-agent", "test"))
        .await
}

#[tokio::test]
async fn the_openid_provider_keeps_to_the_standard() {
    let provider = OpenIdProvider::start();
    provider.verified("ada", "ada@example.com");
    let issuer = provider.issuer();
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    let metadata = get(&discovery, "").await.is(200).body;
    assert_eq!(metadata["issuer"], json!(issuer));
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    let [authorize, token, userinfo] = ["authorization", "token", "userinfo"]
        .map(|name| metadata[format!("{name}_endpoint")].as_str().unwrap().to_owned());

    for name in [OpenIdProvider::RS256, OpenIdProvider::ES256] {
        let (browser, sign_in) = (Browser::alone(), SignIn::by(name));
        let (challenge, back) = (sign_in.challenge(), callback(name));
        let plain = [
            ("client_id", name),
            ("redirect_uri", back.as_str()),
            ("response_type", "code"),
            ("scope", "openid email profile"),
            ("state", "the state"),
            ("nonce", "the nonce"),
        ];
        let refused = browser.visit(&authorization(&authorize, &plain)).await;
        assert_eq!(query(&refused, "error").as_deref(), Some("invalid_request"), "without PKCE");
        let pkce = [("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")];
        let whole = authorization(&authorize, &[&plain[..], &pkce].concat());

        let redeem = async |verifier: &str, secret: &str| {
            let page = provider.fill_in(&browser, browser.visit(&whole).await, "ada").await;
            assert!(page.url.as_str().starts_with(&back), "{page:?}");
            assert_eq!(query(&page, "state").as_deref(), Some("the state"));
            assert_eq!(query(&page, "iss"), Some(issuer.clone()));
            let form = [
                ("grant_type", "authorization_code"),
                ("code", &query(&page, "code").unwrap()),
                ("redirect_uri", &back),
                ("code_verifier", verifier),
            ];
            let first = post(&token, Some((name, secret)), &form).await;
            (first, post(&token, Some((name, secret)), &form).await)
        };
        let secret = format!("{name}-secret");
        let (other_verifier, _) = redeem(&"x".repeat(43), &secret).await;
        assert_eq!(other_verifier.is(400).body["error"], "invalid_grant");
        let (other_secret, _) = redeem(sign_in.verifier(), "other").await;
        assert_eq!(other_secret.is(401).body["error"], "invalid_client");
        let (redeemed, again) = redeem(sign_in.verifier(), &secret).await;
        assert_eq!(again.is(400).body["error"], "invalid_grant");
        let redeemed = redeemed.is(200).body;
        let header = redeemed["id_token"].as_str().unwrap().split('.').next().unwrap().to_owned();
        let kid = if name == OpenIdProvider::RS256 { "rsa" } else { "ec" };
        assert_eq!(journeys::kid(&format!("{header}..")), kid);
        // The code came twice: everything that it gave is taken back (RFC 6749, 4.1.2).
        get(&userinfo, redeemed["access_token"].as_str().unwrap()).await.is(401);
    }
}

#[tokio::test]
async fn whoever_cancels_or_has_no_account_at_the_openid_provider_comes_back_without_a_code() {
    let provider = OpenIdProvider::start();
    let name = OpenIdProvider::RS256;
    let (browser, sign_in) = (Browser::alone(), SignIn::by(name));
    let whole = authorization(
        &format!("{}/auth", provider.issuer()),
        &[
            ("client_id", name),
            ("redirect_uri", &callback(name)),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", "the state"),
            ("code_challenge", &sign_in.challenge()),
            ("code_challenge_method", "S256"),
        ],
    );
    let cancelled = provider.cancel(&browser, browser.visit(&whole).await).await;
    assert_eq!(query(&cancelled, "error").as_deref(), Some("access_denied"));
    assert_eq!(query(&cancelled, "state").as_deref(), Some("the state"));
    let nobody = provider.fill_in(&browser, browser.visit(&whole).await, "nobody").await;
    assert_eq!(query(&nobody, "code"), None);
}

#[tokio::test]
async fn the_github_server_keeps_to_its_manual() {
    let github = GitHubServer::start();
    github.verified("ada", 4711, "ada@example.com");
    let (browser, sign_in) = (Browser::alone(), SignIn::by(GitHubServer::NAME));
    let (challenge, back) = (sign_in.challenge(), callback(GitHubServer::NAME));
    let authorize = format!("{}/login/oauth/authorize", github.base());
    let whole = authorization(
        &authorize,
        &[
            ("client_id", "Iv1.inkwell"),
            ("redirect_uri", &back),
            ("scope", "user:email"),
            ("state", "the state"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ],
    );
    let page = browser.visit(&whole).await;
    assert!(page.answer.is_some(), "who is it?");
    browser.visit(&format!("{}/session?login=ada", github.base())).await;

    let token = format!("{}/login/oauth/access_token", github.base());
    let redeem = async |changed: &str, value: &str| {
        let page = browser.visit(&whole).await;
        assert_eq!(query(&page, "state").as_deref(), Some("the state"));
        let mut form = [
            ("client_id", "Iv1.inkwell".to_owned()),
            ("client_secret", "github-secret".to_owned()),
            ("code", query(&page, "code").unwrap()),
            ("redirect_uri", back.clone()),
            ("code_verifier", sign_in.verifier().to_owned()),
        ];
        form.iter_mut().filter(|(key, _)| *key == changed).for_each(|(_, v)| *v = value.to_owned());
        let form: Vec<(&str, &str)> =
            form.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let first = post(&token, None, &form).await.is(200).body;
        (first, post(&token, None, &form).await.is(200).body)
    };
    for (changed, error) in [
        ("client_secret", "incorrect_client_credentials"),
        ("client_id", "incorrect_client_credentials"),
        ("code", "bad_verification_code"),
        ("redirect_uri", "redirect_uri_mismatch"),
        ("code_verifier", "bad_verification_code"),
    ] {
        assert_eq!(redeem(changed, "other").await.0["error"], error, "{changed}");
    }
    let (granted, again) = redeem("nothing", "").await;
    assert_eq!(again["error"], "bad_verification_code");
    let token = granted["access_token"].as_str().unwrap();
    let api = format!("{}/api/v3/user", github.base());
    assert_eq!(get(&api, token).await.is(200).body["id"], 4711);
    let emails = get(&format!("{api}/emails"), token).await.is(200).body;
    assert_eq!(emails[0]["email"], "ada@example.com");
    get(&api, "gho_other").await.is(401);

    github.person("ada", json!({ "id": 4711, "denies": true }));
    assert_eq!(query(&browser.visit(&whole).await, "error").as_deref(), Some("access_denied"));
}
