use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use bookplate_domain::shared::{FieldCode, FieldError, InputErrors, Invalid};
use serde_json::{Map, Value};

use super::{body, strict_json};
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
    values: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Fields {
    pub(crate) fn new(values: Map<String, Value>) -> Self {
        Self { values, errors: Vec::new() }
    }

    /// A text that must be there, as what `parse` makes of it.
    pub(crate) fn text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        match self.values.remove(name) {
            None | Some(Value::Null) => {
                self.refuse(name, Invalid::new(FieldCode::Required, "is required"))
            }
            Some(value) => self.parse(name, &value, parse),
        }
    }

    /// A text that may be missing; `Some(None)` if it is.
    pub(crate) fn optional_text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        match self.values.remove(name) {
            None | Some(Value::Null) => Some(None),
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
        if self.values.contains_key(name) { self.text(name, parse).map(Some) } else { Some(None) }
    }

    /// A text that may be missing or taken away; `Some(None)` if it is missing, `Some(Some(None))`
    /// if it is null.
    pub(crate) fn clearable_text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<Option<T>>> {
        match self.values.remove(name) {
            None => Some(None),
            Some(Value::Null) => Some(Some(None)),
            Some(value) => self.parse(name, &value, parse).map(|parsed| Some(Some(parsed))),
        }
    }

    /// True or false; `Some(None)` if it is missing.
    pub(crate) fn optional_bool(&mut self, name: &str) -> Option<Option<bool>> {
        match self.values.remove(name) {
            None | Some(Value::Null) => Some(None),
            Some(Value::Bool(value)) => Some(Some(value)),
            Some(_) => {
                self.refuse(name, Invalid::new(FieldCode::InvalidFormat, "must be true or false"))
            }
        }
    }

    /// Ends the reading. If any field was wrong, or one is left that nobody asked for, the answer
    /// names them all; otherwise `make` puts together what was read.
    pub(crate) fn finish<T>(mut self, make: impl FnOnce() -> Option<T>) -> Result<T, Problem> {
        for name in self.values.keys().take(MAX_UNKNOWN) {
            let invalid = Invalid::new(FieldCode::UnknownField, "is not a field of this request");
            self.errors.push(FieldError { field: name.clone(), invalid });
        }
        if self.errors.is_empty() {
            make().ok_or_else(|| Problem::internal("a field was refused without saying why"))
        } else {
            Err(InputErrors(self.errors).into())
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
        let head = body::check_head(request, &[JSON]);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            head?;
            let bytes = body::read_whole(payload).await?;
            parse_object(&bytes).map(Self::new)
        })
    }
}

/// The fields of a body that may be missing altogether.
#[derive(Debug)]
pub(crate) struct OptionalFields(pub(crate) Fields);

impl FromRequest for OptionalFields {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = body::check_head(request, &[JSON]);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let bytes = body::read_whole(payload).await?;
            if bytes.is_empty() {
                return Ok(Self(Fields::new(Map::new())));
            }
            head?;
            parse_object(&bytes).map(|values| Self(Fields::new(values)))
        })
    }
}

/// The members of a JSON object.
pub(super) fn parse_object(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    match strict_json::parse(bytes) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(_) => Err(Problem::malformed("The body must be a JSON object.")),
        Err(error) => Err(Problem::malformed(&format!(
            "The body is not valid JSON: line {}, column {}.",
            error.line(),
            error.column()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(value: Value) -> Fields {
        match value {
            Value::Object(values) => Fields::new(values),
            other => panic!("not an object: {other}"),
        }
    }

    #[test]
    fn only_true_and_false_are_true_and_false() {
        let mut read = fields(serde_json::json!({ "a": true, "b": false, "c": null }));
        assert_eq!(
            ["a", "b", "c", "d"].map(|name| read.optional_bool(name)),
            [Some(Some(true)), Some(Some(false)), Some(None), Some(None)]
        );
        for wrong in [serde_json::json!("true"), 1.into(), [true].as_slice().into()] {
            let mut read = fields(serde_json::json!({ "a": wrong }));
            assert_eq!(read.optional_bool("a"), None);
            assert!(read.finish(|| Some(())).is_err());
        }
    }

    #[test]
    fn what_is_missing_is_told_from_what_is_null() {
        let text = |text: &str| Ok(text.to_owned());
        let body = serde_json::json!({ "a": "x", "b": null });
        let mut read = fields(body.clone());
        assert_eq!(read.clearable_text("a", text), Some(Some(Some("x".to_owned()))));
        assert_eq!(read.clearable_text("b", text), Some(Some(None)));
        assert_eq!(read.clearable_text("c", text), Some(None));
        assert!(read.finish(|| Some(())).is_ok());

        let mut read = fields(body);
        assert_eq!(read.changed_text("a", text), Some(Some("x".to_owned())));
        assert_eq!(read.changed_text("c", text), Some(None));
        assert_eq!(read.changed_text("b", text), None, "it cannot be taken away");
        let refused = format!("{:?}", read.finish(|| Some(())).unwrap_err());
        assert!(refused.contains("\"b\"") && refused.contains("Required"), "{refused}");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut read = fields(serde_json::json!({ "a": 1, "b": "no", "d": "?", "e": null }));
        let refuse = |_: &str| Err::<(), _>(Invalid::new(FieldCode::TooShort, "too short"));
        assert!(read.text("a", refuse).is_none());
        assert!(read.text("b", refuse).is_none());
        assert!(read.text("c", refuse).is_none());
        assert!(read.text("e", refuse).is_none());
        assert_eq!(read.optional_text("f", refuse), Some(None));
        let body = format!("{:?}", read.finish(|| Some(())).unwrap_err());
        for code in ["InvalidFormat", "TooShort", "Required", "UnknownField"] {
            assert!(body.contains(code), "{code} in {body}");
        }
    }
}
