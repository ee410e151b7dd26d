use proptest::{collection, option, prelude::*};
use serde_json::json;

use super::*;

/// Any JSON, of few names, so that they meet.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3.0..3.0).prop_map(Value::from),
        "[^\\x00]{0,12}".prop_map(Value::from),
        (0..9000usize).prop_map(|count| Value::from("x".repeat(count))),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            any_object(inner).prop_map(Value::from),
        ]
    })
}

fn any_object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    collection::btree_map("[a-d]", inner, 0..4).prop_map(|members| members.into_iter().collect())
}

/// Members as they may be, now and then null, now and then absent.
fn valid_patch() -> impl Strategy<Value = Map<String, Value>> {
    let switch = || member(any::<bool>());
    let notifications = (switch(), switch(), switch(), switch()).prop_map(|(a, b, c, d)| {
        some([("email", a), ("chatReminders", b), ("featureUpdates", c), ("securityAlerts", d)])
    });
    let numbers = (member(0.0..=2.0), member(1..=1_000_000u32));
    let chat = (member("[a-z]{1,100}"), numbers, switch(), switch()).prop_map(
        |(model, (temperature, max_tokens), save_history, show_sources)| {
            some([
                ("model", model),
                ("temperature", temperature),
                ("maxTokens", max_tokens),
                ("saveHistory", save_history),
                ("showSources", show_sources),
            ])
        },
    );
    let theme = member(prop_oneof![Just("light"), Just("dark"), Just("system")]);
    let language = member(prop_oneof![Just("de-AT"), Just("ur"), Just("es-419")]);
    let zone = member(prop_oneof![Just("UTC"), Just("Asia/Karachi")]);
    let custom = member(any_object(any_json()));
    (theme, language, zone, member(notifications), member(chat), custom).prop_map(
        |(theme, language, zone, notifications, chat, custom)| {
            some([
                ("theme", theme),
                ("language", language),
                ("timezone", zone),
                ("notifications", notifications),
                ("chat", chat),
                ("custom", custom),
            ])
        },
    )
}

fn member<T: Into<Value> + std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<Value>> {
    option::of(option::weighted(0.8, value).prop_map(|value| value.map_or(Value::Null, Into::into)))
}

fn some<const N: usize>(members: [(&str, Option<Value>); N]) -> Map<String, Value> {
    let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    present.collect()
}

/// `MergePatch`, word for word as RFC 7396 has it in section 2.
fn rfc_7396(target: Value, patch: Value) -> Value {
    let Value::Object(patch) = patch else { return patch };
    let mut target = if let Value::Object(target) = target { target } else { Map::new() };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(&name);
        } else {
            let before = target.get(&name).cloned().unwrap_or(Value::Null);
            target.insert(name, rfc_7396(before, value));
        }
    }
    Value::Object(target)
}

/// Preferences that several patches left behind.
fn any_preferences() -> impl Strategy<Value = Preferences> {
    collection::vec(valid_patch(), 0..3).prop_map(|patches| {
        patches.into_iter().fold(initial(), |before, members| {
            let patch = PreferencesPatch::parse(members).unwrap();
            patch.apply(&before, moment(2)).unwrap_or(before)
        })
    })
}

proptest! {
    #[test]
    fn merging_is_what_the_rfc_says(before in any_preferences(), members in valid_patch()) {
        let merged = object(rfc_7396(before.to_json().into(), members.clone().into()));
        let after = PreferencesPatch::parse(members).unwrap().apply(&before, moment(3));
        let Ok(after) = after else { return Ok(()) };
        let locale = after.locale.clone();
        // What the RFC removed has its default, which is what a store's reader makes of it.
        let read = Preferences::from_stored(merged.clone(), locale, after.version, after.updated_at);
        prop_assert_eq!(read.as_ref(), Ok(&after));
        let written = after.to_json();
        for name in ["language", "timezone"] {
            let expected = merged.get(name).cloned().unwrap_or_default();
            prop_assert_eq!(written.get(name), Some(&expected));
        }
    }

    #[test]
    fn applied_twice_is_applied_once(before in any_preferences(), members in valid_patch()) {
        let patch = PreferencesPatch::parse(members).unwrap();
        if let Ok(once) = patch.apply(&before, moment(3)) {
            prop_assert!(once.version == before.version || once.version == before.version + 1);
            prop_assert_eq!(patch.apply(&once, moment(4)), Ok(once));
        }
    }

    #[test]
    fn custom_never_outgrows_its_bound(before in any_preferences()) {
        let json = Value::Object(before.custom).to_string();
        prop_assert!(json.len() <= Preferences::MAX_CUSTOM_BYTES);
    }

    #[test]
    fn what_is_written_reads_back_the_same(before in any_preferences()) {
        let (locale, version, at) = (before.locale.clone(), before.version, before.updated_at);
        let read = Preferences::from_stored(before.to_stored(), locale, version, at);
        prop_assert_eq!(read.as_ref(), Ok(&before));
        let whole = PreferencesPatch::parse(before.to_json()).unwrap();
        prop_assert_eq!(whole.apply(&before, moment(9)), Ok(before));
    }

    #[test]
    fn nothing_that_is_sent_or_stored_makes_it_panic(
        values in collection::vec(any_json(), 9),
        other in any_object(any_json()),
        names in collection::vec(0..9usize, 9),
    ) {
        let known = ["theme", "language", "timezone", "notifications", "chat", "custom"];
        let inner = ["email", "model", "temperature", "maxTokens", "saveHistory"];
        let mut members = other;
        for (value, name) in values.into_iter().zip(names) {
            match known.get(name) {
                Some(name) => members.insert((*name).to_owned(), value),
                None => {
                    let name = inner.get(name - 6).copied().unwrap_or("email");
                    members.insert("chat".to_owned(), json!({ name: value }))
                }
            };
        }
        let _ = Preferences::from_stored(members.clone(), Locale::default(), 1, moment(1));
        match PreferencesPatch::parse(members) {
            Err(errors) => prop_assert!(!errors.0.is_empty()),
            Ok(patch) => {
                let _ = patch.apply(&initial(), moment(2));
            }
        }
    }
}
