use std::sync::Arc;

use bookplate_domain::identities::{AuthorizationResponse, IdentityProvider};
use serde_json::json;

use super::{
    REDIRECT_URI, VERIFIER, http,
    issuer::{CLIENT_ID, CLIENT_SECRET},
    response, secrets,
    server::Server,
};
use crate::{GitHubOptions, GitHubProvider, OutboundHttp};

/// A server that speaks as GitHub's for enterprises does.
pub struct GitHub {
    pub server: Server,
}

impl GitHub {
    pub const TOKEN: &str = "/login/oauth/access_token";
    pub const ROOT: &str = "/api/v3/";
    pub const USER: &str = "/api/v3/user";
    pub const EMAILS: &str = "/api/v3/user/emails";

    pub async fn start() -> Self {
        let server = Server::start().await;
        let token = json!({
            "access_token": "the-access-token", "scope": "user:email", "token_type": "bearer",
        });
        server.json(Self::TOKEN, &token);
        server.json(Self::ROOT, &json!({}));
        server.json(Self::USER, &json!({"id": 583231, "login": "octocat", "name": "The Octocat"}));
        let emails = json!([
            {"email": "other@example.com", "primary": false, "verified": true, "visibility": null},
            {"email": "octocat@example.com", "primary": true, "verified": true},
        ]);
        server.json(Self::EMAILS, &emails);
        Self { server }
    }

    pub fn options(&self) -> GitHubOptions {
        GitHubOptions {
            issuer: Some(self.server.url()),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Some(CLIENT_SECRET.into()),
            scopes: Vec::new(),
            trust_email: true,
            redirect_uri: REDIRECT_URI.to_owned(),
        }
    }

    pub fn provider(&self) -> GitHubProvider {
        self.provider_over(http())
    }

    pub fn provider_over(&self, http: Arc<OutboundHttp>) -> GitHubProvider {
        GitHubProvider::new(self.options(), http).unwrap()
    }
}

#[tokio::test]
async fn somebody_who_signs_in_is_who_github_says() {
    let github = GitHub::start().await;
    let assertion = github.provider().identify(&response(), &secrets()).await.unwrap();
    assert_eq!(assertion.issuer, github.server.url());
    assert_eq!(assertion.subject.as_str(), "583231");
    assert_eq!(assertion.verified_email().unwrap().canonical(), "octocat@example.com");
    assert_eq!(assertion.name.unwrap().as_str(), "The Octocat");

    let form = github.server.received(GitHub::TOKEN).remove(0).form();
    assert_eq!(form["client_id"], CLIENT_ID);
    assert_eq!(form["client_secret"], CLIENT_SECRET);
    assert_eq!(form["code"], "the-code");
    assert_eq!(form["code_verifier"], VERIFIER);
    assert_eq!(form["redirect_uri"], REDIRECT_URI);
    for path in [GitHub::USER, GitHub::EMAILS] {
        let request = github.server.received(path).remove(0);
        assert_eq!(request.method, "GET");
        assert_eq!(request.headers["authorization"], "Bearer the-access-token");
        assert_eq!(request.headers["accept"], "application/vnd.github+json");
        assert_eq!(request.headers["user-agent"], "Bookplate");
    }
    assert_eq!(github.server.received(GitHub::EMAILS)[0].query, "per_page=100");
}

#[tokio::test]
async fn somebody_without_a_name_is_called_by_the_login() {
    let github = GitHub::start().await;
    for name in [json!(null), json!(""), json!(" ")] {
        github.server.json(GitHub::USER, &json!({"id": 1, "login": "octocat", "name": name}));
        let assertion = github.provider().identify(&response(), &secrets()).await.unwrap();
        assert_eq!(assertion.name.unwrap().as_str(), "octocat");
    }
}

#[tokio::test]
async fn an_enterprises_url_may_end_in_a_slash() {
    let github = GitHub::start().await;
    let mut options = github.options();
    options.issuer = Some(format!("{}/", github.server.url()));
    let provider = GitHubProvider::new(options, http()).unwrap();
    provider.identify(&response(), &secrets()).await.unwrap();
}

#[tokio::test]
async fn addresses_are_not_asked_for_without_their_scope() {
    let github = GitHub::start().await;
    let mut options = github.options();
    options.scopes = vec!["read:user".to_owned()];
    let provider = GitHubProvider::new(options, http()).unwrap();
    let assertion = provider.identify(&response(), &secrets()).await.unwrap();
    assert_eq!(assertion.email, None);
    assert!(github.server.received(GitHub::EMAILS).is_empty());
}

#[tokio::test]
async fn github_may_name_itself_as_in_its_own_metadata() {
    let github = GitHub::start().await;
    let url = github.server.url();
    for issuer in [url.clone(), format!("{url}/login/oauth")] {
        let response = AuthorizationResponse { issuer: Some(issuer), ..response() };
        github.provider().identify(&response, &secrets()).await.unwrap();
    }
}

#[tokio::test]
async fn github_is_there_if_it_answers_at_all() {
    use super::{server::Answer, unavailable};
    let github = GitHub::start().await;
    for status in [200, 401, 403, 404, 429] {
        github.server.answer(GitHub::ROOT, Answer::Json(status, "{}".to_owned()));
        github.provider().check().await.unwrap();
    }
    github.server.answer(GitHub::ROOT, Answer::Json(502, "{}".to_owned()));
    assert_eq!(unavailable(github.provider().check().await), "the host: status 502");
    let provider = github.provider();
    drop(github);
    tokio::task::yield_now().await;
    unavailable(provider.check().await);
}
