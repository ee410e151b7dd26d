//! How one value is read and written.
//!
//! The `config` crate reads numbers generously (`true` is 1, 1.5 is 2); here each type says itself
//! what it accepts, and a refusal says what the value may be.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// One value as it stands in a file or, always as text, in the environment.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub enum Written {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// Anything in quotes, and every variable.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

impl Written {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Flag(_) | Self::Integer(_) | Self::List(_) => None,
        }
    }

    /// Several texts: a list, or one text with commas between them.
    pub fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::Text(text) if text.trim().is_empty() => Some(Vec::new()),
            Self::Text(text) => Some(text.split(',').map(str::trim).collect()),
            Self::List(list) => Some(list.iter().map(String::as_str).collect()),
            Self::Flag(_) | Self::Integer(_) => None,
        }
    }
}

/// A type that a value of the configuration can have.
pub trait Setting: Sized {
    /// What the value may be; the end of a sentence that begins with "must be".
    const EXPECTED: &'static str;

    /// Reads the value, if it is one of this type.
    fn read(written: &Written) -> Option<Self>;

    /// Writes the value so that it reads back, except for secrets.
    fn write(&self) -> Written;
}

/// For `#[serde(with = "setting")]`.
pub fn deserialize<'de, D: Deserializer<'de>, T: Setting>(deserializer: D) -> Result<T, D::Error> {
    Written::deserialize(deserializer)
        .ok()
        .and_then(|written| T::read(&written))
        .ok_or_else(|| D::Error::custom(format_args!("must be {}", T::EXPECTED)))
}

/// For `#[serde(with = "setting")]`.
pub fn serialize<S: Serializer, T: Setting>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write().serialize(serializer)
}
