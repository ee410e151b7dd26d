//! Which members of answers are always there.

use std::collections::BTreeSet;

use serde_json::Value;
use utoipa::{
    Modify,
    openapi::{
        OpenApi, Ref, RefOr, Schema,
        schema::{Array, ArrayItems, Object, SchemaType, Type},
    },
};

/// Says of the members of answers that they are always there, and may be null where there is
/// nothing to say; but for those few that are left out then, which are never null.
pub(super) struct AlwaysSent;

/// What is left out of an answer where there is nothing to say, by schema and member.
const LEFT_OUT: [(&str, &str); 10] = [
    ("AuthOutcome", "linked"),
    ("Message", "created"),
    ("Message", "metadata"),
    ("Problem", "errors"),
    ("Problem", "limit"),
    ("Problem", "retryAfter"),
    ("SessionState", "limits"),
    ("SessionState", "session"),
    ("SessionState", "user"),
    ("Tokens", "refreshToken"),
];

impl Modify for AlwaysSent {
    fn modify(&self, document: &mut OpenApi) {
        let asked = in_requests(document);
        let Some(components) = document.components.as_mut() else { return };
        let names: BTreeSet<String> = components.schemas.keys().cloned().collect();
        for (name, schema) in &mut components.schemas {
            if let Some(item) = name.strip_prefix("Page_").filter(|item| names.contains(*item)) {
                refer_to_item(schema, item);
            }
            if !asked.contains(name) {
                require(name, schema);
            }
        }
    }
}

/// The names of all schemas that stand in requests.
pub(super) fn in_requests(document: &OpenApi) -> BTreeSet<String> {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut found = BTreeSet::new();
    let items = document["paths"].as_object().into_iter().flatten();
    let operations = items.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    let mut left: Vec<&Value> = operations.map(|(_, each)| &each["requestBody"]).collect();
    while let Some(value) = left.pop() {
        match value {
            Value::Object(members) => left.extend(members.values()),
            Value::Array(items) => left.extend(items),
            Value::String(text) => {
                if let Some(name) = text.strip_prefix("#/components/schemas/")
                    && found.insert(name.to_owned())
                {
                    left.push(&document["components"]["schemas"][name]);
                }
            }
            _ => {}
        }
    }
    found
}

/// A page has its items' schema by name, not written out once more.
fn refer_to_item(page: &mut RefOr<Schema>, item: &str) {
    if let RefOr::T(Schema::Object(page)) = page
        && let Some(RefOr::T(Schema::Array(Array { items, .. }))) = page.properties.get_mut("data")
    {
        *items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(item).into()));
    }
}

fn require(name: &str, schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => require_members(name, object),
        RefOr::T(Schema::AllOf(all)) => {
            all.items.iter_mut().for_each(|each| require(name, each));
        }
        RefOr::T(Schema::OneOf(one)) => {
            one.items.iter_mut().for_each(|each| require(name, each));
        }
        RefOr::Ref(_) | RefOr::T(_) => {}
    }
}

fn require_members(name: &str, object: &mut Object) {
    for (member, schema) in &mut object.properties {
        if LEFT_OUT.contains(&(name, member.as_str())) {
            never_null(schema);
        } else if !object.required.contains(member) {
            object.required.push(member.clone());
        }
    }
}

/// Takes null out of what a member may be.
pub(super) fn never_null(schema: &mut RefOr<Schema>) {
    let only = |kind: &mut SchemaType| {
        if let SchemaType::Array(kinds) = kind {
            kinds.retain(|each| *each != Type::Null);
            if let [one] = &kinds[..] {
                *kind = SchemaType::Type(one.clone());
            }
        }
    };
    match schema {
        RefOr::T(Schema::Object(object)) => only(&mut object.schema_type),
        RefOr::T(Schema::Array(array)) => only(&mut array.schema_type),
        RefOr::T(Schema::OneOf(one)) => {
            let null = SchemaType::Type(Type::Null);
            one.items.retain(
                |each| !matches!(each, RefOr::T(Schema::Object(one)) if one.schema_type == null),
            );
            if let [only] = &one.items[..] {
                *schema = only.clone();
            }
        }
        RefOr::Ref(_) | RefOr::T(_) => {}
    }
}
