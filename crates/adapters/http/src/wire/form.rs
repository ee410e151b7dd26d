use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde_json::{Map, Value, map::Entry};
use url::form_urlencoded;

use super::{Fields, body};
use crate::problem::Problem;

/// The fields of an HTML form, in UTF-8, each of them once.
#[derive(Debug)]
pub(crate) struct FormFields(pub(crate) Fields);

impl FromRequest for FormFields {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_types = ["application/x-www-form-urlencoded"];
        let bytes = body::read(request, payload, &media_types, body::MAX_BODY);
        Box::pin(async move { parse(&bytes.await?).map(|values| Self(Fields::new(values))) })
    }
}

/// Reads what a form, or a query string, says.
pub(crate) fn parse(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    let mut values = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        // What was no UTF-8 has become a replacement character, which must not end in a password.
        if value.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Problem::malformed("The form or the query string is not in UTF-8."));
        }
        match values.entry(name) {
            Entry::Vacant(free) => free.insert(value.into()),
            Entry::Occupied(_) => return Err(Problem::malformed("A field stands twice.")),
        };
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_as_it_was_typed() {
        let read = parse("token=a%23b+c&password=%D9%BE%2B&empty=".as_bytes()).unwrap();
        let expected = serde_json::json!({ "token": "a#b c", "password": "پ+", "empty": "" });
        assert_eq!(Value::Object(read), expected);
    }

    #[test]
    fn what_could_be_read_two_ways_is_refused() {
        for wrong in [&b"a=1&a=1"[..], b"a=1&%61=2", b"password=%ff", b"password=\xff\xfe"] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
