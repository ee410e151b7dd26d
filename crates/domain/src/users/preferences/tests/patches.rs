use serde_json::json;

use super::*;
use crate::users::{ChatPreferences, Notifications, Theme};

#[test]
fn what_is_absent_stays_and_what_is_there_is_changed() {
    let first = patched(
        &initial(),
        json!({
            "theme": "dark", "language": "DE-at", "timezone": "europe/vienna",
            "notifications": { "email": false, "chatReminders": true },
            "chat": { "model": " a/b-1 ", "temperature": 1, "maxTokens": 4096, "saveHistory": false },
            "custom": { "a": { "b": 1, "c": [1] } },
        }),
    );
    let second = patched(
        &first,
        json!({
            "notifications": { "featureUpdates": true },
            "chat": { "temperature": 0.25, "showSources": false },
            "custom": { "a": { "b": null, "d": "e" } },
        }),
    );
    assert_eq!(second.theme, Theme::Dark);
    assert_eq!(second.locale.language.as_ref().map(|tag| tag.as_str()), Some("de-AT"));
    assert_eq!(second.locale.time_zone.as_ref().map(|name| name.as_str()), Some("Europe/Vienna"));
    assert_eq!(
        second.notifications,
        Notifications {
            email: false,
            chat_reminders: true,
            feature_updates: true,
            security_alerts: true
        }
    );
    assert_eq!(first.chat.temperature, Some(1.0));
    assert_eq!(
        second.chat,
        ChatPreferences {
            model: Some("a/b-1".to_owned()),
            temperature: Some(0.25),
            max_tokens: Some(4096),
            save_history: false,
            show_sources: false,
        }
    );
    assert_eq!(Value::Object(second.custom), json!({ "a": { "c": [1], "d": "e" } }));
    assert_eq!((second.version, second.updated_at), (3, moment(2)));
}

#[test]
fn null_goes_back_to_the_default() {
    let changed = patched(
        &initial(),
        json!({
            "theme": "light", "language": "ur", "timezone": "Asia/Karachi",
            "notifications": { "email": false, "securityAlerts": false },
            "chat": { "model": "m", "temperature": 0, "maxTokens": 1, "showSources": false },
            "custom": { "a": 1 },
        }),
    );
    let one_by_one = json!({
        "theme": null, "language": null, "timezone": null,
        "notifications": { "email": null, "securityAlerts": null },
        "chat": { "model": null, "temperature": null, "maxTokens": null, "showSources": null },
        "custom": { "a": null },
    });
    let at_once = json!({
        "theme": null, "language": null, "timezone": null,
        "notifications": null, "chat": null, "custom": null,
    });
    for reset in [one_by_one, at_once] {
        let after = patched(&changed, reset);
        assert_eq!(after, Preferences { version: 3, updated_at: moment(2), ..initial() });
    }
}

#[test]
fn a_patch_that_changes_nothing_raises_no_version() {
    let before = patched(&initial(), json!({ "theme": "dark", "custom": { "a": 1 } }));
    for nothing in [
        json!({}),
        json!({ "chat": {}, "notifications": {}, "custom": {} }),
        json!({ "theme": "dark", "language": null, "chat": null, "custom": { "a": 1, "b": null } }),
    ] {
        assert_eq!(patch(nothing).apply(&before, moment(3)), Ok(before.clone()));
    }
}

#[test]
fn every_wrong_member_is_named_at_once_by_its_path() {
    let wrong = json!({
        "theme": "sepia", "language": "und", "timezone": 1, "custom": [],
        "notifications": { "email": "yes", "push": null },
        "chat": {
            "model": "a\nb", "temperature": 2.01, "maxTokens": 0, "saveHistory": 1, "topP": 0.5,
        },
        "colour": "red",
    });
    let errors = PreferencesPatch::parse(object(wrong)).unwrap_err();
    assert_eq!(
        faults(&errors),
        [
            ("theme", FieldCode::NotAllowed),
            ("language", FieldCode::InvalidFormat),
            ("timezone", FieldCode::InvalidFormat),
            ("notifications.email", FieldCode::InvalidFormat),
            ("chat.model", FieldCode::NotAllowed),
            ("chat.temperature", FieldCode::OutOfRange),
            ("chat.maxTokens", FieldCode::OutOfRange),
            ("chat.saveHistory", FieldCode::InvalidFormat),
            ("custom", FieldCode::InvalidFormat),
            ("notifications.push", FieldCode::UnknownField),
            ("chat.topP", FieldCode::UnknownField),
            ("colour", FieldCode::UnknownField),
        ]
    );
}

