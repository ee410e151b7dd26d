use serde_json::{Map, Value};

use super::{
    ChatPreferences, Notifications, Preferences, Theme, change::Change, json, members::Members,
};
use crate::shared::{
    FieldCode, InputErrors, Invalid, LanguageTag, Locale, TimeZoneName, Timestamp, merge_patch,
};

/// Changes to preferences (RFC 7396): what is absent stays, what is null goes back to its default,
/// objects merge with objects.
#[derive(Clone, Debug, PartialEq)]
pub struct PreferencesPatch {
    pub(super) theme: Change<Theme>,
    pub(super) language: Change<Option<LanguageTag>>,
    pub(super) time_zone: Change<Option<TimeZoneName>>,
    pub(super) notifications: NotificationsPatch,
    pub(super) chat: ChatPatch,
    /// Merges with what is there.
    pub(super) custom: Change<Map<String, Value>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct NotificationsPatch {
    pub(super) email: Change<bool>,
    pub(super) chat_reminders: Change<bool>,
    pub(super) feature_updates: Change<bool>,
    pub(super) security_alerts: Change<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChatPatch {
    pub(super) model: Change<Option<String>>,
    pub(super) temperature: Change<Option<f64>>,
    pub(super) max_tokens: Change<Option<u32>>,
    pub(super) save_history: Change<bool>,
    pub(super) show_sources: Change<bool>,
}

impl PreferencesPatch {
    /// Judges every member of what somebody sent. The errors name all that are wrong, by their
    /// paths (`chat.temperature`), and the first 20 that are unknown.
    ///
    /// `custom` is as deep as whoever parsed the JSON lets it be.
    pub fn parse(members: Map<String, Value>) -> Result<Self, InputErrors> {
        let mut members = Members::new(members);
        let patch = json::read(&mut members);
        members.finish()?;
        Ok(patch)
    }

    /// The changed preferences, one version on; the very same if nothing changes. Refused if
    /// `custom` became too large.
    pub fn apply(&self, before: &Preferences, now: Timestamp) -> Result<Preferences, InputErrors> {
        let mut after = before.clone();
        self.change(&mut after);
        if after == *before {
            return Ok(after);
        }
        let bytes = serde_json::to_vec(&after.custom).map_or(usize::MAX, |json| json.len());
        if bytes > Preferences::MAX_CUSTOM_BYTES {
            return Err(InputErrors::one("custom", too_long()));
        }
        Ok(Preferences { version: before.version.saturating_add(1), updated_at: now, ..after })
    }

    /// Makes the changes, whatever becomes of `custom`.
    pub(super) fn change(&self, preferences: &mut Preferences) {
        let Preferences { theme, locale, notifications, chat, custom, .. } = preferences;
        let initial = Locale::default();
        self.theme.apply(theme, Theme::default());
        self.language.apply(&mut locale.language, initial.language);
        self.time_zone.apply(&mut locale.time_zone, initial.time_zone);
        self.notifications.change(notifications);
        self.chat.change(chat);
        match &self.custom {
            Change::Keep => {}
            Change::Reset => custom.clear(),
            Change::Set(patch) => merge_patch(custom, patch.clone()),
        }
    }
}

impl NotificationsPatch {
    fn change(&self, notifications: &mut Notifications) {
        let Notifications { email, chat_reminders, feature_updates, security_alerts } =
            notifications;
        let initial = Notifications::default();
        self.email.apply(email, initial.email);
        self.chat_reminders.apply(chat_reminders, initial.chat_reminders);
        self.feature_updates.apply(feature_updates, initial.feature_updates);
        self.security_alerts.apply(security_alerts, initial.security_alerts);
    }
}

impl ChatPatch {
    fn change(&self, chat: &mut ChatPreferences) {
        let ChatPreferences { model, temperature, max_tokens, save_history, show_sources } = chat;
        let initial = ChatPreferences::default();
        self.model.apply(model, initial.model);
        self.temperature.apply(temperature, initial.temperature);
        self.max_tokens.apply(max_tokens, initial.max_tokens);
        self.save_history.apply(save_history, initial.save_history);
        self.show_sources.apply(show_sources, initial.show_sources);
    }
}

fn too_long() -> Invalid {
    Invalid::new(FieldCode::TooLong, "the object has at most 8 KiB of JSON")
        .with("max", Preferences::MAX_CUSTOM_BYTES as u64)
}
