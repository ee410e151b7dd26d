mod patches;
mod properties;
mod stored;

use serde_json::{Map, Value};

use super::{Preferences, PreferencesPatch};
use crate::shared::{FieldCode, InputErrors, Locale, Timestamp};

fn initial() -> Preferences {
    Preferences::initial(Locale::default(), moment(1))
}

fn moment(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    }
}

fn patch(value: Value) -> PreferencesPatch {
    PreferencesPatch::parse(object(value)).unwrap()
}

/// The preferences after a patch that was made at `moment(2)`.
fn patched(before: &Preferences, value: Value) -> Preferences {
    patch(value).apply(before, moment(2)).unwrap()
}

fn faults(errors: &InputErrors) -> Vec<(&str, FieldCode)> {
    errors.0.iter().map(|error| (error.field.as_str(), error.invalid.code)).collect()
}
