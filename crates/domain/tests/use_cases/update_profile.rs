use bookplate_domain::{
    audit::EventKind,
    sessions::SessionError,
    shared::IfVersion,
    users::{Bio, DisplayName, ImageUrl, UpdateProfile, User, UserError},
};
use bookplate_testkit::a_client;

use crate::world::{ADA, MINUTE, World};

fn nothing() -> UpdateProfile {
    UpdateProfile {
        name: None,
        image: None,
        bio: None,
        if_version: IfVersion::Any,
        client: a_client(),
    }
}

#[tokio::test]
async fn what_is_said_changes_and_the_rest_stays() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    world.clock.advance(MINUTE);
    let command = UpdateProfile {
        name: Some(DisplayName::parse("Ada King").unwrap()),
        bio: Some(Some(Bio::parse("Counts.").unwrap())),
        ..nothing()
    };
    let updated = world.app.users.update_profile(&actor, command).await.unwrap();
    assert_eq!(updated.name.as_ref().unwrap().as_str(), "Ada King");
    assert_eq!(updated.version, grant.user.version + 1);
    assert!(updated.updated_at > grant.user.updated_at);
    assert_eq!(world.user(ADA).await.as_ref(), Some(&updated));
    let expected = User {
        name: updated.name.clone(),
        bio: updated.bio.clone(),
        version: updated.version,
        updated_at: updated.updated_at,
        ..grant.user.clone()
    };
    assert_eq!(updated, expected, "sessions and everything else go on");
    world.authenticate(&grant).await.unwrap();

    let image = Some(Some(ImageUrl::parse("https://example.com/a.png").unwrap()));
    let command = UpdateProfile { bio: Some(None), image, ..nothing() };
    let updated = world.app.users.update_profile(&actor, command).await.unwrap();
    assert_eq!((updated.bio.is_none(), updated.image.is_some()), (true, true));

    let events = world.store.audit_events();
    let fields: Vec<Vec<&str>> = events
        .iter()
        .filter(|event| event.kind == EventKind::UserUpdated)
        .map(|event| event.changes.iter().map(|change| change.field.as_ref()).collect())
        .collect();
    assert_eq!(fields, [vec!["name", "bio"], vec!["image", "bio"]]);
    let told = |event: &bookplate_domain::audit::Event| {
        event.changes.iter().any(|change| change.from.is_some() || change.to.is_some())
    };
    assert!(!events.iter().any(told), "a name outlives nobody");
}

#[tokio::test]
async fn a_change_of_nothing_is_no_change() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let before = world.trail();
    let command = UpdateProfile { name: grant.user.name.clone(), bio: Some(None), ..nothing() };
    let same = world.app.users.update_profile(&actor, command).await.unwrap();
    assert_eq!(same, grant.user);
    assert_eq!(world.trail(), before);
}

#[tokio::test]
async fn whoever_read_another_version_overwrites_nothing() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let name = |text| Some(DisplayName::parse(text).unwrap());
    let if_version = IfVersion::OneOf(vec![grant.user.version + 5, grant.user.version]);
    let command = UpdateProfile { name: name("First"), if_version, ..nothing() };
    world.app.users.update_profile(&actor, command.clone()).await.unwrap();
    let late = UpdateProfile { name: name("Second"), ..command };
    let refused = world.app.users.update_profile(&actor, late).await;
    assert!(matches!(refused, Err(UserError::VersionConflict)), "{refused:?}");
    assert_eq!(world.user(ADA).await.unwrap().name, name("First"));
}

#[tokio::test]
async fn a_session_that_has_ended_changes_nothing() {
    let world = World::new().await;
    let actor = world.authenticate(&world.signed_in().await).await.unwrap().actor;
    let sessions = &world.app.sessions;
    sessions.revoke_session(&actor, actor.session_id, &a_client()).await.unwrap();
    let command = UpdateProfile { name: Some(DisplayName::parse("Eve").unwrap()), ..nothing() };
    let refused = world.app.users.update_profile(&actor, command).await;
    let revoked = matches!(refused, Err(UserError::Session(SessionError::Revoked)));
    assert!(revoked, "{refused:?}");
}
