use bookplate_domain::identities::{
    Assertion, AuthorizationResponse, IdentityProvider, ProviderError,
};
use serde_json::{Value, json};

use super::{github::GitHub, http, response, secrets, server::Answer, unavailable, untrustworthy};
use crate::GitHubProvider;

async fn identify(github: &GitHub) -> Result<Assertion, ProviderError> {
    github.provider().identify(&response(), &secrets()).await
}

#[tokio::test]
async fn a_refusal_with_status_200_is_one() {
    let github = GitHub::start().await;
    let refusal = json!({
        "error": "bad_verification_code",
        "error_description": "The code passed is incorrect or expired: the-code",
    });
    github.server.json(GitHub::TOKEN, &refusal);
    let told = untrustworthy(identify(&github).await);
    assert_eq!(told, "the token endpoint: it refuses: bad_verification_code");
    assert!(github.server.received(GitHub::USER).is_empty());
}

#[tokio::test]
async fn a_user_has_a_positive_number() {
    let github = GitHub::start().await;
    for id in
        [json!(0), json!(-1), json!(1.5), json!("583231"), json!(null), json!(true), json!(1e30)]
    {
        github.server.json(GitHub::USER, &json!({"id": id, "login": "octocat"}));
        assert_eq!(untrustworthy(identify(&github).await), "the user: its id is none", "{id}");
    }
    for body in [json!({"login": "octocat"}), json!([]), json!(null)] {
        github.server.json(GitHub::USER, &body);
        untrustworthy(identify(&github).await);
    }
}

#[tokio::test]
async fn only_the_verified_primary_address_counts() {
    let github = GitHub::start().await;
    let email = |primary: Value, verified: Value| json!({"email": "a@example.com", "primary": primary, "verified": verified});
    for emails in [
        json!([]),
        json!([email(json!(true), json!(false))]),
        json!([email(json!(true), json!("true"))]),
        json!([email(json!(true), json!(1))]),
        json!([email(json!(true), Value::Null)]),
        json!([email(json!(false), json!(true))]),
        json!([email(json!("true"), json!(true))]),
        json!([email(json!(true), json!(false)), email(json!(false), json!(true))]),
        json!([{"primary": true, "verified": true}]),
        json!([{"email": "no address", "primary": true, "verified": true}]),
    ] {
        github.server.json(GitHub::EMAILS, &emails);
        let assertion = identify(&github).await.unwrap();
        assert_eq!(assertion.verified_email(), None, "{emails}");
    }
    for emails in [json!({}), json!(["a@example.com"]), json!("a@example.com")] {
        github.server.json(GitHub::EMAILS, &emails);
        untrustworthy(identify(&github).await);
    }
}

#[tokio::test]
async fn a_github_that_is_not_trusted_with_it_verifies_no_address() {
    let github = GitHub::start().await;
    let mut options = github.options();
    options.trust_email = false;
    let provider = GitHubProvider::new(options, http()).unwrap();
    let assertion = provider.identify(&response(), &secrets()).await.unwrap();
    assert!(assertion.email.is_some());
    assert_eq!(assertion.verified_email(), None);
}

#[tokio::test]
async fn every_step_may_fail() {
    for path in [GitHub::TOKEN, GitHub::USER, GitHub::EMAILS] {
        let github = GitHub::start().await;
        for status in [500, 503, 429] {
            github.server.answer(path, Answer::Json(status, "{}".to_owned()));
            unavailable(identify(&github).await);
        }
        for status in [401, 403, 404, 204] {
            github.server.answer(path, Answer::Json(status, "{}".to_owned()));
            untrustworthy(identify(&github).await);
        }
        for body in ["", "<html>", "access_token=the-access-token"] {
            github.server.answer(path, Answer::Json(200, body.to_owned()));
            untrustworthy(identify(&github).await);
        }
        for announced in [true, false] {
            github.server.answer(path, Answer::Endless { announced });
            untrustworthy(identify(&github).await);
        }
        assert!(github.server.written() < 48 * 1024 * 1024);
        github.server.answer(path, Answer::Cut);
        unavailable(identify(&github).await);
    }
}

#[tokio::test]
async fn a_response_of_another_issuer_is_not_githubs() {
    let github = GitHub::start().await;
    for issuer in ["https://github.com", "", "https://other.example.com"] {
        let response = AuthorizationResponse { issuer: Some(issuer.to_owned()), ..response() };
        let told = untrustworthy(github.provider().identify(&response, &secrets()).await);
        assert_eq!(told, "the authorization response: iss is another issuer");
    }
    assert_eq!(github.server.requests(), 0, "the code was shown to nobody");
}
