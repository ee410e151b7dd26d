use std::collections::HashSet;

use bookplate_http::fuzzing::{self, Body};
use serde_json::{Value, json};

use crate::json_text::{self, Shape};

/// How many levels of a body are taken apart, and how many values on each.
const LEVELS: usize = 6;
const WIDTH: usize = 16;

/// The bytes as a body that is parsed, and as one that is kept as it was sent.
pub fn json_bodies(data: &[u8]) {
    let text = std::str::from_utf8(data).ok().filter(|text| is_well_formed(text));
    let parsed = fuzzing::strict_json(data);
    assert_eq!(parsed, text.and_then(expected), "serde_json's value, unless it is ambiguous");
    if let Ok(text) = std::str::from_utf8(data) {
        assert_eq!(fuzzing::is_strict_json(text), parsed.is_some(), "judging is parsing");
    }

    match (Body::read(data), text) {
        (Some(body), Some(text)) => {
            assert_eq!(body.as_str(), text, "not a byte is changed");
            take_apart(&body, LEVELS);
        }
        (Some(_), None) => assert!(text.is_some(), "what is no JSON is refused"),
        (None, text) => {
            assert!(!text.is_some_and(json_text::is_unambiguous), "only the ambiguous is refused");
            assert_eq!(parsed, None, "what is parsed can be kept");
        }
    }
    // Any text comes back from within a body.
    let said = json!({ "a": [String::from_utf8_lossy(data)] });
    let body = Body::read(said.to_string().as_bytes());
    assert_eq!(body.and_then(|body| body.value()), Some(said));
}

fn is_well_formed(text: &str) -> bool {
    serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

fn expected(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|_| json_text::is_unambiguous(text))
}

fn take_apart(body: &Body, levels: usize) {
    let text = body.as_str();
    assert_eq!(body.value(), expected(text), "{text}");
    let children = match json_text::shape(text) {
        Shape::Object(written) => {
            assert!(body.items().is_none(), "{text} is no array");
            kept_members(text, &written, body.members())
        }
        Shape::Array(written) => {
            assert!(body.members().is_none(), "{text} is no object");
            let items = body.items().unwrap_or_default();
            let kept: Vec<&str> = items.iter().map(Body::as_str).collect();
            assert_eq!(kept, written, "every byte of {text}");
            items
        }
        Shape::Other => {
            assert!(body.members().is_none() && body.items().is_none(), "{text} has nothing in it");
            return;
        }
    };
    if levels > 0 {
        children.iter().take(WIDTH).for_each(|child| take_apart(child, levels - 1));
    }
}

/// The values of an object, which are what was written, byte for byte.
fn kept_members(
    text: &str,
    written: &[(&str, &str)],
    members: Option<Vec<(String, Body)>>,
) -> Vec<Body> {
    let names: Option<Vec<String>> =
        written.iter().map(|(name, _)| json_text::name(name)).collect();
    let Some(members) = members else {
        let unique = |names: Vec<String>| HashSet::<String>::from_iter(names).len();
        assert!(names.is_none_or(|names| unique(names) < written.len()), "{text} is an object");
        return Vec::new();
    };
    // Half a surrogate pair in a name: whatever that is called, its value is kept.
    let names = names.unwrap_or_else(|| vec![String::new(); written.len()]);
    let is_named = names.iter().any(|name| !name.is_empty());
    let mut sent: Vec<_> =
        names.into_iter().zip(written).map(|(name, (_, value))| (name, *value)).collect();
    let mut kept: Vec<_> = members
        .iter()
        .map(|(name, value)| (if is_named { name.clone() } else { String::new() }, value.as_str()))
        .collect();
    sent.sort_unstable();
    kept.sort_unstable();
    assert_eq!(kept, sent, "every byte of {text}");
    members.into_iter().map(|(_, value)| value).collect()
}
