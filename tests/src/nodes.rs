use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Answer, Client, Database, Options, PASSWORD, Route, SECRET, Service};

/// Two services on one PostgreSQL, as they stand behind a balancer.
pub struct Nodes {
    /// Where the tests act.
    pub here: Service,
    /// Where they look whether it was heard of.
    pub there: Service,
}

impl Nodes {
    /// More than being told takes, and less than the five seconds for which a node trusts what it
    /// remembers.
    pub const TOLD: Duration = Duration::from_secs(2);

    /// Starts both and waits until they listen.
    pub fn start(database: &Database, options: Options) -> Self {
        Self::start_at(database.url(), options)
    }

    /// Starts both on a database that is reached by another way than a test's own.
    pub fn start_at(url: &str, options: Options) -> Self {
        let options = options.with("SECRET", SECRET);
        let here = Service::start_at(url, options.clone());
        Self { here, there: Service::start_at(url, options) }
    }

    /// A client of each node.
    pub fn clients(&self) -> [Client; 2] {
        [self.here.client(), self.there.client()]
    }

    /// The first mail to an address whose text holds some words; waits until it has come. Either
    /// node may have sent it.
    pub async fn mail(&self, email: &str, words: &str) -> String {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            for client in self.clients() {
                let mails = client.get(&format!("/dev/mailbox?to={email}")).await.is(200);
                let mut texts = mails.body["data"].as_array().unwrap().iter().map(text);
                if let Some(text) = texts.find(|text| text.contains(words)) {
                    return text;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no mail to {email} that says {words}");
    }

    /// The token in the newest link to a page that was mailed to an address.
    pub async fn mailed_token(&self, email: &str, page: &str) -> String {
        let words = format!("{page}#token=");
        let text = self.mail(email, &words).await;
        let (_, rest) = text.split_once(&words).unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    }

    /// Takes an address from registering to a first log in.
    pub async fn sign_up(&self, email: &str) -> Answer {
        let client = self.here.client();
        client.register(email).await.is(202);
        client.verify(&self.mailed_token(email, "/verify-email").await).await.is(200);
        client.log_in(email).await.is(200)
    }

    /// Asks for a link that sets a new password, and follows it.
    pub async fn reset_password(&self, email: &str) {
        let client = self.here.client();
        let body = serde_json::json!({ "email": email });
        client.post("/api/v1/auth/password-reset", &body).await.is(202);
        let token = self.mailed_token(email, "/reset-password").await;
        let body = serde_json::json!({ "token": token, "password": PASSWORD });
        client.post("/api/v1/auth/password-reset/confirm", &body).await.is(204);
    }

    /// A session that both nodes remember to be alive.
    pub async fn remembered(&self, email: &str) -> Answer {
        let session = self.there.client().log_in(email).await.is(200);
        for client in self.clients() {
            client.get_as("/api/v1/users/me", session.access_token()).await.is(200);
        }
        session
    }

    /// That a session which was ended here just now is refused at once here, and soon there, on
    /// every route.
    pub async fn are_rid_of(&self, session: &Answer, by: &str) {
        let [here, there] = self.clients();
        let token = session.access_token();
        here.get_as("/api/v1/users/me", token).await.problem(401, "SESSION_REVOKED");
        let took = there.until_refused(token).await;
        println!("{by}: refused on the other node after {took:?}");
        assert!(took < Self::TOLD, "{by}: {took:?}");
        for client in [here, there] {
            Route::refuse(&client, token, "SESSION_REVOKED").await;
            client.refresh(session.refresh_token()).await.problem(401, "SESSION_REVOKED");
        }
    }
}

/// The text of a mail as one line, wherever it was wrapped.
fn text(mail: &Value) -> String {
    mail["text"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}
