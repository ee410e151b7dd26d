use std::time::Duration;

use bookplate_domain::{
    shared::Locale,
    users::{ChatPreferences, Notifications, Preferences, Theme, User},
};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{a_locale, a_moment, a_user};

/// Preferences in which nothing is as it is at first.
fn some_preferences() -> Preferences {
    let custom = serde_json::json!({ "sidebar": { "width": 240.5, "open": [true, null, "да"] } });
    Preferences {
        theme: Theme::Dark,
        notifications: Notifications {
            email: false,
            chat_reminders: true,
            feature_updates: true,
            security_alerts: false,
        },
        chat: ChatPreferences {
            model: Some("größtes 👩‍💻".to_owned()),
            temperature: Some(0.7),
            max_tokens: Some(1_000_000),
            save_history: false,
            show_sources: false,
        },
        custom: custom.as_object().cloned().expect("an object"),
        version: 4,
        ..Preferences::initial(a_locale(), a_moment().plus(Duration::from_millis(1)))
    }
}

async fn find(store: &Subject, user: &User) -> Option<Preferences> {
    read(store).preferences().find(user.id).await.unwrap()
}

async fn save(store: &Subject, user: &User, preferences: &Preferences) {
    keep(store, async |tx| tx.preferences().save(user.id, preferences).await.unwrap()).await;
}

pub async fn whoever_said_nothing_gets_what_everybody_gets(store: Subject) {
    let user = a_kept_user(&store).await;
    let initial = Preferences::initial(user.locale.clone(), user.created_at);
    assert_eq!(find(&store, &user).await, Some(initial));
    assert_eq!(find(&store, &a_user()).await, None);
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let (user, bystander) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let before = find(&store, &bystander).await;
    // Half of a locale, too.
    let half = Locale { language: None, ..a_locale() };
    for (locale, version) in [(a_locale(), 2), (half, 3), (Locale::default(), u32::MAX)] {
        let wanted = Preferences { locale, version, ..some_preferences() };
        save(&store, &user, &wanted).await;
        assert_eq!(find(&store, &user).await, Some(wanted));
    }
    let initial = Preferences::initial(Locale::default(), a_moment());
    save(&store, &user, &initial).await;
    assert_eq!(find(&store, &user).await, Some(initial));
    assert_eq!(find(&store, &bystander).await, before);
}

pub async fn the_locale_is_that_of_the_account_and_nothing_else_of_it_changes(store: Subject) {
    let user = a_kept_user(&store).await;
    let locale = Locale { time_zone: None, ..user.locale.clone() };
    save(&store, &user, &Preferences { locale: locale.clone(), ..some_preferences() }).await;
    let found = read(&store).users().find(user.id).await.unwrap();
    assert_eq!(found, Some(User { locale, ..user }));
}

pub async fn preferences_that_are_not_kept_change_nothing(store: Subject) {
    let user = a_kept_user(&store).await;
    let before = find(&store, &user).await;
    let mut dropped = begin(&store).await;
    dropped.preferences().save(user.id, &some_preferences()).await.unwrap();
    let inside = dropped.preferences().find(user.id).await.unwrap();
    assert_eq!(inside, Some(some_preferences()));
    drop(dropped);
    assert_eq!(find(&store, &user).await, before);
}
