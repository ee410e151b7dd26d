//! The examples of `docs/verify-tokens.md`, taken out of it and run as they stand there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use journeys::{Answer, Client, Database, Options, PASSWORD, Program, Service, needed};
use serde_json::{Value, json};
use tempfile::TempDir;

/// As it stands in the examples.
const ISSUER: &str = "https://accounts.example.com";
const FEED_KEY: &str = "wB4xN8tQ2mK7vR5yZ1cF6hJ9pL3sD0gA";

/// A back end made of the document's blocks.
struct Example {
    client: Client,
    name: &'static str,
    /// The route that also honours revocations.
    live: &'static str,
    _program: Program,
    _folder: TempDir,
}

impl Example {
    /// FastAPI with PyJWT, under uvicorn.
    fn python(bookplate: &str) -> Self {
        let folder = written(&["verify.py", "main.py", "revocations.py"]);
        let mut command = Command::new(needed("BOOKPLATE_TEST_PYTHON"));
        command.args(["-m", "uvicorn", "revocations:app", "--port", "0"]).stderr(Stdio::piped());
        let mut program = Program::start(environment(&mut command, &folder, bookplate));
        let client = Client::new(&program.base());
        Self { client, name: "Python", live: "/live/chats", _program: program, _folder: folder }
    }

    /// Node's own server with jose.
    fn node(bookplate: &str) -> Self {
        let folder = written(&["verify.mjs", "revocations.mjs", "server.mjs"]);
        let modules = needed("BOOKPLATE_TEST_NODE_MODULES");
        std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).unwrap();
        let mut command = Command::new("node");
        let standard = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/web_crypto.cjs");
        command.args(["--require", standard, "server.mjs"]).stdout(Stdio::piped());
        let mut program = Program::start(environment(&mut command, &folder, bookplate));
        let client = Client::new(&program.base());
        Self { client, name: "Node", live: "/chats", _program: program, _folder: folder }
    }

    /// Both, before one service.
    fn both(bookplate: &str) -> [Self; 2] {
        [Self::python(bookplate), Self::node(bookplate)]
    }

    /// How a token is answered by the route that honours revocations.
    async fn status(&self, token: &str) -> u16 {
        self.client.get_as(self.live, token).await.status.as_u16()
    }

    async fn accepts(&self, token: &str) {
        assert_eq!(self.status(token).await, 200, "{}", self.name);
    }

    async fn refuses(&self, token: &str) {
        let refused = self.client.get_as(self.live, token).await.is(401);
        assert_eq!(refused.headers["www-authenticate"], r#"Bearer error="invalid_token""#);
    }

    /// Waits until a token is refused. It is to happen within seconds.
    async fn refuses_soon(&self, token: &str) {
        let begun = Instant::now();
        while self.status(token).await == 200 {
            assert!(begun.elapsed() < Duration::from_secs(10), "{} is too late", self.name);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.refuses(token).await;
    }
}

/// A folder with blocks of the document, each under its name there.
fn written(names: &[&str]) -> TempDir {
    let document = include_str!("../../docs/verify-tokens.md");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in names {
        let (_, rest) = document.split_once(&format!("<!-- {name} -->\n```")).expect(name);
        let (_, rest) = rest.split_once('\n').expect("a language");
        let (block, _) = rest.split_once("\n```\n").expect("an end");
        fs::write(folder.path().join(name), format!("{block}\n")).expect("a file");
    }
    folder
}

fn environment<'c>(command: &'c mut Command, folder: &TempDir, url: &str) -> &'c mut Command {
    command
        .current_dir(folder.path())
        .env("BOOKPLATE", url)
        .env("BOOKPLATE_REVOCATIONS_KEY", FEED_KEY)
        .env("PORT", "0")
}

