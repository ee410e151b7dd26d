use serde_json::json;

use super::*;

#[test]
fn the_names_are_those_of_the_contract() {
    let preferences = patched(
        &initial(),
        json!({ "language": "de", "chat": { "maxTokens": 5 }, "custom": { "a": [null] } }),
    );
    let expected = json!({
        "theme": "system", "language": "de", "timezone": null,
        "notifications": {
            "email": true, "chatReminders": false, "featureUpdates": false, "securityAlerts": true,
        },
        "chat": {
            "model": null, "temperature": null, "maxTokens": 5,
            "saveHistory": true, "showSources": true,
        },
        "custom": { "a": [null] },
    });
    assert_eq!(Value::Object(preferences.to_json()), expected);
    let stored = preferences.to_stored();
    assert!(!stored.contains_key("language") && !stored.contains_key("timezone"));
    assert_eq!(stored.len(), 4);
}

#[test]
fn members_of_a_newer_node_are_passed_over_and_missing_ones_have_their_defaults() {
    let stored = object(json!({
        "theme": "dark", "colour": "red", "language": "de", "timezone": 5,
        "chat": { "model": "m", "topP": 0.5 },
    }));
    let read = Preferences::from_stored(stored, Locale::default(), 7, moment(2)).unwrap();
    let mut expected = patched(&initial(), json!({ "theme": "dark", "chat": { "model": "m" } }));
    expected.version = 7;
    assert_eq!(read, expected);
    let nothing = Preferences::from_stored(Map::new(), Locale::default(), 1, moment(1));
    assert_eq!(nothing, Ok(initial()));
}

#[test]
fn a_member_that_nobody_can_have_written_is_named() {
    let stored = object(json!({ "theme": 1, "chat": { "temperature": 3 } }));
    let errors = Preferences::from_stored(stored, Locale::default(), 1, moment(1)).unwrap_err();
    assert_eq!(
        faults(&errors),
        [("theme", FieldCode::InvalidFormat), ("chat.temperature", FieldCode::OutOfRange)]
    );
}
