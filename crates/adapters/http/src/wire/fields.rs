mod read_lists;
mod read_sent;

use std::{collections::BTreeMap, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use bookplate_domain::shared::{FieldCode, FieldError, InputErrors, Invalid};
use serde_json::{Map, Value};

use super::{SentJson, body, strict_json};
use crate::problem::Problem;

/// The media type of the bodies.
pub(super) const JSON: &str = "application/json";

/// How many unknown fields an answer names: a small body must not cause a large answer.
const MAX_UNKNOWN: usize = 20;

/// The fields of a body, taken out one by one.
///
/// Every wrong field is remembered, so that [`finish`](Self::finish) can name them all at once.
#[derive(Debug)]
pub(crate) struct Fields {
    members: BTreeMap<String, Member>,
    errors: Vec<FieldError>,
}

/// What was given for a field.
#[derive(Debug)]
enum Member {
    /// A value.
    Parsed(Value),
    /// A text that is parsed when somebody asks for it, or never.
    Sent(SentJson),
}

impl Fields {
    pub(crate) fn new(values: Map<String, Value>) -> Self {
        let members = values.into_iter().map(|(name, value)| (name, Member::Parsed(value)));
        Self { members: members.collect(), errors: Vec::new() }
    }

    /// Takes a value out; `Some(None)` if it is missing or null.
    fn take(&mut self, name: &str) -> Option<Option<Value>> {
        let value = match self.members.remove(name) {
            None => return Some(None),
            Some(Member::Parsed(value)) => value,
            Some(Member::Sent(sent)) => match sent.value() {
                Some(value) => value,
                None => return self.refuse(name, not_unicode()),
            },
        };
        Some(Some(value).filter(|value| !value.is_null()))
    }

    /// A text that must be there, as what `parse` makes of it.
    pub(crate) fn text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        match self.take(name)? {
            None => self.refuse(name, required()),
            Some(value) => self.parse(name, &value, parse),
        }
    }

    /// A text that may be missing; `Some(None)` if it is.
    pub(crate) fn optional_text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        match self.take(name)? {
            None => Some(None),
            Some(value) => self.parse(name, &value, parse).map(Some),
        }
    }

    /// A text that may be missing but cannot be taken away; `Some(None)` if it is missing, and null
    /// is refused.
    pub(crate) fn changed_text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        if self.has(name) { self.text(name, parse).map(Some) } else { Some(None) }
    }

    /// A text that may be missing or taken away; `Some(None)` if it is missing, `Some(Some(None))`
    /// if it is null.
    pub(crate) fn clearable_text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<Option<T>>> {
        if self.has(name) { self.optional_text(name, parse).map(Some) } else { Some(None) }
    }

    /// True or false; `Some(None)` if it is missing.
    pub(crate) fn optional_bool(&mut self, name: &str) -> Option<Option<bool>> {
        match self.take(name)? {
            None => Some(None),
            Some(Value::Bool(value)) => Some(Some(value)),
            Some(_) => {
                self.refuse(name, Invalid::new(FieldCode::InvalidFormat, "must be true or false"))
            }
        }
    }

    /// True or false, which may be missing but cannot be taken away; `Some(None)` if it is missing,
    /// and null is refused.
    pub(crate) fn changed_bool(&mut self, name: &str) -> Option<Option<bool>> {
        if !self.has(name) {
            return Some(None);
        }
        match self.optional_bool(name)? {
            None => self.refuse(name, required()),
            given => Some(given),
        }
    }

    /// Whether a field was given, and be it null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Ends the reading. If any field was wrong, or one is left that nobody asked for, the answer
    /// names them all; otherwise `make` puts together what was read.
    pub(crate) fn finish<T>(mut self, make: impl FnOnce() -> Option<T>) -> Result<T, Problem> {
        self.refuse_the_rest(MAX_UNKNOWN);
        if self.errors.is_empty() {
            make().ok_or_else(|| Problem::internal("a field was refused without saying why"))
        } else {
            Err(InputErrors(self.errors).into())
        }
    }

    /// Remembers that nobody asked for what is left, some of which it names.
    fn refuse_the_rest(&mut self, most: usize) {
        for name in self.members.keys().take(most) {
            let invalid = Invalid::new(FieldCode::UnknownField, "is unknown here");
            self.errors.push(FieldError { field: name.clone(), invalid });
        }
    }

    fn parse<T>(
        &mut self,
        name: &str,
        value: &Value,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let Value::String(text) = value else {
            return self.refuse(name, Invalid::new(FieldCode::InvalidFormat, "must be a string"));
        };
        match parse(text) {
            Ok(parsed) => Some(parsed),
            Err(invalid) => self.refuse(name, invalid),
        }
    }

    /// Remembers that a field is wrong.
    pub(crate) fn refuse<T>(&mut self, name: &str, invalid: Invalid) -> Option<T> {
        self.errors.push(FieldError { field: name.to_owned(), invalid });
        None
    }
}

impl FromRequest for Fields {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = body::read(request, payload, &[JSON], body::MAX_BODY);
        Box::pin(async move { parse_object(&bytes.await?).map(Self::new) })
    }
}

/// The fields of a body that may be missing altogether.
#[derive(Debug)]
pub(crate) struct OptionalFields(pub(crate) Fields);

impl FromRequest for OptionalFields {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = body::read_optional(request, payload, &[JSON], body::MAX_BODY);
        Box::pin(async move {
            let values = bytes.await?.map_or_else(|| Ok(Map::new()), |bytes| parse_object(&bytes));
            values.map(|values| Self(Fields::new(values)))
        })
    }
}

/// The members of a JSON object.
pub(super) fn parse_object(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    match strict_json::parse(bytes) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(_) => Err(Problem::malformed("The body must be a JSON object.")),
        Err(error) => Err(not_json(&error)),
    }
}

/// Says where a body is no JSON of the strict kind.
pub(super) fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::malformed(&format!("The body is not valid JSON: line {line}, column {column}."))
}

fn required() -> Invalid {
    Invalid::new(FieldCode::Required, "is required")
}

fn not_unicode() -> Invalid {
    let why = "has half of a surrogate pair, or a number beyond all bounds";
    Invalid::new(FieldCode::InvalidFormat, why)
}

#[cfg(test)]
mod tests;