/// A stand-in for the service that also signs what the service never would.
fn forge() -> (Program, String) {
    let mut command = Command::new(needed("BOOKPLATE_TEST_PYTHON"));
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peers/token_forge.py"));
    let mut program = Program::start(command.args([ISSUER, FEED_KEY]).stdout(Stdio::piped()));
    let mut line = String::new();
    BufReader::new(program.output()).read_line(&mut line).expect("text");
    let ports: Value = serde_json::from_str(&line).expect("the port");
    (program, format!("http://127.0.0.1:{}", ports["port"]))
}

/// Every token of the forge is judged as it deserves, and the keys were asked for twice: once in
/// vain, and once for all.
async fn judges_well(example: fn(&str) -> Example) {
    let (_forge, url) = forge();
    let example = example(&url);
    let tokens = Client::new(&url).get("/tokens").await.is(200);
    let tokens = tokens.body.as_array().unwrap();
    assert!(tokens.len() > 40, "{} tokens", tokens.len());

    let good = tokens[0]["token"].as_str().unwrap();
    let without_keys = example.client.get_as(example.live, good).await.is(503);
    assert!(without_keys.headers.contains_key("retry-after"));
    for token in tokens {
        let expected = token["genuine"] == true && token["revoked"] == false;
        let status = example.status(token["token"].as_str().unwrap()).await;
        assert_eq!(status, if expected { 200 } else { 401 }, "{token}");
    }
    let nobody = example.client.get(example.live).await.is(401);
    assert_eq!(nobody.headers["www-authenticate"], "Bearer");
    assert_eq!(Client::new(&url).get("/fetches").await.body, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_python_example_refuses_whatever_is_forged() {
    judges_well(Example::python).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_node_example_refuses_whatever_is_forged() {
    judges_well(Example::node).await;
}

fn options() -> Options {
    Options::unlimited().with("TOKENS__ISSUER", ISSUER).with("REVOCATIONS__KEY", FEED_KEY)
}

fn user(answer: &Answer) -> &str {
    answer.body["user"]["id"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_honour_a_revocation_within_seconds() {
    let (database, elsewhere) = (Database::sqlite(), Database::sqlite());
    let service = Service::start(&database, options());
    let client = service.client();
    let phone = client.sign_up("ada@example.com").await;
    let laptop = client.log_in("ada@example.com").await.is(200);
    let stranger = Service::start(&elsewhere, options()).client().sign_up("eve@example.com").await;
    let examples = Example::both(service.base());

    for example in &examples {
        let accepted = example.client.get_as(example.live, phone.access_token()).await.is(200);
        assert!(accepted.text.contains(user(&phone)), "{}", accepted.text);
        example.accepts(laptop.access_token()).await;
        example.refuses(stranger.access_token()).await;
    }

    let gone = json!({ "refreshToken": phone.refresh_token() });
    client.post("/api/v1/auth/logout", &gone).await.is(204);
    for example in &examples {
        example.refuses_soon(phone.access_token()).await;
        example.accepts(laptop.access_token()).await;
    }
    // The route without revocations cannot know.
    examples[0].client.get_as("/chats", phone.access_token()).await.is(200);

    let body =
        json!({ "currentPassword": PASSWORD, "newPassword": "another horse, another staple" });
    let path = "/api/v1/auth/password-change";
    client.post_as(path, laptop.access_token(), &body).await.is(204);
    for example in &examples {
        example.refuses_soon(laptop.access_token()).await;
    }
    // `iat` has whole seconds: of the second of the change, no token is accepted.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let refreshed = client.refresh(laptop.refresh_token()).await.is(200);
    for example in &examples {
        example.accepts(refreshed.access_token()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_refuse_an_expired_token() {
    let database = Database::sqlite();
    let service = Service::start(&database, options().with("TOKENS__ACCESS", "2s"));
    let signed_up = service.client().sign_up("ada@example.com").await;
    let examples = Example::both(service.base());
    let token = service.client().refresh(signed_up.refresh_token()).await.is(200);

    for example in &examples {
        example.accepts(token.access_token()).await;
    }
    // Its time, and the leeway.
    tokio::time::sleep(Duration::from_secs(8)).await;
    for example in &examples {
        example.refuses(token.access_token()).await;
    }
}