#[test]
fn each_value_has_its_bounds() {
    for (chat, fault) in [
        (json!({ "model": "m".repeat(100) }), None),
        (json!({ "model": "m".repeat(101) }), Some(FieldCode::TooLong)),
        (json!({ "model": " " }), Some(FieldCode::Required)),
        (json!({ "model": "a\u{202e}b" }), Some(FieldCode::NotAllowed)),
        (json!({ "temperature": 2 }), None),
        (json!({ "temperature": -0.0 }), None),
        (json!({ "temperature": -0.1 }), Some(FieldCode::OutOfRange)),
        (json!({ "temperature": 1e300 }), Some(FieldCode::OutOfRange)),
        (json!({ "temperature": "1" }), Some(FieldCode::InvalidFormat)),
        (json!({ "maxTokens": 1_000_000 }), None),
        (json!({ "maxTokens": 1_000_001 }), Some(FieldCode::OutOfRange)),
        (json!({ "maxTokens": u64::MAX }), Some(FieldCode::OutOfRange)),
        (json!({ "maxTokens": -1 }), Some(FieldCode::OutOfRange)),
        (json!({ "maxTokens": 1.5 }), Some(FieldCode::InvalidFormat)),
    ] {
        let case = chat.to_string();
        let judged = PreferencesPatch::parse(object(json!({ "chat": chat })));
        let code = judged.err().map(|errors| errors.0[0].invalid.code);
        assert_eq!(code, fault, "{case}");
    }
    let zero = patched(&initial(), json!({ "chat": { "temperature": -0.0 } }));
    assert!(zero.chat.temperature.unwrap().is_sign_positive());
}

#[test]
fn an_object_cannot_be_replaced_by_something_else() {
    let wrong = json!({ "notifications": true, "chat": [], "custom": "x" });
    let errors = PreferencesPatch::parse(object(wrong)).unwrap_err();
    let fault = FieldCode::InvalidFormat;
    assert_eq!(faults(&errors), [("notifications", fault), ("chat", fault), ("custom", fault)]);
}

#[test]
fn no_more_than_twenty_unknown_members_are_named() {
    let many: Map<_, _> = (0..15).map(|index| (format!("m{index:02}"), Value::Null)).collect();
    let mut wrong = many.clone();
    wrong.insert("chat".to_owned(), many.into());
    wrong.insert("theme".to_owned(), 1.into());
    let errors = PreferencesPatch::parse(wrong).unwrap_err();
    let faults = faults(&errors);
    assert_eq!(faults.len(), 21);
    assert_eq!(faults[0], ("theme", FieldCode::InvalidFormat));
    assert_eq!(faults[1], ("chat.m00", FieldCode::UnknownField));
    assert_eq!(faults[20], ("m04", FieldCode::UnknownField));
}

#[test]
fn custom_has_at_most_8_kib_of_json_when_all_is_merged() {
    // {"a":"…"} is eight bytes around the text.
    let text = |count| "x".repeat(count);
    let full = patched(&initial(), json!({ "custom": { "a": text(8184) } }));
    for more in [json!({ "a": text(8185) }), json!({ "b": 1 })] {
        let refused = patch(json!({ "custom": more })).apply(&full, moment(2)).unwrap_err();
        assert_eq!(faults(&refused), [("custom", FieldCode::TooLong)]);
        assert_eq!(refused.0[0].invalid.params, [("max", 8192)]);
    }
    let instead = json!({ "custom": { "a": null, "b": text(8184) } });
    assert!(patch(instead).apply(&full, moment(2)).is_ok());
}

#[test]
fn a_stored_time_zone_that_nobody_knows_is_no_hindrance() {
    let zone = crate::shared::TimeZoneName::from_stored("Mars/Olympus".to_owned());
    let locale = Locale { language: None, time_zone: Some(zone) };
    let before = Preferences::initial(locale.clone(), moment(1));
    assert_eq!(patched(&before, json!({ "theme": "dark" })).locale, locale);
}

#[test]
fn a_nul_is_refused_wherever_it_stands() {
    for custom in [
        json!({ "a\0": 1 }),
        json!({ "a": "b\0" }),
        json!({ "a": [{ "b": ["\0"] }] }),
        json!({ "a": { "b\0": null } }),
    ] {
        let Value::Object(members) = json!({ "custom": custom }) else { unreachable!() };
        let refused = PreferencesPatch::parse(members).unwrap_err();
        assert_eq!(refused.0[0].field, "custom");
        assert_eq!(refused.0[0].invalid.code, FieldCode::NotAllowed);
    }
}
