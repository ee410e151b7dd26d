//! The part of JSON Schema that the OpenAPI document makes use of.

use std::collections::BTreeSet;

use serde_json::Value;

/// What a reference leads to, or the value itself.
pub(crate) fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        None => value,
        Some(reference) => {
            let target = document.pointer(reference.strip_prefix('#').unwrap());
            followed(document, target.unwrap_or_else(|| panic!("{reference} leads nowhere")))
        }
    }
}

/// Remembers everything in which a value is not what a schema says. A member that no schema names is
/// a fault, too.
pub(crate) fn check(document: &Value, schema: &Value, value: &Value, faults: &mut Vec<String>) {
    Check { document }.value("", schema, value, faults);
}

struct Check<'a> {
    document: &'a Value,
}

impl<'a> Check<'a> {
    fn value(&self, place: &str, schema: &'a Value, value: &Value, faults: &mut Vec<String>) {
        self.known(place, schema, value, faults);
        let Some(members) = value.as_object() else { return };
        let Some(names) = self.names(schema) else { return };
        for name in members.keys().filter(|name| !names.contains(name.as_str())) {
            faults.push(format!("{place}/{name} is not said"));
        }
    }

    /// Judges a value by what a schema names; others may name more.
    fn known(&self, place: &str, schema: &'a Value, value: &Value, faults: &mut Vec<String>) {
        let schema = followed(self.document, schema);
        for (keyword, said) in schema.as_object().unwrap() {
            let mut wrong = |what: &str| {
                faults.push(format!("{place} is not {what} {said}: {value}"));
            };
            match keyword.as_str() {
                "type" if !has_type(said, value) => wrong("of the type"),
                "enum" if !said.as_array().unwrap().contains(value) => wrong("one of"),
                "minimum" if value.as_f64() < said.as_f64() && value.is_number() => {
                    wrong("at least");
                }
                "maximum" if value.as_f64() > said.as_f64() => wrong("at most"),
                "maxItems" if value.as_array().map(Vec::len) > as_len(said) => wrong("at most"),
                "format" if !has_format(said, value) => wrong("of the format"),
                "required" => {
                    let names = said.as_array().unwrap().iter().filter_map(Value::as_str);
                    let missing =
                        names.filter(|name| value.is_object() && value.get(name).is_none());
                    faults.extend(missing.map(|name| format!("{place}/{name} is missing")));
                }
                "properties" => {
                    for (name, schema) in said.as_object().unwrap() {
                        if let Some(member) = value.get(name) {
                            self.value(&format!("{place}/{name}"), schema, member, faults);
                        }
                    }
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(&format!("{place}/{index}"), said, item, faults);
                    }
                }
                "allOf" => {
                    let all = said.as_array().unwrap().iter();
                    all.for_each(|each| self.known(place, each, value, faults));
                }
                "oneOf" => self.one_of(place, said, value, faults),
                "type" | "enum" | "minimum" | "maximum" | "maxItems" | "format" => {}
                // They are about the names of members, or say nothing that could be wrong.
                "additionalProperties" | "propertyNames" | "description" | "example" => {}
                // They are said of requests, which the service itself judges.
                "minItems" | "minLength" | "maxLength" | "pattern" => {}
                other => panic!("{place}: nobody judges {other}"),
            }
        }
    }

    fn one_of(&self, place: &str, said: &'a Value, value: &Value, faults: &mut Vec<String>) {
        let mut nearest: Option<Vec<String>> = None;
        let mut fitting = 0;
        for each in said.as_array().unwrap() {
            let mut wrong = Vec::new();
            self.value(place, each, value, &mut wrong);
            fitting += usize::from(wrong.is_empty());
            if nearest.as_ref().is_none_or(|least| wrong.len() < least.len()) {
                nearest = Some(wrong);
            }
        }
        match fitting {
            0 => faults.extend(nearest.unwrap_or_default()),
            1 => {}
            _ => faults.push(format!("{place} fits more than one")),
        }
    }

    /// The names of all members that a schema knows; `None` if any name will do.
    fn names(&self, schema: &'a Value) -> Option<BTreeSet<&'a str>> {
        let schema = followed(self.document, schema);
        // Each of those is judged by itself.
        if schema.get("oneOf").is_some() || is_open(schema) {
            return None;
        }
        let mut names = BTreeSet::new();
        let parts = schema["allOf"].as_array();
        if parts.is_none() && schema.get("properties").is_none() {
            return None;
        }
        for part in parts.into_iter().flatten() {
            names.extend(self.names(part)?);
        }
        let own = schema["properties"].as_object().into_iter().flatten();
        names.extend(own.map(|(name, _)| name.as_str()));
        Some(names)
    }
}

/// Whether a schema lets members in that it does not name.
fn is_open(schema: &Value) -> bool {
    schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false))
}

fn as_len(said: &Value) -> Option<usize> {
    said.as_u64().and_then(|most| usize::try_from(most).ok())
}

fn has_type(said: &Value, value: &Value) -> bool {
    if let Value::Array(several) = said {
        return several.iter().any(|each| has_type(each, value));
    }
    match said.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("nobody judges the type {other}"),
    }
}

fn has_format(said: &Value, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    match said.as_str().unwrap() {
        "date-time" => {
            let form = &time::format_description::well_known::Rfc3339;
            time::OffsetDateTime::parse(text, form).is_ok()
        }
        "uuid" => uuid::Uuid::try_parse(text).is_ok(),
        "email" => text.contains('@'),
        "uri" => url::Url::parse(text).is_ok(),
        _ => true,
    }
}

#[test]
fn what_is_not_as_it_is_said_is_found() {
    use serde_json::json;
    let document = json!({ "components": { "schemas": {
        "Name": { "type": "string" },
        "Base": { "type": "object", "required": ["id"], "properties": {
            "id": { "type": "string", "format": "uuid" },
        } },
        "Whole": { "allOf": [{ "$ref": "#/components/schemas/Base" }, {
            "type": "object", "required": ["name", "of"], "properties": {
                "name": { "oneOf": [{ "$ref": "#/components/schemas/Name" }, { "type": "null" }] },
                "of": { "type": "array", "items": { "type": "integer", "minimum": 1 } },
                "any": {},
            },
        }] },
    } } });
    let schema = json!({ "$ref": "#/components/schemas/Whole" });
    let found = |value: Value| {
        let mut faults = Vec::new();
        check(&document, &schema, &value, &mut faults);
        faults
    };
    const ID: &str = "01890000-0000-7000-8000-000000000000";
    let right = json!({ "id": ID, "name": null, "of": [1], "any": { "x": 1 } });
    assert_eq!(found(right.clone()), Vec::<String>::new());
    for (place, wrong) in [
        ("/id", json!({ "id": "x" })),
        ("/name", json!({ "name": 1 })),
        ("/of/0", json!({ "of": [0] })),
        ("/of/0", json!({ "of": ["1"] })),
        ("/more", json!({ "more": 1 })),
    ] {
        let mut value = right.clone();
        value.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let faults = found(value);
        assert!(faults.len() == 1 && faults[0].starts_with(place), "{place}: {faults:?}");
    }
    assert_eq!(found(json!({ "id": ID, "of": [] })), ["/name is missing"]);
}
