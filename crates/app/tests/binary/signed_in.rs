//! What a client does with an account.

use serde_json::{Value, json};

use crate::process::{Operator, Service};

const PASSWORD: &str = "correct horse battery staple";

/// The tokens of one session.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

/// Makes the account that [`log_in`] signs in to.
pub fn create_account(operator: &Operator) {
    let create = ["users", "create", "--email=ada@example.com", "--name=Ada", "--password-stdin"];
    operator.run_with_input(&create, &format!("{PASSWORD}\n")).succeeded();
}

pub fn log_in(service: &Service) -> Tokens {
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    let answer = service.request("POST", "/api/v1/auth/login", &body.to_string());
    tokens(&answer).unwrap_or_else(|| panic!("{answer}"))
}

/// The next tokens; `None` if the refresh token is refused.
pub fn refresh(service: &Service, tokens_before: &Tokens) -> Option<Tokens> {
    let body = json!({ "refreshToken": tokens_before.refresh });
    let answer = service.request("POST", "/api/v1/auth/refresh", &body.to_string());
    let refused = answer.starts_with("HTTP/1.1 401 ");
    assert!(refused || answer.starts_with("HTTP/1.1 200 "), "{answer}");
    tokens(&answer)
}

/// Whether the access token is accepted.
pub fn is_let_in(service: &Service, tokens: &Tokens) -> bool {
    let header = format!("Authorization: Bearer {}\r\n", tokens.access);
    let answer = service.request_with("GET", "/api/v1/users/me", &header, "");
    let refused = answer.starts_with("HTTP/1.1 401 ");
    assert!(refused || answer.starts_with("HTTP/1.1 200 "), "{answer}");
    !refused
}

/// The body of an answer.
pub fn json_of(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}"))
}

fn tokens(answer: &str) -> Option<Tokens> {
    let body = json_of(answer);
    let token = |name| body["tokens"][name].as_str().map(str::to_owned);
    Some(Tokens { access: token("accessToken")?, refresh: token("refreshToken")? })
}
