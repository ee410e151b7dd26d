use serde_json::Value;

use crate::shared::{FieldCode, Invalid};

/// What a message says: a JSON array of parts, each an object with a `type`, as the AI SDK's
/// `UIMessage` has it. Part types that nobody here knows are kept.
///
/// It is the text that was sent, byte for byte: nothing is parsed and written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts(String);

impl Parts {
    /// How many parts a message may have.
    pub const MAX_PARTS: usize = 200;

    /// How long the JSON text of the parts may be, in bytes.
    pub const MAX_BYTES: usize = 256 * 1024;

    /// Judges a JSON text.
    pub fn parse(json: &str) -> Result<Self, Invalid> {
        let json = json.trim();
        if json.len() > Self::MAX_BYTES {
            let why = "the parts of a message have at most 256 KiB";
            return Err(exceeds(why, Self::MAX_BYTES));
        }
        // Parsed whole, so that what no other reader could read is refused: half a surrogate pair,
        // a number beyond all bounds.
        let Ok(Value::Array(parts)) = serde_json::from_str(json) else {
            let why = "must be a list of objects in valid JSON and Unicode";
            return Err(Invalid::new(FieldCode::InvalidFormat, why));
        };
        if parts.len() > Self::MAX_PARTS {
            return Err(exceeds("a message has at most 200 parts", Self::MAX_PARTS));
        }
        for (at, part) in parts.iter().enumerate() {
            let named =
                part.get("type").and_then(Value::as_str).is_some_and(|kind| !kind.is_empty());
            if !named {
                let why = format!("part {at} is no object with a type");
                return Err(Invalid::new(FieldCode::InvalidFormat, why));
            }
            if kind_of(part) == Some("text") && !part.get("text").is_some_and(Value::is_string) {
                let why = format!("part {at} is a text part without a text");
                return Err(Invalid::new(FieldCode::InvalidFormat, why));
            }
        }
        Ok(Self(json.to_owned()))
    }

    /// One part, of text.
    pub fn of_text(text: &str) -> Result<Self, Invalid> {
        Self::parse(&format!(r#"[{{"type":"text","text":{}}}]"#, Value::from(text)))
    }

    /// Takes parts as a store kept them.
    pub fn from_stored(json: String) -> Self {
        Self(json)
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text of all text parts, joined without anything between them.
    pub fn text(&self) -> String {
        let Ok(Value::Array(parts)) = serde_json::from_str(&self.0) else { return String::new() };
        let texts = parts.iter().filter(|part| kind_of(part) == Some("text"));
        texts.filter_map(|part| part.get("text")?.as_str()).collect()
    }
}

fn kind_of(part: &Value) -> Option<&str> {
    part.get("type")?.as_str()
}

fn exceeds(why: &'static str, max: usize) -> Invalid {
    Invalid::new(FieldCode::LimitExceeded, why).with("max", max as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(json: &str) -> Option<FieldCode> {
        Parts::parse(json).err().map(|invalid| invalid.code)
    }

    #[test]
    fn what_is_taken_is_kept_byte_for_byte() {
        for json in [
            "[]",
            r#"[ {"text" : "a\u0000\u00e9\ud83d\ude00<script>", "type":"text"} ]"#,
            r#"[{"type":"tool-search","input":{"b":1,"a":1.0e2},"n":12345678901234567890123}]"#,
            "[{\"type\":\"text\",\"text\":\"\u{202e}\u{2066}אב 👩‍💻\"}]",
        ] {
            assert_eq!(Parts::parse(json).unwrap().as_str(), json);
        }
    }

    #[test]
    fn what_is_not_a_list_of_parts_is_refused() {
        for json in [
            "",
            "{}",
            "null",
            "[1]",
            "[{}]",
            r#"[{"type":""}]"#,
            r#"[{"type":1}]"#,
            r#"[{"type":"text"}]"#,
            r#"[{"type":"text","text":1}]"#,
            r#"[{"type":"text","text":"\ud83d"}]"#,
            r#"[{"type":"x","n":1e999}]"#,
            "[{\"type\":\"x\"}",
        ] {
            assert_eq!(code(json), Some(FieldCode::InvalidFormat), "{json}");
        }
    }

    #[test]
    fn there_are_two_hundred_parts_and_256_kib_at_most() {
        let parts = |count: usize| format!("[{}]", vec![r#"{"type":"x"}"#; count].join(","));
        assert_eq!((code(&parts(200)), code(&parts(201))), (None, Some(FieldCode::LimitExceeded)));
        let frame = Parts::of_text("").unwrap().as_str().len();
        let of_bytes = |bytes: usize| Parts::of_text(&"x".repeat(bytes - frame));
        assert!(of_bytes(Parts::MAX_BYTES).is_ok());
        let refused = of_bytes(Parts::MAX_BYTES + 1).map_err(|invalid| invalid.code);
        assert_eq!(refused, Err(FieldCode::LimitExceeded));
    }

    #[test]
    fn the_text_is_that_of_the_text_parts() {
        let json = r#"[{"type":"text","text":"a\n"},{"type":"reasoning","text":"x"},{"type":"text","text":"b"}]"#;
        assert_eq!(Parts::parse(json).unwrap().text(), "a\nb");
    }
}
