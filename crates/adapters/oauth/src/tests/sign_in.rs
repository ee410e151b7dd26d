use base64::{Engine, prelude::BASE64_STANDARD};
use bookplate_domain::identities::{AuthorizationResponse, IdentityProvider};
use serde_json::json;

use super::{
    REDIRECT_URI, VERIFIER,
    issuer::{CLIENT_ID, CLIENT_SECRET, DISCOVERY, Issuer},
    response, secrets,
    signer::Signer,
    unavailable, untrustworthy,
};
use crate::tests::server::Answer;

#[tokio::test]
async fn somebody_who_signs_in_is_who_the_issuer_says() {
    let issuer = Issuer::start().await;
    let assertion = issuer.identify().await.unwrap();
    assert_eq!(assertion.issuer, issuer.url());
    assert_eq!(assertion.subject.as_str(), "248289761001");
    assert_eq!(assertion.verified_email().unwrap().canonical(), "ada@example.com");
    assert_eq!(assertion.name.unwrap().as_str(), "Ada Lovelace");
    assert!(issuer.server.received("/userinfo").is_empty(), "everything was in the token");

    let request = issuer.server.received("/token").remove(0);
    assert_eq!(request.method, "POST");
    assert_eq!(request.headers["user-agent"], "Bookplate");
    assert!(!request.headers.contains_key("accept-encoding"));
    let credentials = BASE64_STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
    assert_eq!(request.headers["authorization"], format!("Basic {credentials}"));
    let form = request.form();
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["code"], "the-code");
    assert_eq!(form["code_verifier"], VERIFIER);
    assert_eq!(form["redirect_uri"], REDIRECT_URI);
    assert!(!form.contains_key("client_secret"));
}

#[tokio::test]
async fn every_algorithm_with_a_public_key_is_understood() {
    for algorithm in Signer::ALGORITHMS {
        let issuer = Issuer::with(Signer::new(algorithm, "key-1")).await;
        let result = issuer.identify().await;
        assert!(result.is_ok(), "{algorithm}: {result:?}");
    }
}

#[tokio::test]
async fn the_client_proves_itself_as_the_issuer_takes_it() {
    let issuer = Issuer::start().await;
    let methods = "token_endpoint_auth_methods_supported";

    issuer.server.json(DISCOVERY, &issuer.metadata_but(methods, json!(["client_secret_post"])));
    issuer.identify().await.unwrap();
    let request = issuer.server.received("/token").remove(0);
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(request.form()["client_id"], CLIENT_ID);
    assert_eq!(request.form()["client_secret"], CLIENT_SECRET);

    let both = json!(["client_secret_post", "client_secret_basic"]);
    issuer.server.json(DISCOVERY, &issuer.metadata_but(methods, both));
    issuer.identify().await.unwrap();
    assert!(issuer.server.received("/token")[1].headers.contains_key("authorization"));

    issuer.server.json(DISCOVERY, &issuer.metadata_but(methods, json!(["private_key_jwt"])));
    assert!(untrustworthy(issuer.identify().await).contains("client secret"));
}

#[tokio::test]
async fn a_public_client_has_no_secret_to_send() {
    let issuer = Issuer::start().await;
    let provider = issuer.provider_with(|options| options.client_secret = None);
    provider.identify(&response(), &secrets()).await.unwrap();
    let request = issuer.server.received("/token").remove(0);
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(request.form()["client_id"], CLIENT_ID);
    assert!(!request.form().contains_key("client_secret"));
}

#[tokio::test]
async fn the_response_is_of_the_issuer_if_it_names_one() {
    let issuer = Issuer::start().await;
    let named = |name: Option<String>| AuthorizationResponse { issuer: name, ..response() };
    let provider = issuer.provider();
    let ours = named(Some(issuer.url()));
    provider.identify(&ours, &secrets()).await.unwrap();

    let asked = issuer.server.requests();
    for name in
        ["https://other.example.com".to_owned(), format!("{}/", issuer.url()), String::new()]
    {
        let told = untrustworthy(provider.identify(&named(Some(name)), &secrets()).await);
        assert_eq!(told, "the authorization response: iss is another issuer");
    }
    assert_eq!(issuer.server.requests(), asked, "the code was shown to nobody");

    let announces = "authorization_response_iss_parameter_supported";
    issuer.server.json(DISCOVERY, &issuer.metadata_but(announces, json!(true)));
    let provider = issuer.provider();
    let told = untrustworthy(provider.identify(&response(), &secrets()).await);
    assert_eq!(told, "the authorization response: iss is missing");
    assert_eq!(issuer.server.received("/token").len(), 1, "the code was shown to nobody");
    provider.identify(&ours, &secrets()).await.unwrap();
}

#[tokio::test]
async fn a_refused_code_is_told_by_the_name_of_the_refusal() {
    let issuer = Issuer::start().await;
    let refusal = json!({"error": "invalid_grant", "error_description": "the-code is spent"});
    issuer.server.answer("/token", Answer::Json(400, refusal.to_string()));
    assert_eq!(
        untrustworthy(issuer.identify().await),
        "the token endpoint: it refuses: invalid_grant"
    );

    let strange = json!({"error": "the-code\nis spent"});
    issuer.server.answer("/token", Answer::Json(401, strange.to_string()));
    let told = untrustworthy(issuer.identify().await);
    assert_eq!(told, "the token endpoint: its answer is no token response");
}

#[tokio::test]
async fn what_is_no_token_response_is_not_believed() {
    let issuer = Issuer::start().await;
    for body in ["", "{}", "[]", "null", "<html>", "{\"access_token\": \"the-access-token\"}"] {
        issuer.server.answer("/token", Answer::Json(200, body.to_owned()));
        let told = untrustworthy(issuer.identify().await);
        assert_eq!(told, "the token endpoint: its answer is no token response", "{body}");
    }
}

#[tokio::test]
async fn an_issuer_that_is_not_ready_is_unavailable() {
    for path in [DISCOVERY, "/jwks", "/token"] {
        let issuer = Issuer::start().await;
        for status in [500, 502, 503, 429] {
            issuer.server.answer(path, Answer::Json(status, "{}".to_owned()));
            let told = unavailable(issuer.identify().await);
            assert!(told.ends_with(&format!("status {status}")), "{path}: {told}");
        }
        issuer.server.answer(path, Answer::Cut);
        unavailable(issuer.identify().await);
    }
    let issuer = Issuer::start().await;
    let provider = issuer.provider();
    drop(issuer);
    tokio::task::yield_now().await;
    unavailable(provider.identify(&response(), &secrets()).await);
    unavailable(provider.check().await);
}
