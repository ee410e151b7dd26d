//! Every answer of every test is held against the OpenAPI document.

use std::{collections::BTreeSet, sync::OnceLock};

use actix_web::http::Method;
use serde_json::Value;

use super::{Answer, schema};
use crate::openapi::make_openapi_json;

/// What no operation says of itself: what the framework sends, and how browsers share answers.
const UNSAID: [&str; 6] = [
    "allow",
    "content-type",
    "content-length",
    "access-control-allow-credentials",
    "access-control-expose-headers",
    "accept-ranges",
];

/// The headers whose examples are all that they ever say.
const CONSTANT: [&str; 4] =
    ["cache-control", "content-security-policy", "referrer-policy", "x-content-type-options"];

/// The document, read once.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(&make_openapi_json().unwrap()).unwrap())
}

/// The operation that a request is for; one path of the table is no pattern of another, but for
/// words that come before ids.
fn operation_of(method: &Method, path: &str) -> Option<(String, &'static Value)> {
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let path = path.split('?').next()?;
    let matches = |pattern: &str| {
        let (mut given, mut wanted) = (path.split('/'), pattern.split('/'));
        let pairs = std::iter::from_fn(|| match (given.next(), wanted.next()) {
            (None, None) => None,
            pair => Some(pair),
        });
        pairs.into_iter().all(|pair| match pair {
            (Some(given), Some(wanted)) => {
                given == wanted || (wanted.starts_with('{') && !given.is_empty())
            }
            _ => false,
        })
    };
    let paths = document()["paths"].as_object().unwrap();
    let found = paths.get_key_value(path);
    let (pattern, item) = found.or_else(|| paths.iter().find(|(pattern, _)| matches(pattern)))?;
    let operation = item.get(method.as_str().to_lowercase())?;
    Some((format!("{method} {pattern}"), operation))
}

/// Fails unless the document says everything of an answer: its status, its headers, the code of a
/// problem, and the shape of its body.
#[track_caller]
pub(super) fn insist(method: &Method, path: &str, answer: &Answer) {
    let Some((name, operation)) = operation_of(method, path) else { return };
    let status = answer.status.as_str();
    let faults = faults(method, operation, answer);
    assert!(faults.is_empty(), "the document is wrong of {name} {status}: {faults:#?}");
}

fn faults(method: &Method, operation: &Value, answer: &Answer) -> Vec<String> {
    let Some(told) = operation["responses"].get(answer.status.as_str()) else {
        return vec![format!("there is no such status: {}", answer.text)];
    };
    let mut faults = header_faults(told, answer);
    let media_type = answer.header("content-type").split(';').next().unwrap_or_default();
    let content = told["content"].as_object();
    match content.and_then(|content| content.get(media_type)) {
        None if media_type.is_empty() && content.is_none() => {}
        // What has been there already has no body.
        None => faults.push(format!("the media type {media_type:?} is not said")),
        Some(_) if method == Method::HEAD => {}
        Some(content) if media_type == "application/json" || media_type.ends_with("+json") => {
            let body: Value = answer.json();
            schema::check(document(), &content["schema"], &body, &mut faults);
            let codes = told["x-codes"].as_array();
            if codes.is_some_and(|codes| !codes.contains(&body["code"])) {
                faults.push(format!("the code {} is not said", body["code"]));
            }
        }
        Some(_) => {}
    }
    faults
}

fn header_faults(told: &Value, answer: &Answer) -> Vec<String> {
    let told: Vec<(String, &Value)> = told["headers"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, header)| (name.to_lowercase(), schema::followed(document(), header)))
        .collect();
    let sent: BTreeSet<&str> = answer.headers.keys().map(|name| name.as_str()).collect();
    let mut faults = Vec::new();
    for name in &sent {
        if !UNSAID.contains(name) && told.iter().all(|(other, _)| other != name) {
            faults.push(format!("the header {name} is sent, but not said"));
        }
    }
    for (name, header) in &told {
        let always = header["description"].as_str().unwrap().starts_with("Always sent.");
        if always && !sent.contains(name.as_str()) {
            faults.push(format!("the header {name} is said to be sent always, and is not"));
        }
        if CONSTANT.contains(&name.as_str()) && answer.header(name) != header["example"] {
            faults.push(format!("the header {name} is not {}", header["example"]));
        }
    }
    faults
}
