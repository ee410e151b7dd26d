use serde_json::{Map, Value};

use super::Theme;
use crate::shared::{
    FieldCode, Invalid,
    plain_text::{Lines, PlainText},
};

const MAX_MODEL_CHARS: usize = 100;
const MAX_TEMPERATURE: u64 = 2;
const MAX_TOKENS: u32 = 1_000_000;

const MODEL: PlainText = PlainText {
    max_chars: MAX_MODEL_CHARS,
    lines: Lines::One,
    blank: "there is no name; null removes it",
    too_long: "the name has at most 100 characters",
    not_allowed: "the name is one line of text",
};

/// A text, as what `parse` makes of it.
pub(super) fn text<T>(
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
) -> impl FnOnce(Value) -> Result<T, Invalid> {
    |value| match value {
        Value::String(text) => parse(&text),
        _ => Err(Invalid::new(FieldCode::InvalidFormat, "must be a string")),
    }
}

pub(super) fn switch(value: Value) -> Result<bool, Invalid> {
    let wrong = || Invalid::new(FieldCode::InvalidFormat, "must be true or false");
    value.as_bool().ok_or_else(wrong)
}

pub(super) fn object(value: Value) -> Result<Map<String, Value>, Invalid> {
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(Invalid::new(FieldCode::InvalidFormat, "must be an object")),
    }
}

/// An object of any members. Without the NUL character, which not every store can keep.
pub(super) fn custom(value: Value) -> Result<Map<String, Value>, Invalid> {
    let members = object(value)?;
    if members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)) {
        return Err(Invalid::new(FieldCode::NotAllowed, "has no NUL character"));
    }
    Ok(members)
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

pub(super) fn theme(text: &str) -> Result<Theme, Invalid> {
    let wrong = || Invalid::new(FieldCode::NotAllowed, "must be light, dark or system");
    Theme::parse(text).ok_or_else(wrong)
}

pub(super) fn model(text: &str) -> Result<String, Invalid> {
    MODEL.parse(text)
}

pub(super) fn temperature(value: Value) -> Result<f64, Invalid> {
    let Some(number) = value.as_f64() else {
        return Err(Invalid::new(FieldCode::InvalidFormat, "must be a number"));
    };
    if !(0.0..=MAX_TEMPERATURE as f64).contains(&number) {
        return Err(Invalid::new(FieldCode::OutOfRange, "must be from 0 to 2")
            .with("min", 0)
            .with("max", MAX_TEMPERATURE));
    }
    // Makes 0 of -0, which some stores cannot tell from it.
    Ok(number + 0.0)
}

pub(super) fn max_tokens(value: Value) -> Result<u32, Invalid> {
    if !value.is_i64() && !value.is_u64() {
        return Err(Invalid::new(FieldCode::InvalidFormat, "must be a whole number"));
    }
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    number.filter(|number| (1..=MAX_TOKENS).contains(number)).ok_or_else(|| {
        Invalid::new(FieldCode::OutOfRange, "must be from 1 to 1000000")
            .with("min", 1)
            .with("max", MAX_TOKENS.into())
    })
}
