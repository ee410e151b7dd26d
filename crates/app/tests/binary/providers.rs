use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use crate::process::Operator;

/// Nobody listens there any more.
fn dead_issuer() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}")
}

/// Somebody who is connected to and never says a word.
fn mute_issuer() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    (listener, issuer)
}

/// An issuer that has a discovery document and keys, as long as the tests run; in the document it
/// calls itself `{origin}{called}`. What it does not know it answers with 404.
fn issuer_that_is_called(called: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let base = origin.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            answer(stream.unwrap(), &base, called);
        }
    });
    origin
}

fn answer(mut stream: TcpStream, origin: &str, called: &str) {
    let mut head = [0; 4096];
    let length = stream.read(&mut head).unwrap();
    let head = String::from_utf8_lossy(&head[..length]);
    let (status, body) = if head.starts_with("GET /.well-known/openid-configuration ") {
        let document = serde_json::json!({
            "issuer": format!("{origin}{called}"),
            "authorization_endpoint": format!("{origin}/authorize"),
            "token_endpoint": format!("{origin}/token"),
            "jwks_uri": format!("{origin}/keys"),
        });
        ("200 OK", document.to_string())
    } else if head.starts_with("GET /keys ") {
        ("200 OK", r#"{"keys":[]}"#.to_owned())
    } else {
        ("404 Not Found", "{}".to_owned())
    };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
}

fn with_issuer(operator: Operator, name: &str, issuer: &str) -> Operator {
    operator
        .with(&format!("oauth.{name}.kind"), "oidc")
        .with(&format!("oauth.{name}.issuer"), issuer)
        .with(&format!("oauth.{name}.client_id"), "inkwell")
        .with(&format!("oauth.{name}.client_secret"), "hunter2")
}

fn operator() -> Operator {
    Operator::new()
        .with("server.bind", "127.0.0.1:0")
        .with("links.sign_in", "http://localhost:5173/signed-in")
}

#[test]
fn check_asks_every_issuer_and_is_content_with_those_that_answer() {
    let operator = with_issuer(operator(), "idp", &issuer_that_is_called(""))
        .with("oauth.github.kind", "github")
        .with("oauth.github.issuer", &issuer_that_is_called(""))
        .with("oauth.github.client_id", "Iv1.42")
        .with("oauth.github.client_secret", "hunter2");
    let ran = operator.run(&["config", "check"]);
    assert_eq!(ran.succeeded(), "the configuration is valid\n");
}

#[test]
fn check_refuses_an_issuer_that_cannot_be_reached_or_is_another() {
    for issuer in [dead_issuer(), issuer_that_is_called("/other")] {
        let operator = with_issuer(operator(), "good", &issuer_that_is_called(""));
        let operator = with_issuer(operator, "idp", &issuer);
        let ran = operator.run(&["config", "check"]);
        assert_eq!(ran.code(), 2, "{ran:?}");
        let line = ran.refusal();
        assert!(line.starts_with("oauth.idp: the provider"), "{line}");
        assert!(line.contains("the discovery document") && !line.contains("hunter2"), "{line}");
    }
}

#[test]
fn check_asks_all_at_once_and_names_the_first_that_fails() {
    let mute = [(); 3].map(|()| mute_issuer());
    let names = ["a", "b", "c"];
    let operator = names
        .iter()
        .zip(&mute)
        .fold(operator(), |operator, (name, (_, issuer))| with_issuer(operator, name, issuer));
    let operator = with_issuer(operator, "z", &dead_issuer());
    let began = Instant::now();
    let ran = operator.run(&["config", "check"]);
    let took = began.elapsed();
    assert!(ran.refusal().starts_with("oauth.a: the provider is unavailable"), "{ran:?}");
    assert!((Duration::from_secs(9)..Duration::from_secs(18)).contains(&took), "{took:?}");
}

#[test]
fn show_tells_everything_of_a_provider_but_its_secret() {
    let operator = with_issuer(operator(), "my_idp", "https://id.example.com/");
    let ran = operator.run(&["config", "show"]);
    let shown = ran.succeeded();
    assert!(!shown.contains("hunter2"), "{shown}");
    let table: toml::Table = shown.parse().unwrap();
    let provider = &table["oauth"]["my_idp"];
    assert_eq!(provider["client_secret"].as_str(), Some("[redacted]"));
    assert_eq!(provider["issuer"].as_str(), Some("https://id.example.com/"));
    assert_eq!(provider["trust_email"].as_bool(), Some(true));
    let targets = toml::Value::from(vec!["http://localhost:5173/signed-in"]);
    assert_eq!(table["links"]["sign_in"], targets);
}

#[test]
fn what_is_wrong_with_a_provider_stops_the_start_by_key() {
    for (key, value, message) in [
        ("oauth.idp.clientid", "x", "unknown key; oauth.idp has client_id, client_secret, "),
        ("oauth.idp.kind", "saml", "must be google, github or oidc"),
        ("oauth.password.kind", "oidc", "is no name for a provider"),
        ("oauth.idp.scopes", "email", "must contain openid"),
    ] {
        let operator = with_issuer(operator(), "idp", "https://id.example.com").with(key, value);
        let ran = operator.run(&["serve"]);
        assert_eq!(ran.code(), 2, "{ran:?}");
        let key = key.replace(".password.kind", ".password");
        assert!(ran.refusal().starts_with(&format!("{key}: {message}")), "{ran:?}");
    }
}

#[test]
fn the_service_starts_without_its_providers_and_says_which_are_ready() {
    let operator = with_issuer(operator(), "good", &issuer_that_is_called(""));
    let operator = with_issuer(operator, "idp", &dead_issuer());
    let service = operator.serve();
    let answer = service.request("GET", "/readyz", "");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let answer = service.request("GET", "/api/v1/config", "");
    for name in ["good", "idp"] {
        assert!(answer.contains(&format!(r#""name":"{name}""#)), "{answer}");
    }
    let said = service.log_until(&["a provider cannot be used now", "a provider is ready"]);
    let line = |with: &str| said.lines().find(|line| line.contains(with)).unwrap().to_owned();
    let broken = line("a provider cannot be used now");
    assert!(broken.contains("ERROR") && broken.contains("provider=idp"), "{broken}");
    assert!(broken.contains("the discovery document"), "{broken}");
    let ready = line("a provider is ready");
    assert!(ready.contains("INFO") && ready.contains("provider=good"), "{ready}");
    assert!(!said.contains("hunter2"), "{said}");
}
