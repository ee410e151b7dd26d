//! The names of the members, on the wire and in rows alike.

use serde_json::{Map, Value, json};

use super::{
    ChatPreferences, Notifications, Preferences,
    members::Members,
    patch::{ChatPatch, NotificationsPatch, PreferencesPatch},
    values,
};
use crate::shared::{InputErrors, LanguageTag, Locale, TimeZoneName, Timestamp};

const LANGUAGE: &str = "language";
const TIMEZONE: &str = "timezone";

impl Preferences {
    /// Everything but the version and the moment, by the names of the contract.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut members = self.to_stored();
        let Locale { language, time_zone } = &self.locale;
        let language = language.as_ref().map(LanguageTag::as_str);
        members.insert(LANGUAGE.to_owned(), language.into());
        let time_zone = time_zone.as_ref().map(TimeZoneName::as_str);
        members.insert(TIMEZONE.to_owned(), time_zone.into());
        members
    }

    /// What a store keeps as JSON: as [`to_json`](Self::to_json), without the locale.
    pub fn to_stored(&self) -> Map<String, Value> {
        let Notifications { email, chat_reminders, feature_updates, security_alerts } =
            self.notifications;
        let ChatPreferences { model, temperature, max_tokens, save_history, show_sources } =
            &self.chat;
        let members = [
            ("theme", self.theme.as_str().into()),
            (
                "notifications",
                json!({
                    "email": email,
                    "chatReminders": chat_reminders,
                    "featureUpdates": feature_updates,
                    "securityAlerts": security_alerts,
                }),
            ),
            (
                "chat",
                json!({
                    "model": model,
                    "temperature": temperature,
                    "maxTokens": max_tokens,
                    "saveHistory": save_history,
                    "showSources": show_sources,
                }),
            ),
            ("custom", Value::Object(self.custom.clone())),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Whether messages are kept, by what [`to_stored`](Self::to_stored) wrote; without having said
    /// so, they are.
    pub fn keeps_history(stored: Option<&Value>) -> bool {
        let said = stored.and_then(|stored| stored.get("chat")?.get("saveHistory")?.as_bool());
        said.unwrap_or(ChatPreferences::default().save_history)
    }

    /// Reads what [`to_stored`](Self::to_stored) wrote. A member that is missing has its default;
    /// one that is unknown is passed over, since a newer node may have written it. The error names
    /// the members that no node can have written.
    pub fn from_stored(
        stored: Map<String, Value>,
        locale: Locale,
        version: u32,
        updated_at: Timestamp,
    ) -> Result<Self, InputErrors> {
        let mut members = Members::new(stored);
        members.ignore(LANGUAGE);
        members.ignore(TIMEZONE);
        let stored = read(&mut members);
        members.finish_leniently()?;
        let mut preferences = Self { version, ..Self::initial(locale, updated_at) };
        stored.change(&mut preferences);
        Ok(preferences)
    }
}

/// Takes out every member that there is.
pub(super) fn read(members: &mut Members) -> PreferencesPatch {
    PreferencesPatch {
        theme: members.take("theme", values::text(values::theme)),
        language: members.take(LANGUAGE, values::text(|tag| LanguageTag::parse(tag).map(Some))),
        time_zone: members.take(TIMEZONE, values::text(|name| TimeZoneName::parse(name).map(Some))),
        notifications: members.within("notifications", |members| NotificationsPatch {
            email: members.take("email", values::switch),
            chat_reminders: members.take("chatReminders", values::switch),
            feature_updates: members.take("featureUpdates", values::switch),
            security_alerts: members.take("securityAlerts", values::switch),
        }),
        chat: members.within("chat", |members| ChatPatch {
            model: members.take("model", values::text(|name| values::model(name).map(Some))),
            temperature: members.take("temperature", |value| values::temperature(value).map(Some)),
            max_tokens: members.take("maxTokens", |value| values::max_tokens(value).map(Some)),
            save_history: members.take("saveHistory", values::switch),
            show_sources: members.take("showSources", values::switch),
        }),
        custom: members.take("custom", values::custom),
    }
}
