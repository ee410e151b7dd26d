//! Accounts, as the command line shows them.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::process::{Operator, Ran};

pub const PASSWORD: &str = "correct horse battery staple";

/// An operator whose hashes are cheap.
pub fn operator() -> Operator {
    Operator::new().with("server.bind", "127.0.0.1:0")
}

/// Makes an account and answers its id.
pub fn create(operator: &Operator, email: &str, role: &str) -> String {
    let arguments = ["users", "create", "--email", email, "--name", "Ada", "--role", role];
    let arguments = [&arguments[..], &["--password-stdin"]].concat();
    let ran = operator.run_with_input(&arguments, &format!("{PASSWORD}\n"));
    ran.succeeded().split(' ').next().unwrap().to_owned()
}

/// The accounts that `users list --json` shows.
pub fn listed(operator: &Operator, arguments: &[&str]) -> Vec<Value> {
    let ran = operator.run(&[&["users", "list", "--json"], arguments].concat());
    json_lines(ran.succeeded())
}

/// The address of each of them.
pub fn addresses(operator: &Operator, arguments: &[&str]) -> Vec<String> {
    let listed = listed(operator, arguments);
    listed.iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect()
}

pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Writes a file into the operator's folder.
pub fn write(operator: &Operator, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = operator.folder().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Whether a log in is accepted, and what was answered.
pub fn log_in(operator: &Operator, email: &str, password: &str) -> (bool, String) {
    let service = operator.serve();
    let body = serde_json::json!({ "email": email, "password": password }).to_string();
    let answer = service.request("POST", "/api/v1/auth/login", &body);
    (answer.starts_with("HTTP/1.1 200 "), answer)
}

/// The one line of a command that could not do what it was asked.
pub fn failure(ran: &Ran) -> &str {
    assert_eq!(ran.code(), 1, "{ran:?}");
    ran.refusal()
}
