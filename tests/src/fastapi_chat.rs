use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{Answer, Client, Program, needed};

/// The example of a back end, `examples/fastapi-chat`, under uvicorn before a service.
pub struct FastApiChat {
    /// A client of it.
    pub client: Client,
    /// A client of the service behind it.
    pub bookplate: Client,
    /// Its address, without a slash at the end.
    pub base: String,
    _program: Program,
}

impl FastApiChat {
    /// The `iss` of a service that is configured no further.
    pub const ISSUER: &str = "http://127.0.0.1:7860";
    /// The chat in which it is asked.
    pub const CHAT: &str = "01990000-0000-7000-8000-000000000001";

    /// Starts it with the service at this address.
    pub fn start(bookplate: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(needed("BOOKPLATE_TEST_PYTHON"));
        command
            .args(["-m", "uvicorn", "app:app", "--port", "0"])
            // A connection that is kept must not end under a request of a test that waits.
            .args(["--timeout-keep-alive", "60"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/fastapi-chat"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("BOOKPLATE", bookplate)
            .env("BOOKPLATE_ISSUER", Self::ISSUER)
            .env("CHAT_WORD_DELAY", "0")
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut program = Program::start(&mut command);
        let base = program.base();
        Self {
            client: Client::new(&base),
            bookplate: Client::new(bookplate),
            base,
            _program: program,
        }
    }

    /// A request that asks; see [`question`](Self::question).
    pub fn request(&self, token: &str, body: &Value) -> RequestBuilder {
        self.client.request(Method::POST, "/chat").bearer_auth(token).json(body)
    }

    /// Asks, and reads the whole answer.
    pub async fn ask(&self, token: &str, id: &str, text: &str) -> Answer {
        Answer::of(self.request(token, &Self::question(id, text))).await
    }

    /// Asks, and insists on an answer; see [`streamed`](Self::streamed).
    pub async fn answer(&self, token: &str, id: &str, text: &str) -> Value {
        Self::streamed(&self.ask(token, id, text).await)
    }

    /// Somebody without an account.
    pub async fn visitor(&self) -> Answer {
        self.bookplate.post("/api/v1/auth/anonymous", &json!({})).await.is(201)
    }

    /// What Bookplate has of the chat, from its first message on.
    pub async fn messages(&self, token: &str) -> Vec<Value> {
        let path = format!("/api/v1/chats/{}/messages", Self::CHAT);
        self.bookplate.list_as(&path, token, "view=all&order=asc").await
    }

    /// Waits until the chat's second message, which is the answer, is as it should be.
    pub async fn answer_that(&self, token: &str, fits: fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let path = format!("/api/v1/chats/{}/messages?order=asc", Self::CHAT);
            let chat = self.bookplate.get_as(&path, token).await;
            let answer = &chat.body["data"][1];
            if fits(answer) {
                return answer.clone();
            }
            assert!(begun.elapsed() < Duration::from_secs(40), "{}", chat.text);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What the AI SDK sends.
    pub fn question(id: &str, text: &str) -> Value {
        let parts = json!([{ "type": "text", "text": text }]);
        json!({ "chatId": Self::CHAT, "message": { "id": id, "role": "user", "parts": parts } })
    }

    /// The message that a client makes of a stream that was read whole, if its chunks come in the
    /// right order.
    pub fn streamed(answer: &Answer) -> Value {
        let chunks = chunks(answer);
        let types: Vec<&str> = chunks.iter().map(|chunk| chunk["type"].as_str().unwrap()).collect();
        let count = |kind: &str| types.iter().filter(|known| **known == kind).count();
        let (deltas, sources) = (count("text-delta"), count("source-url"));
        let expected = [
            &["start", "text-start"][..],
            &vec!["text-delta"; deltas],
            &["text-end"],
            &vec!["source-url"; sources],
            &["finish"],
        ];
        assert_eq!(types, expected.concat());
        let text: String = chunks.iter().filter_map(|chunk| chunk["delta"].as_str()).collect();
        let mut parts = vec![json!({ "type": "text", "text": text })];
        parts.extend(chunks.iter().filter(|chunk| chunk["type"] == "source-url").cloned());
        json!({ "id": chunks[0]["messageId"], "parts": parts })
    }
}

/// The chunks of a stream that was read whole.
fn chunks(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "text/event-stream; charset=utf-8");
    assert_eq!(answer.headers["x-vercel-ai-ui-message-stream"], "v1");
    let mut events: Vec<&str> = answer.text.split_terminator("\n\n").collect();
    assert_eq!(events.pop(), Some("data: [DONE]"));
    let data = events.iter().map(|event| event.strip_prefix("data: ").expect("only data"));
    data.map(|data| serde_json::from_str(data).unwrap()).collect()
}
