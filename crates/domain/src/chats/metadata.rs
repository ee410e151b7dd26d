use serde_json::{Map, Value};

use crate::shared::{FieldCode, Invalid, merge_patch};

/// How much a chat or a message may have of it, in bytes of JSON.
const MAX_BYTES: usize = 16 * 1024;

/// Whatever a front end or a back end wants to remember with a message: any JSON of at most 16 KiB,
/// kept as the text that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageMetadata(String);

impl MessageMetadata {
    /// How much there may be of it, in bytes of JSON.
    pub const MAX_BYTES: usize = MAX_BYTES;

    /// Judges a JSON text.
    pub fn parse(json: &str) -> Result<Self, Invalid> {
        let json = json.trim();
        if json.len() > MAX_BYTES {
            return Err(too_much());
        }
        match serde_json::from_str::<Value>(json) {
            Ok(_) => Ok(Self(json.to_owned())),
            Err(_) => Err(Invalid::new(FieldCode::InvalidFormat, "must be valid JSON and Unicode")),
        }
    }

    /// Takes metadata as a store kept it.
    pub fn from_stored(json: String) -> Self {
        Self(json)
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whatever a front end wants to remember with a chat: an object of at most 16 KiB, written
/// compactly.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChatMetadata(Map<String, Value>);

impl ChatMetadata {
    /// Judges an object.
    pub fn parse(object: Map<String, Value>) -> Result<Self, Invalid> {
        let object = Value::Object(object);
        if object.to_string().len() > MAX_BYTES {
            return Err(too_much());
        }
        let Value::Object(object) = object else { return Ok(Self::default()) };
        Ok(Self(object))
    }

    /// The same after a merge patch (RFC 7396).
    pub fn patched(&self, patch: Map<String, Value>) -> Result<Self, Invalid> {
        let mut object = self.0.clone();
        merge_patch(&mut object, patch);
        Self::parse(object)
    }

    /// Takes metadata as a store kept it.
    pub fn from_stored(object: Map<String, Value>) -> Self {
        Self(object)
    }

    /// The object.
    pub fn as_object(&self) -> &Map<String, Value> {
        &self.0
    }
}

fn too_much() -> Invalid {
    let why = "metadata has at most 16 KiB";
    Invalid::new(FieldCode::LimitExceeded, why).with("max", MAX_BYTES as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_of_a_message_is_any_json() {
        for json in ["null", "1", r#"{ "b":1, "a":[1.0] }"#] {
            assert_eq!(MessageMetadata::parse(json).unwrap().as_str(), json);
        }
        let code = |json: &str| MessageMetadata::parse(json).err().map(|invalid| invalid.code);
        assert_eq!(code("{"), Some(FieldCode::InvalidFormat));
        assert_eq!(code(r#""\udc00""#), Some(FieldCode::InvalidFormat));
        assert_eq!(code(&format!("\"{}\"", "x".repeat(MAX_BYTES - 2))), None);
        let long = code(&format!("\"{}\"", "x".repeat(MAX_BYTES - 1)));
        assert_eq!(long, Some(FieldCode::LimitExceeded));
    }

    #[test]
    fn the_metadata_of_a_chat_is_merged() {
        let Value::Object(first) = serde_json::json!({ "a": { "b": 1, "c": 2 } }) else { panic!() };
        let Value::Object(patch) = serde_json::json!({ "a": { "b": null } }) else { panic!() };
        let merged = ChatMetadata::parse(first).unwrap().patched(patch).unwrap();
        assert_eq!(Value::Object(merged.0), serde_json::json!({ "a": { "c": 2 } }));
        let big = Map::from_iter([("x".to_owned(), "x".repeat(MAX_BYTES).into())]);
        let refused = merged_code(big);
        assert_eq!(refused, Some(FieldCode::LimitExceeded));
    }

    fn merged_code(patch: Map<String, Value>) -> Option<FieldCode> {
        ChatMetadata::default().patched(patch).err().map(|invalid| invalid.code)
    }
}
