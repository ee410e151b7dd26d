use std::{
    io::Write,
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

use reqwest::{Body, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{Answer, Client, Service};

/// A session that has chats. Paths begin behind `/api/v1/chats`.
#[derive(Clone)]
pub struct ChatClient {
    http: Client,
    token: String,
}

/// How much of a request is sent before the line goes dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// All of it: only the answer is lost.
    Whole,
    /// All but the end of its body.
    Part,
}

impl ChatClient {
    /// The session that an answer gave.
    pub fn of(http: &Client, session: &Answer) -> Self {
        Self { http: http.clone(), token: session.access_token().to_owned() }
    }

    /// The session of an access token.
    pub fn with(http: &Client, token: &str) -> Self {
        Self { http: http.clone(), token: token.to_owned() }
    }

    /// The session of a new visitor.
    pub async fn visitor(http: &Client) -> Self {
        let session = http.post("/api/v1/auth/anonymous", &json!({})).await.is(201);
        Self::of(http, &session)
    }

    /// The session of a new user.
    pub async fn user(service: &Service, email: &str) -> Self {
        Self::of(&service.client(), &service.sign_in_new(email, "user").await)
    }

    /// The same session by way of another client.
    #[must_use]
    pub fn by(&self, http: &Client) -> Self {
        Self { http: http.clone(), token: self.token.clone() }
    }

    /// Its access token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.http.get_as(&url(path), &self.token).await
    }

    /// POST of a JSON value.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.http.post_as(&url(path), &self.token, body).await
    }

    /// PUT of a JSON value.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::PUT, path).json(body)).await
    }

    /// PATCH with a JSON value.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.http.patch_as(&url(path), &self.token, body).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.http.delete_as(&url(path), &self.token).await
    }

    /// Any request with raw bytes as JSON.
    pub async fn send_raw(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        let request = self.request(method, path).header("content-type", "application/json");
        Answer::of(request.body(body)).await
    }

    /// A request that is put together elsewhere.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, &url(path)).bearer_auth(&self.token)
    }

    /// An append, as it can be sent in several ways.
    pub fn appending(&self, chat: &str, messages: &[Value]) -> RequestBuilder {
        let body = json!({ "messages": messages, "createChat": true });
        self.request(Method::POST, &format!("/{chat}/messages")).json(&body)
    }

    /// Adds messages to a chat, which is started if it is not there.
    pub async fn append(&self, chat: &str, messages: &[Value]) -> Answer {
        Answer::of(self.appending(chat, messages)).await
    }

    /// Every chat.
    pub async fn chats(&self) -> Vec<Value> {
        self.http.list_as(&url(""), &self.token, "limit=100").await
    }

    /// Every message of a chat, on all branches.
    pub async fn messages(&self, chat: &str) -> Vec<Value> {
        let path = url(&format!("/{chat}/messages"));
        self.http.list_as(&path, &self.token, "view=all&limit=100").await
    }

    /// Every hit of a search.
    pub async fn hits(&self, words: &str) -> Vec<Value> {
        let query = format!("q={}&limit=100", encoded(words));
        self.http.list_as(&url("/search"), &self.token, &query).await
    }
}

fn url(path: &str) -> String {
    format!("/api/v1/chats{path}")
}

/// Whatever it is as the value of a parameter in a URL.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A message of a user's with one text part.
pub fn question(id: &str, text: &str) -> Value {
    json!({ "id": id, "role": "user", "parts": [{ "type": "text", "text": text }] })
}

/// The same of an assistant's.
pub fn answer(id: &str, text: &str) -> Value {
    json!({ "id": id, "role": "assistant", "parts": [{ "type": "text", "text": text }] })
}

/// A message that follows a certain one, or none.
pub fn following(parent: Option<&str>, mut message: Value) -> Value {
    message["parentId"] = parent.into();
    message
}

/// An id of a chat, as a client may choose it: the same for the same numbers.
pub fn chat_id(series: u16, number: usize) -> String {
    format!("0199c0de-{series:04x}-7000-8000-{number:012x}")
}

/// A field of each of some objects, as text.
pub fn texts(items: &[Value], field: &str) -> Vec<String> {
    items.iter().map(|item| item[field].as_str().expect("text").to_owned()).collect()
}

/// An append of one message, with the text of its parts and of its metadata.
pub fn raw_append(id: &str, parts: &str, metadata: &str) -> String {
    format!(
        "{{\"createChat\":true,\"messages\":[{{\"id\":\"{id}\",\"role\":\"user\",\
         \"parts\":{parts},\"metadata\":{metadata}}}]}}"
    )
}

/// Whether a member of some JSON has this very text as its value.
pub fn stands_raw(json: &str, member: &str, raw: &str) -> bool {
    let start = format!("\"{member}\":{raw}");
    json.match_indices(&start)
        .any(|(at, _)| matches!(json.as_bytes()[at + start.len()], b',' | b'}'))
}

/// Sends a request and hangs up once the answer begins, or after a while, without reading it, so
/// that nobody here knows what came of the request.
pub async fn hang_up(request: RequestBuilder, sent: Sent, after: Duration) {
    let request = request.build().expect("a request");
    let (host, port) = (request.url().host_str().expect("a host"), request.url().port());
    let address = format!("{host}:{}", port.expect("a port"));
    let body = request.body().and_then(Body::as_bytes).expect("a body").to_vec();
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method(), request.url().path());
    head += &format!("host: {address}\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str().expect("text"));
    }
    let bytes = [head.as_bytes(), b"\r\n", &body].concat();
    let sent = if sent == Sent::Whole { bytes.len() } else { bytes.len() - body.len() / 2 };
    let call = move || {
        // The service may be gone already, or go meanwhile.
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(&bytes[..sent])?;
        stream.set_nonblocking(true)?;
        let begun = Instant::now();
        while begun.elapsed() < after && stream.peek(&mut [0]).is_err() {
            std::thread::sleep(Duration::from_millis(1));
        }
        stream.shutdown(Shutdown::Both)
    };
    let _ = tokio::task::spawn_blocking(call).await.expect("no panic");
}
