use secrecy::{ExposeSecret, SecretString};

use super::setting::{Setting, Written};

/// A text that is never shown. Empty: there is none.
#[derive(Clone, Debug, Default)]
pub struct Hidden(SecretString);

impl Hidden {
    /// The text.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.expose_secret().is_empty()
    }
}

impl Setting for Hidden {
    const EXPECTED: &'static str = String::EXPECTED;

    fn read(written: &Written) -> Option<Self> {
        String::read(written).map(|text| Self(text.into()))
    }

    fn write(&self) -> Written {
        let shown = if self.is_empty() { "" } else { "[redacted]" };
        Written::Text(shown.to_owned())
    }
}
