use bookplate_domain::identities::IdentityProvider;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{
    issuer::{DISCOVERY, Issuer},
    response, secrets,
    server::{Answer, Server},
    unavailable, untrustworthy,
};

#[tokio::test]
async fn what_an_issuer_says_of_itself_is_kept() {
    let issuer = Issuer::start().await;
    let provider = issuer.provider();
    for _ in 0..3 {
        provider.authorization_url(&secrets(), None).await.unwrap();
        provider.identify(&response(), &secrets()).await.unwrap();
    }
    assert_eq!(issuer.server.received(DISCOVERY).len(), 1);
    assert_eq!(issuer.server.received("/jwks").len(), 1);
    provider.check().await.unwrap();
    assert_eq!(issuer.server.received(DISCOVERY).len(), 2, "a check asks");
}

#[tokio::test]
async fn many_at_once_find_an_issuer_that_nobody_has_found_yet() {
    let issuer = Issuer::start().await;
    let provider = issuer.provider();
    let (response, secrets) = (response(), secrets());
    let all = (0..50).map(|_| provider.identify(&response, &secrets));
    for result in join_all(all).await {
        assert_eq!(result.unwrap().subject.as_str(), "248289761001");
    }
}

#[tokio::test]
async fn a_failure_is_not_remembered() {
    let issuer = Issuer::start().await;
    let provider = issuer.provider();
    for answer in [Answer::Json(500, "{}".to_owned()), Answer::Json(200, "{}".to_owned())] {
        issuer.server.answer(DISCOVERY, answer);
        provider.authorization_url(&secrets(), None).await.unwrap_err();
        provider.check().await.unwrap_err();
    }
    issuer.server.json(DISCOVERY, &issuer.metadata());
    issuer.server.answer("/jwks", Answer::Json(500, "{}".to_owned()));
    unavailable(provider.authorization_url(&secrets(), None).await);
    issuer.server.json("/jwks", &json!({"keys": [issuer.signer.jwk()]}));
    provider.identify(&response(), &secrets()).await.unwrap();
    provider.check().await.unwrap();
}

#[tokio::test]
async fn a_document_of_another_issuer_is_not_believed() {
    let issuer = Issuer::start().await;
    let url = issuer.url();
    for name in [json!("https://accounts.google.com"), json!(format!("{url}/")), json!("")] {
        issuer.server.json(DISCOVERY, &issuer.metadata_but("issuer", name.clone()));
        let told = untrustworthy(issuer.provider().check().await);
        assert_eq!(told, format!("the discovery document: it is that of {name}"));
        untrustworthy(issuer.provider().authorization_url(&secrets(), None).await);
        untrustworthy(issuer.identify().await);
    }
}

#[tokio::test]
async fn a_document_that_lacks_something_is_none() {
    let issuer = Issuer::start().await;
    for entry in ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"] {
        for value in [Value::Null, json!(7), json!("not a url")] {
            issuer.server.json(DISCOVERY, &issuer.metadata_but(entry, value));
            untrustworthy(issuer.provider().check().await);
        }
    }
    for body in ["", "[]", "<html>", "{", &"[".repeat(100_000)] {
        issuer.server.answer(DISCOVERY, Answer::Json(200, body.to_owned()));
        untrustworthy(issuer.provider().check().await);
    }
    issuer.server.answer(DISCOVERY, Answer::Json(404, issuer.metadata().to_string()));
    let told = untrustworthy(issuer.provider().check().await);
    assert_eq!(told, "the discovery document: status 404");
}

#[tokio::test]
async fn an_endpoint_inside_the_network_is_not_gone_to() {
    let issuer = Issuer::start().await;
    let inside = Server::start().await;
    inside.json("/", &json!({}));
    for entry in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] {
        for url in [
            format!("{}/", inside.url()),
            format!("http://localhost:{}/", inside.port),
            format!("https://127.0.0.2:{}/", inside.port),
            "http://169.254.169.254/latest/meta-data".to_owned(),
            "https://169.254.169.254/latest/meta-data".to_owned(),
            "https://[::1]/".to_owned(),
            "https://localhost/".to_owned(),
            "http://login.example.com/".to_owned(),
            "file:///etc/passwd".to_owned(),
            "javascript:alert(1)".to_owned(),
        ] {
            issuer.server.json(DISCOVERY, &issuer.metadata_but(entry, json!(url)));
            let told = untrustworthy(issuer.provider().check().await);
            assert!(told.contains(entry), "{url}: {told}");
            untrustworthy(issuer.provider().authorization_url(&secrets(), None).await);
            untrustworthy(issuer.identify().await);
        }
    }
    assert_eq!(inside.requests(), 0);
    assert!(issuer.server.received("/token").is_empty(), "the code was shown to nobody");
}

#[tokio::test]
async fn an_issuer_with_a_path_has_its_document_below_it() {
    let issuer = Issuer::start().await;
    for path in ["/tenant/v2.0", "/tenant/"] {
        let name = format!("{}{path}", issuer.url());
        let document = format!("{}{DISCOVERY}", path.trim_end_matches('/'));
        issuer.server.json(&document, &issuer.metadata_but("issuer", json!(name)));
        issuer.claims(issuer.claims_but("iss", json!(name)));
        let provider = issuer.provider_with(|options| options.issuer = name.clone());
        let assertion = provider.identify(&response(), &secrets()).await.unwrap();
        assert_eq!(assertion.issuer, name);
    }
}
