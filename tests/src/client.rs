use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use crate::PASSWORD;

/// Speaks to the service.
#[derive(Clone)]
pub struct Client {
    base: String,
    http: reqwest::Client,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null if it is not.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

/// Follows no redirect and trusts no certificate: all that is asked is on this machine, and reading the
/// system's takes longer than most requests.
pub(crate) fn plain_http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).tls_certs_only([])
}

impl Client {
    /// A client of the service at `base`.
    pub fn new(base: &str) -> Self {
        let http = plain_http().build().expect("a client");
        Self { base: base.to_owned(), http }
    }

    /// A client that sits at another address of this machine, with a browser of its own.
    pub fn elsewhere(&self, address: &str, user_agent: &str) -> Self {
        let http = plain_http()
            .local_address(address.parse::<std::net::IpAddr>().expect("an address"))
            .user_agent(user_agent)
            .build()
            .expect("a client");
        Self { base: self.base.clone(), http }
    }

    /// GET, without a credential.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.http.get(self.url(path)).header("accept", "application/json")).await
    }

    /// GET, with an access token.
    pub async fn get_as(&self, path: &str, token: &str) -> Answer {
        Answer::of(self.http.get(self.url(path)).bearer_auth(token)).await
    }

    /// POST of a JSON value, with an access token.
    pub async fn post_as(&self, path: &str, token: &str, body: &Value) -> Answer {
        Answer::of(self.http.post(self.url(path)).bearer_auth(token).json(body)).await
    }

    /// PATCH with a JSON value, with an access token.
    pub async fn patch_as(&self, path: &str, token: &str, body: &Value) -> Answer {
        Answer::of(self.http.patch(self.url(path)).bearer_auth(token).json(body)).await
    }

    /// DELETE, with an access token.
    pub async fn delete_as(&self, path: &str, token: &str) -> Answer {
        Answer::of(self.http.delete(self.url(path)).bearer_auth(token)).await
    }

    /// POST of a JSON value.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.http.post(self.url(path)).json(body)).await
    }

    /// POST of raw bytes as JSON.
    pub async fn post_raw(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.http.post(self.url(path)).header("content-type", "application/json");
        Answer::of(request.body(body)).await
    }

    /// Any request without a body.
    pub async fn send(&self, method: Method, path: &str) -> Answer {
        Answer::of(self.http.request(method, self.url(path))).await
    }

    /// A request that is put together elsewhere.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// Sends what was put together elsewhere, and reads nothing yet.
    pub async fn execute(&self, request: reqwest::Request) -> reqwest::Result<reqwest::Response> {
        self.http.execute(request).await
    }

    /// Registers an address under the usual password.
    pub async fn register(&self, email: &str) -> Answer {
        let body = json!({ "email": email, "name": "Ada Lovelace", "password": PASSWORD });
        self.post("/api/v1/auth/register", &body).await
    }

    /// Logs in with the usual password.
    pub async fn log_in(&self, email: &str) -> Answer {
        self.post("/api/v1/auth/login", &json!({ "email": email, "password": PASSWORD })).await
    }

    /// Presents a refresh token.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.post("/api/v1/auth/refresh", &json!({ "refreshToken": token })).await
    }

    /// Presents the token of a verification mail.
    pub async fn verify(&self, token: &str) -> Answer {
        self.post("/api/v1/auth/verify-email", &json!({ "token": token })).await
    }

    /// The tokens in the links that were mailed to an address, newest first; waits until at least
    /// `count` have come.
    pub async fn mailed_tokens(&self, email: &str, count: usize) -> Vec<String> {
        for _ in 0..600 {
            let path = format!("/dev/mailbox?to={}", email.replace('+', "%2B"));
            let mails = self.get(&path).await;
            let tokens = mails.mailed_tokens();
            if tokens.len() >= count {
                return tokens;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} mails to {email} did not come");
    }

    /// The newest link to a page that was mailed to an address; waits until one has come.
    pub async fn mailed_link(&self, email: &str, page: &str) -> String {
        for _ in 0..600 {
            let mails = self.get(&format!("/dev/mailbox?to={email}")).await;
            let texts = mails.body["data"].as_array().expect("a list of mails").iter();
            let mut words =
                texts.flat_map(|mail| mail["text"].as_str().unwrap().split_whitespace());
            if let Some(link) = words.find(|word| word.contains(&format!("{page}#token="))) {
                return link.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no link to {page} was mailed to {email}");
    }

    /// The newest mail to an address whose subject or text holds some words, as one line; waits until
    /// one has come.
    pub async fn mail(&self, email: &str, words: &str) -> String {
        for _ in 0..600 {
            let mails = self.get(&format!("/dev/mailbox?to={email}")).await;
            let mails = mails.body["data"].as_array().expect("a list of mails").iter();
            let mut lines = mails.map(|mail| {
                let whole = format!("{} {}", mail["subject"], mail["text"].as_str().unwrap());
                whole.split_whitespace().collect::<Vec<_>>().join(" ")
            });
            if let Some(line) = lines.find(|line| line.contains(words)) {
                return line;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no mail to {email} says {words}");
    }

    /// Takes an address from registering to a first log in.
    pub async fn sign_up(&self, email: &str) -> Answer {
        self.register(email).await.is(202);
        let token = self.mailed_tokens(email, 1).await.remove(0);
        self.verify(&token).await.is(200);
        self.log_in(email).await.is(200)
    }

    /// How long an access token still works.
    pub async fn until_refused(&self, token: &str) -> Duration {
        let begun = Instant::now();
        loop {
            let answer = self.get_as("/api/v1/users/me", token).await;
            if answer.status == 401 {
                return begun.elapsed();
            }
            answer.is(200);
            assert!(begun.elapsed() < Duration::from_secs(15), "the token works for too long");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Every item of a list from its first page to its last; `query` is what selects them.
    pub async fn list_as(&self, path: &str, token: &str, query: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut page = self.get_as(&format!("{path}?{query}"), token).await.is(200);
        loop {
            items.extend_from_slice(page.items());
            let Some(cursor) = page.body["nextCursor"].as_str() else { return items };
            let next = format!("{path}?{query}&cursor={cursor}");
            page = self.get_as(&next, token).await.is(200);
            assert!(!page.items().is_empty(), "a page that was announced is empty");
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn token_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("#token=")?;
    Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
}

impl Answer {
    /// Sends a request and reads the answer whole.
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        Self::read(response).await.expect("a body")
    }

    /// The same, if the answer comes whole.
    pub async fn whole(request: reqwest::RequestBuilder) -> Option<Self> {
        let response = request.timeout(Duration::from_secs(30)).send().await.ok()?;
        Self::read(response).await.ok()
    }

    /// Reads the rest of an answer that has begun.
    pub async fn read(response: reqwest::Response) -> reqwest::Result<Self> {
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Self { status, headers, body, text })
    }

    /// The tokens in the links of a list of mails, newest first.
    pub fn mailed_tokens(&self) -> Vec<String> {
        let mails = self.body["data"].as_array().expect("a list of mails").iter();
        mails.filter_map(|mail| token_in(mail["text"].as_str()?)).collect()
    }

    /// Insists on a status.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// Insists on a problem: its status, its code, its media type.
    pub fn problem(self, status: u16, code: &str) -> Self {
        let answer = self.is(status);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.body["code"], code, "{}", answer.text);
        assert_eq!(answer.body["status"], status);
        assert_eq!(answer.headers["x-request-id"], answer.body["requestId"].as_str().unwrap());
        answer
    }

    /// The items of a page.
    pub fn items(&self) -> &[Value] {
        self.body["data"].as_array().expect("a list")
    }

    /// The codes of the wrong fields, as `field CODE`, in order.
    pub fn fields(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().expect("a list of errors").iter();
        let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
        let mut fields: Vec<String> =
            errors.map(|e| format!("{} {}", text(e, "field"), text(e, "code"))).collect();
        fields.sort();
        fields
    }

    /// The access token of an answer that has one.
    pub fn access_token(&self) -> &str {
        self.body["tokens"]["accessToken"].as_str().expect("an access token")
    }

    /// The id of the session that an answer tells of.
    pub fn session_id(&self) -> &str {
        self.body["session"]["id"].as_str().expect("a session")
    }

    /// The id of the user that an answer tells of.
    pub fn user_id(&self) -> &str {
        self.body["user"]["id"].as_str().expect("a user")
    }

    /// The version that an answer tells.
    pub fn etag(&self) -> &str {
        self.headers["etag"].to_str().expect("text")
    }

    /// The refresh token of an answer that has one.
    pub fn refresh_token(&self) -> &str {
        self.body["tokens"]["refreshToken"].as_str().expect("a refresh token")
    }
}
