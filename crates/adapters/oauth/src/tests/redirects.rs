use bookplate_domain::identities::IdentityProvider;
use serde_json::{Value, json};

use super::{
    github::GitHub,
    issuer::{DISCOVERY, Issuer},
    response, secrets,
    server::{Answer, Server},
    untrustworthy,
};

#[tokio::test]
async fn an_issuers_redirect_is_not_followed() {
    let inside = Server::start().await;
    for path in [DISCOVERY, "/jwks", "/token", "/userinfo"] {
        for status in [301, 302, 303, 307, 308] {
            let issuer = Issuer::start().await;
            issuer.claims(issuer.claims_but("email", Value::Null));
            let target = format!("{}/internal", inside.url());
            issuer.server.answer(path, Answer::Redirect(status, target));
            let told = untrustworthy(issuer.identify().await);
            assert!(told.ends_with("it redirects"), "{path}: {told}");
        }
    }
    assert_eq!(inside.requests(), 0);
}

#[tokio::test]
async fn a_redirect_to_the_issuer_itself_is_not_followed_either() {
    let issuer = Issuer::start().await;
    issuer.server.json("/elsewhere", &json!({"keys": [issuer.signer.jwk()]}));
    let target = format!("{}/elsewhere", issuer.url());
    issuer.server.answer("/jwks", Answer::Redirect(302, target));
    untrustworthy(issuer.identify().await);
    assert!(issuer.server.received("/elsewhere").is_empty());
}

#[tokio::test]
async fn githubs_redirect_is_not_followed() {
    let inside = Server::start().await;
    for path in [GitHub::TOKEN, GitHub::USER, GitHub::EMAILS] {
        let github = GitHub::start().await;
        github.server.answer(path, Answer::Redirect(302, format!("{}/internal", inside.url())));
        let told = untrustworthy(github.provider().identify(&response(), &secrets()).await);
        assert!(told.ends_with("it redirects"), "{path}: {told}");
    }
    assert_eq!(inside.requests(), 0);
}
