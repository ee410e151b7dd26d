//! What messages of the sequences say, and the JSON that it is sent as.

use serde_json::Value;

/// Few, so that two messages often say the same.
pub const TEXTS: [&str; 4] = ["", "Wie?", "So  nicht <b>é</b>", "👩‍💻 \u{202e}\u{0}"];

/// What a title and a preview show of a text.
pub fn visible(text: &'static str) -> Option<&'static str> {
    match text {
        "" => None,
        "So  nicht <b>é</b>" => Some("So nicht <b>é</b>"),
        "👩‍💻 \u{202e}\u{0}" => Some("👩‍💻"),
        other => Some(other),
    }
}

/// How a client writes JSON. It is kept as it was written, and means the same either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    Plain,
    /// Members in another order, spaces, and an escape for every character.
    Wordy,
}

pub fn parts(text: &str, spelling: Spelling) -> String {
    match spelling {
        Spelling::Plain => format!(r#"[{{"type":"text","text":{}}}]"#, Value::from(text)),
        Spelling::Wordy => {
            let escaped: String =
                text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            format!(r#"[ {{ "text": "{escaped}", "type": "text" }} ]"#)
        }
    }
}

pub fn metadata(spelling: Spelling) -> &'static str {
    match spelling {
        Spelling::Plain => r#"{"n":1,"of":{"a":null,"b":[]}}"#,
        Spelling::Wordy => r#"{ "of": { "b": [ ], "a": null }, "\u006e": 1 }"#,
    }
}
