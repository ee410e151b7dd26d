use bookplate_domain::identities::IdentityProvider;
use serde_json::{Value, json};

use super::{
    issuer::{DISCOVERY, Issuer},
    response, secrets, unavailable, untrustworthy,
};
use crate::tests::server::Answer;

#[tokio::test]
async fn an_address_is_verified_by_the_boolean_true_alone() {
    for verified in [json!(false), json!("false"), json!("true"), Value::Null] {
        let issuer = Issuer::start().await;
        issuer.claims(issuer.claims_but("email_verified", verified.clone()));
        let assertion = issuer.identify().await.unwrap();
        assert_eq!(assertion.verified_email(), None, "{verified}");
        assert!(assertion.email.is_some(), "{verified}");
    }
    for verified in [json!(1), json!("yes"), json!([true]), json!({})] {
        let issuer = Issuer::start().await;
        issuer.claims(issuer.claims_but("email_verified", verified));
        untrustworthy(issuer.identify().await);
    }
}

#[tokio::test]
async fn an_issuer_that_is_not_trusted_with_it_verifies_no_address() {
    let issuer = Issuer::start().await;
    let provider = issuer.provider_with(|options| options.trust_email = false);
    let assertion = provider.identify(&response(), &secrets()).await.unwrap();
    assert!(assertion.email.is_some());
    assert_eq!(assertion.verified_email(), None);
}

#[tokio::test]
async fn an_address_or_a_name_that_is_none_does_not_come_through() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("email", json!("no address")));
    let assertion = issuer.identify().await.unwrap();
    assert_eq!((assertion.email, assertion.email_verified), (None, false));
    issuer.claims(issuer.claims_but("name", json!("a\nb")));
    assert_eq!(issuer.identify().await.unwrap().name, None);
}

#[tokio::test]
async fn an_issuer_that_writes_moments_as_text_is_understood() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("updated_at", json!("2026-11-21T09:30:00.000Z")));
    issuer.identify().await.unwrap();
}

#[tokio::test]
async fn userinfo_is_asked_where_the_token_has_no_address() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("email", Value::Null));
    let info = json!({
        "sub": "248289761001", "email": "ada@example.com", "email_verified": true, "name": "Other",
    });
    issuer.server.json("/userinfo", &info);
    let assertion = issuer.identify().await.unwrap();
    assert_eq!(assertion.verified_email().unwrap().canonical(), "ada@example.com");
    assert_eq!(assertion.name.unwrap().as_str(), "Ada Lovelace", "what is signed goes first");
    let request = issuer.server.received("/userinfo").remove(0);
    assert_eq!(request.headers["authorization"], "Bearer the-access-token");

    for verified in [json!(false), json!("true"), json!(1), Value::Null] {
        let mut info = info.clone();
        info["email_verified"] = verified.clone();
        issuer.server.json("/userinfo", &info);
        assert_eq!(issuer.identify().await.unwrap().verified_email(), None, "{verified}");
    }
}

#[tokio::test]
async fn a_token_without_an_address_verifies_none_that_userinfo_gives() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("email", Value::Null));
    let info = json!({"sub": "248289761001", "email": "victim@example.com"});
    issuer.server.json("/userinfo", &info);
    let assertion = issuer.identify().await.unwrap();
    assert!(assertion.email.is_some());
    assert_eq!(assertion.verified_email(), None);
}

#[tokio::test]
async fn userinfo_about_somebody_else_is_not_believed() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("email", Value::Null));
    let about = |subject: Value| json!({"sub": subject, "email": "victim@example.com", "email_verified": true});
    for subject in [json!("248289761002"), json!(""), json!("248289761001 ")] {
        issuer.server.json("/userinfo", &about(subject));
        let told = untrustworthy(issuer.identify().await);
        assert_eq!(told, "the userinfo endpoint: it is about somebody else");
    }
    for subject in [Value::Null, json!(248289761001_u64)] {
        issuer.server.json("/userinfo", &about(subject));
        untrustworthy(issuer.identify().await);
    }
    for body in ["", "[]", "<html>"] {
        issuer.server.answer("/userinfo", Answer::Json(200, body.to_owned()));
        untrustworthy(issuer.identify().await);
    }
    issuer.server.answer("/userinfo", Answer::Json(401, "{}".to_owned()));
    untrustworthy(issuer.identify().await);
    issuer.server.answer("/userinfo", Answer::Json(503, "{}".to_owned()));
    unavailable(issuer.identify().await);
}

#[tokio::test]
async fn userinfo_is_not_asked_for_nothing() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("email", Value::Null));
    let provider = issuer.provider_with(|options| options.scopes = vec!["openid".to_owned()]);
    let assertion = provider.identify(&response(), &secrets()).await.unwrap();
    assert_eq!(assertion.email, None);

    issuer.server.json(DISCOVERY, &issuer.metadata_but("userinfo_endpoint", Value::Null));
    assert_eq!(issuer.identify().await.unwrap().email, None);
    assert!(issuer.server.received("/userinfo").is_empty());
}

#[tokio::test]
async fn an_access_token_that_fits_into_no_header_is_refused() {
    let issuer = Issuer::start().await;
    let id_token = issuer.signer.sign(&issuer.claims_but("email", Value::Null));
    let mut tokens = Issuer::tokens(&id_token);
    tokens["access_token"] = json!("the-access\r\nX-Other: 1");
    issuer.server.json("/token", &tokens);
    let told = untrustworthy(issuer.identify().await);
    assert_eq!(told, "the userinfo endpoint: the access token is none");
}
