use bookplate_domain::{
    mail::Mail,
    sessions::Actor,
    shared::IfVersion,
    users::{PreferencesPatch, Theme, UpdatePreferences, UserError},
};
use serde_json::{Value, json};

use crate::world::{ADA, World};

fn patch(value: Value, if_version: Option<u32>) -> UpdatePreferences {
    let Value::Object(members) = value else { panic!("an object") };
    let if_version = if_version.map_or(IfVersion::Any, |version| IfVersion::OneOf(vec![version]));
    UpdatePreferences { patch: PreferencesPatch::parse(members).unwrap(), if_version }
}

async fn signed_in(world: &World) -> Actor {
    world.authenticate(&world.signed_in().await).await.unwrap().actor
}

#[tokio::test]
async fn whoever_said_nothing_has_the_preferences_of_everybody() {
    let world = World::new().await;
    let actor = signed_in(&world).await;
    let read = world.app.users.read_preferences(&actor).await.unwrap();
    assert_eq!((read.theme, read.version), (Theme::System, 1));
    assert_eq!(read.locale, world.user(ADA).await.unwrap().locale);
}

#[tokio::test]
async fn a_patch_is_merged_deeply_and_kept() {
    let world = World::new().await;
    let actor = signed_in(&world).await;
    let users = &world.app.users;
    let first = json!({ "theme": "dark", "custom": { "a": { "b": 1 }, "c": 2 } });
    users.update_preferences(&actor, patch(first, None)).await.unwrap();
    let second =
        json!({ "chat": { "temperature": 0.5 }, "custom": { "a": { "d": 3 }, "c": null } });
    let updated = users.update_preferences(&actor, patch(second, Some(2))).await.unwrap();
    assert_eq!(Value::Object(updated.custom.clone()), json!({ "a": { "b": 1, "d": 3 } }));
    assert_eq!((updated.theme, updated.version), (Theme::Dark, 3));
    assert_eq!(users.read_preferences(&actor).await.unwrap(), updated);

    let late = users.update_preferences(&actor, patch(json!({ "theme": "light" }), Some(2))).await;
    assert!(matches!(late, Err(UserError::VersionConflict)), "{late:?}");
    let same = users.update_preferences(&actor, patch(json!({ "theme": "dark" }), None)).await;
    assert_eq!(same.unwrap().version, 3);
}

#[tokio::test]
async fn too_much_of_the_own_is_refused_and_nothing_kept() {
    let world = World::new().await;
    let actor = signed_in(&world).await;
    let users = &world.app.users;
    for half in ["a", "b"] {
        let big = json!({ "custom": { half: "x".repeat(5000) } });
        let kept = users.update_preferences(&actor, patch(big, None)).await;
        match half {
            "a" => drop(kept.unwrap()),
            _ => assert!(matches!(kept, Err(UserError::Invalid(_))), "{kept:?}"),
        }
    }
    assert_eq!(users.read_preferences(&actor).await.unwrap().custom.len(), 1);
}

#[tokio::test]
async fn mails_follow_the_language_and_the_time_zone() {
    let world = World::new().await;
    let actor = signed_in(&world).await;
    let wanted = json!({ "language": "de-at", "timezone": "europe/vienna" });
    world.app.users.update_preferences(&actor, patch(wanted, None)).await.unwrap();
    world.request_reset(ADA).await.unwrap();
    let letter = world.letters().await.remove(0);
    assert!(matches!(letter.mail, Mail::ResetPassword { .. }));
    assert_eq!(letter.locale.language.unwrap().as_str(), "de-AT");
    assert_eq!(letter.locale.time_zone.unwrap().as_str(), "Europe/Vienna");
}
