//! JSON as it was sent: messages are kept byte for byte, so their bodies are taken apart without
//! being parsed and written again.

use std::{collections::BTreeMap, fmt};

use actix_web::web::Bytes;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{fields::not_json, strict_json};
use crate::problem::Problem;

/// A JSON text that is a body, or stands in one. It shares the memory of the body.
#[derive(Clone, Debug)]
pub(crate) struct SentJson(Bytes);

impl SentJson {
    /// Judges a body as strictly as any other, but for two things that are the fault of a field:
    /// half of a surrogate pair, and a number beyond all bounds. [`value`](Self::value) meets
    /// them again.
    pub(crate) fn of_body(bytes: Bytes) -> Result<Self, Problem> {
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|_| Problem::malformed("The body is not in UTF-8."))?;
        match strict_json::check(text) {
            Ok(()) => Ok(Self(bytes)),
            Err(error) if error.is_syntax() && serde_json::from_str::<IgnoredAny>(text).is_ok() => {
                Ok(Self(bytes))
            }
            Err(error) => Err(not_json(&error)),
        }
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        // Nothing but UTF-8 becomes one.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its members, if it is an object and none stands twice.
    pub(crate) fn members(&self) -> Option<BTreeMap<String, Self>> {
        let Members(members) = serde_json::from_str(self.as_str()).ok()?;
        Some(members.into_iter().map(|(name, text)| (name, self.part(text))).collect())
    }

    /// Its items, if it is an array.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        let items: Vec<&RawValue> = serde_json::from_str(self.as_str()).ok()?;
        Some(items.into_iter().map(|text| self.part(text)).collect())
    }

    /// Whether it is null.
    pub(crate) fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// What it says, if that can be kept.
    pub(crate) fn value(&self) -> Option<Value> {
        strict_json::parse(self.as_str().as_bytes()).ok()
    }

    fn part(&self, text: &RawValue) -> Self {
        Self(self.0.slice_ref(text.get().as_bytes()))
    }
}

/// The members of an object.
struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members<'de>, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(name) = entries.next_key_seed(Name)? {
            if members.insert(name, entries.next_value()?).is_some() {
                return Err(A::Error::custom("a key stands twice in one object"));
            }
        }
        Ok(Members(members))
    }
}

/// The name of a member. What is no Unicode in it becomes replacement characters: no field of ours
/// has one.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests;
