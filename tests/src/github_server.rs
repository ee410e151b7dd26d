use std::{collections::BTreeMap, sync::Mutex};

use serde_json::{Value, json};

use crate::{Browser, Options, Page, SIGNED_IN, SignIn, peer::Peer};

/// A server that speaks GitHub's OAuth and API; `tests/peers/github_server.py` says more.
pub struct GitHubServer {
    peer: Peer,
    people: Mutex<BTreeMap<String, Value>>,
}

impl GitHubServer {
    /// The name under which services know it.
    pub const NAME: &str = "github";

    /// Starts the server and waits until it listens.
    pub fn start() -> Self {
        Self { peer: Peer::start("github_server.py"), people: Mutex::default() }
    }

    /// Where it is.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.peer.port("port"))
    }

    /// Makes it known to a service.
    pub fn configure(&self, options: Options) -> Options {
        options
            .with("OAUTH__GITHUB__KIND", "github")
            .with("OAUTH__GITHUB__ISSUER", &self.base())
            .with("OAUTH__GITHUB__CLIENT_ID", "Iv1.inkwell")
            .with("OAUTH__GITHUB__CLIENT_SECRET", "github-secret")
            .with("LINKS__SIGN_IN", SIGNED_IN)
    }

    /// Gives somebody an account there, or changes it: `id`, `name`, `email`, `emails`, `denies`.
    pub fn person(&self, login: &str, person: Value) {
        let mut people = self.people.lock().expect("no test panics with it");
        people.insert(login.to_owned(), person);
        self.peer.write("people.json", &json!(*people));
    }

    /// The same for somebody with one address, which is proven there, and which nobody can see.
    pub fn verified(&self, login: &str, id: u64, email: &str) {
        let email =
            json!({ "email": email, "primary": true, "verified": true, "visibility": null });
        let person = json!({ "id": id, "name": "Ada by GitHub", "email": null, "emails": [email] });
        self.person(login, person);
    }

    /// Signs a browser in there, and takes it through a sign-in: there and back.
    pub async fn walk(&self, browser: &Browser, sign_in: &SignIn, login: &str) -> Page {
        browser.visit(&format!("{}/session?login={login}", self.base())).await;
        browser.start(sign_in).await
    }

    /// Every request, the oldest first.
    pub fn requests(&self) -> Vec<Value> {
        self.peer.lines("requests.jsonl")
    }
}
