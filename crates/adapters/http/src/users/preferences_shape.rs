//! The shape of preferences, for the document alone: the domain reads and writes them.
#![allow(dead_code, reason = "the shape for the document")]

use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::wire::ThemeWord;

/// How somebody wants things.
#[derive(ToSchema)]
#[schema(as = Preferences)]
pub(crate) struct PreferencesView {
    /// How pages look.
    theme: ThemeWord,
    /// The language of mails (BCP 47); null if nothing was said.
    #[schema(example = "de-AT")]
    language: Option<String>,
    /// The time zone in which mails tell moments (IANA); null if nothing was said.
    #[schema(example = "Europe/Vienna")]
    timezone: Option<String>,
    notifications: NotificationsView,
    chat: ChatPreferencesView,
    /// Whatever else a front end wants to remember: at most 8 KiB of JSON.
    custom: Map<String, Value>,
}

/// What somebody wants to be told of.
#[derive(ToSchema)]
#[schema(as = Notifications, rename_all = "camelCase")]
pub(crate) struct NotificationsView {
    /// Whether mail may tell of it at all.
    #[schema(example = true)]
    email: bool,
    /// Chats that were left unfinished.
    chat_reminders: bool,
    /// What is new in the product.
    feature_updates: bool,
    /// What concerns the safety of the account.
    #[schema(example = true)]
    security_alerts: bool,
}

/// How somebody wants chats to be answered and kept.
#[derive(ToSchema)]
#[schema(as = ChatPreferences, rename_all = "camelCase")]
pub(crate) struct ChatPreferencesView {
    /// The name of a model; null where the back end chooses.
    model: Option<String>,
    /// How freely the model chooses its words, from 0 to 2.
    #[schema(minimum = 0, maximum = 2)]
    temperature: Option<f64>,
    /// How long an answer may become, in tokens.
    #[schema(minimum = 1, maximum = 1_000_000)]
    max_tokens: Option<u32>,
    /// Whether messages are kept.
    #[schema(example = true)]
    save_history: bool,
    /// Whether answers show what they rest on.
    #[schema(example = true)]
    show_sources: bool,
}

/// What is to be different (RFC 7396): what is absent stays, null goes back to the default.
#[derive(ToSchema)]
#[schema(as = PreferencesPatch)]
pub(crate) struct PreferencesBody {
    /// How pages look.
    #[schema(required = false)]
    theme: Option<ThemeWord>,
    /// The language of mails (BCP 47).
    #[schema(required = false, example = "de-AT")]
    language: Option<String>,
    /// The time zone in which mails tell moments (IANA).
    #[schema(required = false, example = "Europe/Vienna")]
    timezone: Option<String>,
    #[schema(required = false)]
    notifications: Option<NotificationsBody>,
    #[schema(required = false)]
    chat: Option<ChatPreferencesBody>,
    /// Merges with what is there; at most 8 KiB of JSON then.
    #[schema(required = false)]
    custom: Option<Map<String, Value>>,
}

/// Changes to what somebody wants to be told of.
#[derive(ToSchema)]
#[schema(as = NotificationsPatch, rename_all = "camelCase")]
pub(crate) struct NotificationsBody {
    #[schema(required = false)]
    email: Option<bool>,
    #[schema(required = false)]
    chat_reminders: Option<bool>,
    #[schema(required = false)]
    feature_updates: Option<bool>,
    #[schema(required = false)]
    security_alerts: Option<bool>,
}

/// Changes to how somebody wants chats to be answered and kept.
#[derive(ToSchema)]
#[schema(as = ChatPreferencesPatch, rename_all = "camelCase")]
pub(crate) struct ChatPreferencesBody {
    #[schema(required = false, min_length = 1, max_length = 100)]
    model: Option<String>,
    #[schema(required = false, minimum = 0, maximum = 2)]
    temperature: Option<f64>,
    #[schema(required = false, minimum = 1, maximum = 1_000_000)]
    max_tokens: Option<u32>,
    #[schema(required = false)]
    save_history: Option<bool>,
    #[schema(required = false)]
    show_sources: Option<bool>,
}

#[cfg(test)]
mod tests {
    use bookplate_domain::{
        shared::{Locale, Timestamp},
        users::{Preferences, PreferencesPatch},
    };
    use serde_json::json;

    use super::*;
    use crate::testing::document;

    /// A schema of the document.
    fn schema(name: &str) -> Value {
        document()["components"]["schemas"][name].clone()
    }

    fn names(members: &Value) -> Vec<&String> {
        let mut names: Vec<_> = members.as_object().unwrap().keys().collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_document_has_the_members_that_there_are() {
        let initial = Preferences::initial(Locale::default(), Timestamp::from_unix_millis(0));
        let initial = Value::Object(initial.to_json());
        for (shape, members) in [
            ("Preferences", &initial),
            ("Notifications", &initial["notifications"]),
            ("ChatPreferences", &initial["chat"]),
        ] {
            assert_eq!(names(&schema(shape)["properties"]), names(members), "{shape}");
            let patch = format!("{shape}Patch");
            assert_eq!(names(&schema(&patch)["properties"]), names(members), "{patch}");
        }
    }

    #[test]
    fn the_document_has_the_bounds_that_hold() {
        let is_taken = |member: &str, value: Value| {
            let patch = json!({ "chat": { (member): value } });
            PreferencesPatch::parse(patch.as_object().unwrap().clone()).is_ok()
        };
        for shape in ["ChatPreferences", "ChatPreferencesPatch"] {
            let schema = schema(shape);
            for member in ["temperature", "maxTokens"] {
                let bound = |which: &str| schema["properties"][member][which].as_i64().unwrap();
                let (least, most) = (bound("minimum"), bound("maximum"));
                assert!(is_taken(member, least.into()) && is_taken(member, most.into()));
                for outside in [least - 1, most + 1] {
                    assert!(!is_taken(member, outside.into()), "{member}: {outside}");
                }
            }
        }
        let kibibytes = format!("{} KiB", Preferences::MAX_CUSTOM_BYTES / 1024);
        for shape in ["Preferences", "PreferencesPatch"] {
            let said = schema(shape)["properties"]["custom"]["description"].to_string();
            assert!(said.contains(&kibibytes), "{said}");
        }
    }
}
