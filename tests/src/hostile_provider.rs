use std::fs;

use reqwest::Url;
use serde_json::Value;

use crate::{Arrival, Browser, Options, PUBLIC_URL, Page, SIGNED_IN, Service, SignIn, peer::Peer};

/// An OpenID provider that misbehaves as it is told; `tests/peers/hostile_provider.py` says more. A
/// provider's name in the service's configuration is its fault.
pub struct HostileProvider {
    peer: Peer,
}

impl HostileProvider {
    /// Starts the provider and waits until it listens.
    pub fn start() -> Self {
        Self { peer: Peer::start("hostile_provider.py") }
    }

    /// A service that knows one provider for each name, and sends browsers back to [`SIGNED_IN`].
    pub fn options<'n>(
        &self,
        options: Options,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Options {
        let options = options.with("LINKS__SIGN_IN", SIGNED_IN);
        names.into_iter().fold(options, |options, name| {
            let key = |key: &str| format!("OAUTH__{}__{key}", name.to_uppercase());
            options
                .with(&key("KIND"), "oidc")
                .with(&key("ISSUER"), &self.issuer(name))
                .with(&key("CLIENT_ID"), "bookplate")
                .with(&key("CLIENT_SECRET"), "a client secret of a test")
        })
    }

    /// From now on the provider of this name has this fault.
    pub fn tell(&self, name: &str, fault: &str) {
        fs::write(self.peer.file(name), fault).expect("a file");
    }

    /// The callback that a provider sends a browser to for a person, not yet opened.
    pub async fn callback(&self, browser: &Browser, sign_in: &SignIn, person: &str) -> Url {
        let mut url = browser.visit_until(&sign_in.url(), &self.base()).await;
        url.query_pairs_mut().append_pair("person", person);
        browser.visit_until(url.as_str(), PUBLIC_URL).await
    }

    /// Takes a person's browser to a provider and back to the front end.
    pub async fn walk(&self, browser: &Browser, sign_in: &SignIn, person: &str) -> Page {
        browser.visit(self.callback(browser, sign_in, person).await.as_str()).await
    }

    /// That the provider of the name `good` still lets somebody in: what is refused of others is
    /// refused for its own sake.
    pub async fn lets_good_in(service: &Service) {
        let Arrival { sign_in, page, .. } = Arrival::of(service, "good").await;
        let signed_in = sign_in.exchange(&service.client(), &page.code()).await.is(200);
        assert_eq!(signed_in.body["user"]["email"], "good@example.com");
    }

    /// How often an endpoint was asked: `authorize`, `token`, and so on.
    pub fn asked(&self, name: &str, endpoint: &str) -> usize {
        let endpoint = match endpoint {
            "discovery" => ".well-known/openid-configuration",
            other => other,
        };
        let path = format!("/{name}/{endpoint}");
        let requests = self.peer.lines("requests.jsonl");
        let of_provider = requests.iter().filter(|request| request["listener"] == "provider");
        of_provider.filter(|request| request["path"] == path).count()
    }

    /// What the server was asked that nobody should ever ask.
    pub fn inside_requests(&self) -> Vec<Value> {
        let requests = self.peer.lines("requests.jsonl").into_iter();
        requests.filter(|request| request["listener"] == "internal").collect()
    }

    /// How many bytes of each answer of 100 MB it could send, by path.
    pub fn sent(&self) -> Vec<(String, u64)> {
        let sent = self.peer.lines("sent.jsonl").into_iter();
        let fields =
            |line: Value| Some((line["path"].as_str()?.to_owned(), line["sent"].as_u64()?));
        sent.map(|line| fields(line).expect("a path and a number")).collect()
    }

    fn issuer(&self, name: &str) -> String {
        format!("{}{name}", self.base())
    }

    fn base(&self) -> String {
        format!("http://127.0.0.1:{}/", self.peer.port("port"))
    }
}
