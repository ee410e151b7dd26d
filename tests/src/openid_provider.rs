use std::{collections::BTreeMap, sync::Mutex};

use serde_json::{Value, json};

use crate::{Browser, Options, Page, SIGNED_IN, SignIn, peer::Peer};

/// A certified OpenID provider; `tests/peers/oidc_provider.mjs` says more.
pub struct OpenIdProvider {
    peer: Peer,
    people: Mutex<BTreeMap<String, Value>>,
}

impl OpenIdProvider {
    /// The name under which it signs ID tokens by RS256.
    pub const RS256: &str = "inkwell";
    /// The name under which it signs ID tokens by ES256.
    pub const ES256: &str = "inkwell_es256";

    /// Starts one that tells of people at its userinfo endpoint, as the standard has it.
    pub fn start() -> Self {
        Self::start_with(json!({}))
    }

    /// Starts one that says everything in the ID token.
    pub fn with_claims_in_id_token() -> Self {
        Self::start_with(json!({ "claims_in_id_token": true }))
    }

    fn start_with(settings: Value) -> Self {
        let peer = Peer::start_with("oidc_provider.mjs", &[("settings.json", settings)]);
        Self { peer, people: Mutex::default() }
    }

    /// Its issuer.
    pub fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.peer.port("port"))
    }

    /// Makes it known to a service under both of its names.
    pub fn configure(&self, options: Options) -> Options {
        [Self::RS256, Self::ES256].into_iter().fold(options, |options, name| {
            let key = |key: &str| format!("OAUTH__{}__{key}", name.to_uppercase());
            options
                .with(&key("KIND"), "oidc")
                .with(&key("TITLE"), "Inkwell ID")
                .with(&key("ISSUER"), &self.issuer())
                .with(&key("CLIENT_ID"), name)
                .with(&key("CLIENT_SECRET"), &format!("{name}-secret"))
                .with("LINKS__SIGN_IN", SIGNED_IN)
        })
    }

    /// Gives somebody an account there, or changes it.
    pub fn person(&self, login: &str, claims: Value) {
        let mut people = self.people.lock().expect("no test panics with it");
        people.insert(login.to_owned(), claims);
        self.peer.write("people.json", &json!(*people));
    }

    /// The same for somebody with an address that is proven there.
    pub fn verified(&self, login: &str, email: &str) {
        let claims = json!({ "email": email, "email_verified": true, "name": "Ada by Inkwell" });
        self.person(login, claims);
    }

    /// Takes a browser through a sign-in: there, through its forms where it shows them, and back.
    pub async fn walk(&self, browser: &Browser, sign_in: &SignIn, login: &str) -> Page {
        self.fill_in(browser, browser.start(sign_in).await, login).await
    }

    /// Fills in the provider's forms, until it shows none.
    pub async fn fill_in(&self, browser: &Browser, mut page: Page, login: &str) -> Page {
        for _ in 0..3 {
            let Some(answer) = &page.answer else { break };
            let Some(action) = attribute(&answer.text, "action") else { break };
            let prompt = if answer.text.contains("value=\"login\"") { "login" } else { "consent" };
            let form = [("prompt", prompt), ("login", login), ("password", "any")];
            page = browser.submit(&action, &form).await;
        }
        page
    }

    /// Leaves the provider's form by its way out.
    pub async fn cancel(&self, browser: &Browser, page: Page) -> Page {
        let answer = page.answer.as_ref().unwrap_or_else(|| panic!("came back: {}", page.url));
        let abort = attribute(&answer.text, "href").expect("a way out");
        browser.visit(&abort).await
    }

    /// The authorizations that were asked for, and the codes that were redeemed, the oldest first.
    pub fn requests(&self) -> Vec<Value> {
        self.peer.lines("requests.jsonl")
    }
}

/// The first attribute of a name that holds an address of this machine.
fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("{name}=\"http://127.0.0.1"))?;
    let (rest, _) = rest.split_once('"')?;
    Some(format!("http://127.0.0.1{rest}"))
}
