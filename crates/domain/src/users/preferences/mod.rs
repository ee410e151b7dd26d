//! What somebody prefers: looks, language, notifications, and how chats are answered.

mod change;
mod json;
mod members;
mod patch;
#[cfg(test)]
mod tests;
mod values;

pub use patch::PreferencesPatch;
use serde_json::{Map, Value};

use crate::shared::{Locale, Timestamp};

/// What a user prefers.
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// How the user wants to be written to. A store keeps it with the user, whom mails go to.
    pub locale: Locale,
    /// What the user wants to be told of.
    pub notifications: Notifications,
    /// How chats are answered and kept.
    pub chat: ChatPreferences,
    /// Whatever else a front end wants to remember: at most 8 KiB, written compactly.
    pub custom: Map<String, Value>,
    /// Raised by every change: the `ETag`.
    pub version: u32,
    /// When they last changed.
    pub updated_at: Timestamp,
}

impl Preferences {
    /// The most that `custom` may have, in bytes of JSON without spaces.
    pub const MAX_CUSTOM_BYTES: usize = 8192;

    /// What holds for somebody who has chosen nothing yet.
    pub fn initial(locale: Locale, created_at: Timestamp) -> Self {
        Self {
            theme: Theme::default(),
            locale,
            notifications: Notifications::default(),
            chat: ChatPreferences::default(),
            custom: Map::new(),
            version: 1,
            updated_at: created_at,
        }
    }
}

/// How a front end looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the device does.
    #[default]
    System,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    /// The theme as it is written in answers and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}

/// What somebody wants to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Notifications {
    /// Whether mail may tell of it at all; true at first.
    pub email: bool,
    /// Chats that were left unfinished; false at first.
    pub chat_reminders: bool,
    /// What is new in the product; false at first.
    pub feature_updates: bool,
    /// What concerns the safety of the account; true at first.
    pub security_alerts: bool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self { email: true, chat_reminders: false, feature_updates: false, security_alerts: true }
    }
}

/// How somebody wants chats to be answered and kept. Where nothing is said, the back end that asks
/// the model chooses.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatPreferences {
    /// The name of a model: one line of 1 to 100 characters.
    pub model: Option<String>,
    /// How freely the model chooses its words, from 0 to 2.
    pub temperature: Option<f64>,
    /// How long an answer may become, in tokens, from 1 to 1 000 000.
    pub max_tokens: Option<u32>,
    /// Whether messages are kept; true at first.
    pub save_history: bool,
    /// Whether answers show what they rest on; true at first.
    pub show_sources: bool,
}

impl Default for ChatPreferences {
    fn default() -> Self {
        Self {
            model: None,
            temperature: None,
            max_tokens: None,
            save_history: true,
            show_sources: true,
        }
    }
}
