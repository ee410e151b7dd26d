use std::{collections::HashMap, sync::Arc};

use bookplate_domain::identities::{AuthorizationSecrets, IdentityProvider, Prompt};
use serde_json::json;
use url::Url;

use super::{
    CHALLENGE, REDIRECT_URI, VERIFIER, http,
    issuer::{CLIENT_ID, DISCOVERY, Issuer},
    secrets, untrustworthy,
};
use crate::{GitHubOptions, GitHubProvider, InvalidIssuer, InvalidOptions, OpenIdProvider};

fn query(url: &str) -> HashMap<String, String> {
    Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

#[tokio::test]
async fn a_browser_is_sent_with_everything_that_binds_it() {
    let issuer = Issuer::start().await;
    let url = issuer.provider().authorization_url(&secrets(), None).await.unwrap();
    assert!(url.starts_with(&format!("{}/authorize?", issuer.url())), "{url}");
    let query = query(&url);
    assert_eq!(query["response_type"], "code");
    assert_eq!(query["client_id"], CLIENT_ID);
    assert_eq!(query["redirect_uri"], REDIRECT_URI);
    assert_eq!(query["scope"], "openid email profile");
    assert_eq!(query["state"], "bp_os_the-state");
    assert_eq!(query["nonce"], "the-nonce");
    assert_eq!(query["code_challenge"], CHALLENGE);
    assert_eq!(query["code_challenge_method"], "S256");
    assert_eq!(query.len(), 8);
    assert!(!url.contains(VERIFIER));
}

#[tokio::test]
async fn a_prompt_is_passed_on_as_far_as_the_provider_knows_it() {
    let issuer = Issuer::start().await;
    for prompt in Prompt::ALL {
        let url = issuer.provider().authorization_url(&secrets(), Some(prompt)).await.unwrap();
        assert_eq!(query(&url)["prompt"], prompt.as_str());
    }
    let url = github().authorization_url(&secrets(), Some(Prompt::Login)).await.unwrap();
    assert_eq!(query(&url)["prompt"], "select_account");
}

#[tokio::test]
async fn an_authorization_endpoint_keeps_its_own_query() {
    let issuer = Issuer::start().await;
    let endpoint = format!("{}/authorize?tenant=a%26b", issuer.url());
    issuer.server.json(DISCOVERY, &issuer.metadata_but("authorization_endpoint", json!(endpoint)));
    let url = issuer.provider().authorization_url(&secrets(), None).await.unwrap();
    assert_eq!(query(&url)["tenant"], "a&b");
    assert_eq!(query(&url)["state"], "bp_os_the-state");
}

#[tokio::test]
async fn the_configured_scopes_are_asked_for_and_always_openid() {
    let issuer = Issuer::start().await;
    for (configured, asked) in [
        (vec!["openid", "email"], "openid email"),
        (vec!["email"], "openid email"),
        (vec![], "openid email profile"),
    ] {
        let scopes = configured.into_iter().map(str::to_owned).collect();
        let provider = issuer.provider_with(|options| options.scopes = scopes);
        let url = provider.authorization_url(&secrets(), None).await.unwrap();
        assert_eq!(query(&url)["scope"], asked);
    }
}

#[tokio::test]
async fn a_verifier_that_is_none_panics_nowhere() {
    let issuer = Issuer::start().await;
    let secrets = AuthorizationSecrets { code_verifier: "short".into(), ..secrets() };
    untrustworthy(issuer.provider().authorization_url(&secrets, None).await);
}

fn github() -> GitHubProvider {
    let options = GitHubOptions {
        issuer: None,
        client_id: CLIENT_ID.to_owned(),
        client_secret: Some("the-secret".into()),
        scopes: Vec::new(),
        trust_email: true,
        redirect_uri: REDIRECT_URI.to_owned(),
    };
    GitHubProvider::new(options, http()).unwrap()
}

#[tokio::test]
async fn github_is_sent_to_without_being_asked() {
    let url = github().authorization_url(&secrets(), None).await.unwrap();
    assert!(url.starts_with("https://github.com/login/oauth/authorize?"), "{url}");
    let query = query(&url);
    assert_eq!(query["scope"], "user:email");
    assert_eq!(query["state"], "bp_os_the-state");
    assert_eq!(query["code_challenge"], CHALLENGE);
    assert_eq!(query["code_challenge_method"], "S256");
    assert_eq!(query["redirect_uri"], REDIRECT_URI);
    assert!(!query.contains_key("nonce"));
}

#[tokio::test]
async fn options_that_nobody_may_be_trusted_with_make_no_provider() {
    let issuer = Issuer::start().await;
    let refused = |change: fn(&mut crate::OpenIdOptions)| {
        let mut options = issuer.options();
        change(&mut options);
        OpenIdProvider::new(options, http(), issuer.clock.clone() as Arc<_>).unwrap_err()
    };
    let insecure = refused(|options| options.issuer = "http://login.example.com".to_owned());
    assert!(matches!(insecure, InvalidOptions::Issuer(InvalidIssuer::Exposed)));
    let relative = refused(|options| options.redirect_uri = "/callback".to_owned());
    assert!(matches!(relative, InvalidOptions::RedirectUri));
    assert!(!format!("{:?}", issuer.provider()).contains("the-secret"));
    assert!(!format!("{:?}", issuer.options()).contains("the-secret"));
}
