use bookplate_domain::{
    shared::{FieldCode, LanguageTag, Locale, TimeZoneName, Timestamp},
    users::{Preferences, PreferencesPatch},
};
use bookplate_http::fuzzing;
use serde_json::{Map, Value};

/// How many patches follow each other.
const STEPS: usize = 16;
/// How many unknown members are named.
const MAX_UNKNOWN: usize = 20;

const KNOWN: [&str; 6] = ["theme", "language", "timezone", "notifications", "chat", "custom"];
const NOTIFICATIONS: [&str; 4] = ["email", "chatReminders", "featureUpdates", "securityAlerts"];
const CHAT: [&str; 5] = ["model", "temperature", "maxTokens", "saveHistory", "showSources"];

/// Each line is a patch that somebody sends, and a document that a store might have.
pub fn preference_merge(data: &[u8]) {
    let mut preferences = Preferences::initial(Locale::default(), moment(1));
    for line in data.split(|byte| *byte == b'\n').take(STEPS) {
        if let Some(Value::Object(members)) = fuzzing::strict_json(line) {
            let read = Preferences::from_stored(members.clone(), Locale::default(), 1, moment(1));
            assert!(read.is_ok() || read.is_err_and(|errors| !errors.0.is_empty()));
            preferences = patched(preferences, members);
        }
    }
}

/// What becomes of preferences when somebody sends a patch.
fn patched(before: Preferences, members: Map<String, Value>) -> Preferences {
    let unknown = unknown(&members);
    let patch = match PreferencesPatch::parse(members.clone()) {
        Ok(patch) => patch,
        Err(errors) => {
            let refused = errors.0.iter().filter(|e| e.invalid.code == FieldCode::UnknownField);
            assert_eq!(refused.count(), unknown.min(MAX_UNKNOWN), "{errors:?}");
            assert!(!errors.0.is_empty());
            return before;
        }
    };
    assert_eq!(unknown, 0, "what is unknown is refused: {members:?}");

    let merged = merged(Value::Object(before.to_json()), Value::Object(members));
    let Value::Object(merged) = merged else { return before };
    let after = match patch.apply(&before, moment(2)) {
        Ok(after) => after,
        Err(errors) => {
            let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(fields, ["custom"], "nothing else can be too much");
            let custom = merged.get("custom").map_or(0, |custom| custom.to_string().len());
            assert!(custom > Preferences::MAX_CUSTOM_BYTES, "{custom} bytes are not too many");
            return before;
        }
    };
    is_what_the_rfc_says(&merged, &after);
    is_within_bounds(&after);
    let step = u32::from(after != before);
    assert_eq!(after.version, before.version + step, "a change is one version");
    assert_eq!(patch.apply(&after, moment(3)).as_ref(), Ok(&after), "twice is once");
    reads_back(&after);
    after
}

/// How many members no preference has.
fn unknown(members: &Map<String, Value>) -> usize {
    let outside = |members: &Map<String, Value>, known: &[&str]| {
        members.keys().filter(|name| !known.contains(&name.as_str())).count()
    };
    let within = |name: &str, known: &[&str]| {
        members.get(name).and_then(Value::as_object).map_or(0, |inner| outside(inner, known))
    };
    outside(members, &KNOWN) + within("notifications", &NOTIFICATIONS) + within("chat", &CHAT)
}

/// `MergePatch`, word for word as RFC 7396 has it in section 2.
fn merged(target: Value, patch: Value) -> Value {
    let Value::Object(patch) = patch else { return patch };
    let mut target = if let Value::Object(target) = target { target } else { Map::new() };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(&name);
        } else {
            let before = target.get(&name).cloned().unwrap_or(Value::Null);
            target.insert(name, self::merged(before, value));
        }
    }
    Value::Object(target)
}

/// What the RFC removed has its default.
fn is_what_the_rfc_says(merged: &Map<String, Value>, after: &Preferences) {
    let (locale, version, at) = (after.locale.clone(), after.version, after.updated_at);
    let read = Preferences::from_stored(merged.clone(), locale, version, at);
    assert_eq!(read.as_ref(), Ok(after));
    let text = |name: &str| merged.get(name).and_then(Value::as_str);
    let language = text("language").and_then(|tag| LanguageTag::parse(tag).ok());
    let time_zone = text("timezone").and_then(|name| TimeZoneName::parse(name).ok());
    assert_eq!((&after.locale.language, &after.locale.time_zone), (&language, &time_zone));
}

fn is_within_bounds(preferences: &Preferences) {
    let custom = Value::Object(preferences.custom.clone());
    assert!(custom.to_string().len() <= Preferences::MAX_CUSTOM_BYTES);
    assert!(!has_nul(&custom), "{custom}");
    let chat = &preferences.chat;
    assert!(chat.temperature.is_none_or(|t| (0.0..=2.0).contains(&t) && t.is_sign_positive()));
    assert!(chat.max_tokens.is_none_or(|tokens| (1..=1_000_000).contains(&tokens)));
    let is_name = |model: &String| {
        (1..=100).contains(&model.chars().count()) && !model.contains(char::is_control)
    };
    assert!(chat.model.as_ref().is_none_or(is_name), "{:?}", chat.model);
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// From a row, and as a patch that changes nothing.
fn reads_back(after: &Preferences) {
    let (locale, version, at) = (after.locale.clone(), after.version, after.updated_at);
    let stored = Preferences::from_stored(after.to_stored(), locale, version, at);
    assert_eq!(stored.as_ref(), Ok(after));
    let whole = PreferencesPatch::parse(after.to_json());
    let again = whole.and_then(|whole| whole.apply(after, moment(4)));
    assert_eq!(again.as_ref(), Ok(after));
}

fn moment(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}
