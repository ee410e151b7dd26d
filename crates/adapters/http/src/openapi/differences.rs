//! What has changed from one document to another, as a list for people.

use std::collections::BTreeMap;

use serde_json::Value;

use super::make_openapi_json;
use crate::testing::{WRITE, committed};

/// How many places are named inside of one thing that has changed.
const MOST_PLACES: usize = 12;

/// What a document has, by the names that people call it by.
fn things(document: &Value) -> BTreeMap<String, &Value> {
    let mut things = BTreeMap::new();
    for (section, value) in members(document) {
        match section {
            "paths" => {
                for (path, item) in members(value) {
                    for (method, operation) in members(item) {
                        let name = format!("operation {} {path}", method.to_uppercase());
                        things.insert(name, operation);
                    }
                }
            }
            "components" => {
                for (kind, all) in members(value) {
                    let of_kind = |(name, each)| (format!("{kind} {name}"), each);
                    things.extend(members(all).map(of_kind));
                }
            }
            other => {
                things.insert(other.to_owned(), value);
            }
        }
    }
    things
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, member)| (name.as_str(), member))
}

/// A line for everything that was added, removed or changed, and the places of the changes.
fn differences(old: &Value, new: &Value) -> Vec<String> {
    let (was, is) = (things(old), things(new));
    let removed = was.keys().filter(|name| !is.contains_key(*name));
    let mut lines: Vec<String> = removed.map(|name| format!("removed: {name}")).collect();
    for (name, now) in &is {
        match was.get(name) {
            None => lines.push(format!("added: {name}")),
            Some(before) if before == now => {}
            Some(before) => {
                lines.push(format!("changed: {name}"));
                let mut places = Vec::new();
                compare("", before, now, &mut places);
                let more = places.len().saturating_sub(MOST_PLACES);
                let shown = places.iter().take(MOST_PLACES);
                lines.extend(shown.map(|place| format!("    {place}")));
                if more > 0 {
                    lines.push(format!("    and {more} more"));
                }
            }
        }
    }
    lines
}

/// Names the innermost places in which two values differ.
fn compare(place: &str, old: &Value, new: &Value, places: &mut Vec<String>) {
    if old == new {
        return;
    }
    let inner = |name: &str| {
        if place.is_empty() { name.to_owned() } else { format!("{place} › {name}") }
    };
    match (old, new) {
        (Value::Object(before), Value::Object(now)) => {
            for (name, value) in before {
                match now.get(name) {
                    None => places.push(format!("- {}", inner(name))),
                    Some(other) => compare(&inner(name), value, other, places),
                }
            }
            let fresh = now.keys().filter(|name| !before.contains_key(*name));
            places.extend(fresh.map(|name| format!("+ {}", inner(name))));
        }
        (Value::Array(before), Value::Array(now))
            if before.iter().chain(now).all(Value::is_string) =>
        {
            let gone = before.iter().filter(|item| !now.contains(item));
            places.extend(gone.map(|item| format!("- {}", inner(&item.to_string()))));
            let fresh = now.iter().filter(|item| !before.contains(item));
            places.extend(fresh.map(|item| format!("+ {}", inner(&item.to_string()))));
            if before.len() == now.len() && before.iter().all(|item| now.contains(item)) {
                places.push(format!("~ {place}: another order"));
            }
        }
        _ => places.push(format!("~ {place}")),
    }
}

#[test]
fn the_committed_document_says_what_holds() {
    let document = format!("{}\n", make_openapi_json().unwrap());
    let written = committed("openapi.json", &document);
    if written == document {
        return;
    }
    let old = serde_json::from_str(&written).unwrap_or_default();
    let new = serde_json::from_str(&document).unwrap();
    let mut lines = differences(&old, &new);
    if lines.is_empty() {
        lines.push("another order, or other spaces".to_owned());
    }
    panic!(
        "docs/openapi.json is out of date:\n  {}\nIf that is meant, write it anew with\n\
         {WRITE}=1 cargo test -p bookplate-http the_committed_document",
        lines.join("\n  ")
    );
}

#[test]
fn a_change_of_the_document_is_told_by_name() {
    let old = serde_json::json!({
        "info": { "version": "1" },
        "paths": { "/a": { "get": { "summary": "Read", "tags": ["x"] }, "put": {} } },
        "components": { "schemas": { "A": {}, "B": { "required": ["one", "two"] } } },
    });
    let new = serde_json::json!({
        "info": { "version": "1" },
        "paths": {
            "/a": { "get": { "summary": "Look", "tags": ["x"], "deprecated": true } },
            "/b": { "post": {} },
        },
        "components": { "schemas": { "B": { "required": ["two", "three"] }, "C": {} } },
    });
    let told = differences(&old, &new);
    let expected = [
        "removed: operation PUT /a",
        "removed: schemas A",
        "changed: operation GET /a",
        "    ~ summary",
        "    + deprecated",
        "added: operation POST /b",
        "changed: schemas B",
        "    - required › \"one\"",
        "    + required › \"three\"",
        "added: schemas C",
    ];
    assert_eq!(told, expected);
    assert_eq!(differences(&new, &new), Vec::<String>::new());
}
