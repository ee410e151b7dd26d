use bookplate_domain::{
    chats::{Chat, ChatError, NewTitle, Tag, Title, TitleSource, UpdateChat},
    roles::Role,
    sessions::Actor,
    shared::{ChatId, IfVersion},
};
use serde_json::{Value, json};

use super::{question, wrong_field};
use crate::world::{ADA, MINUTE, World};

pub fn unchanged(id: ChatId) -> UpdateChat {
    UpdateChat {
        id,
        title: None,
        pinned: None,
        archived: None,
        tags: None,
        metadata: None,
        if_version: IfVersion::Any,
    }
}

fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

struct Scene {
    world: World,
    ada: Actor,
    chat: Chat,
}

async fn scene() -> Scene {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let id = world.chat(&ada, vec![question("q")]).await;
    let chat = world.read_chat(&ada, id).await;
    world.clock.advance(MINUTE);
    Scene { world, ada, chat }
}

#[tokio::test]
async fn a_change_is_kept_and_does_not_move_the_chat() {
    let Scene { world, ada, chat } = scene().await;
    let tags = vec![Tag::parse("work").unwrap()];
    let command = UpdateChat {
        title: Some(NewTitle::ByUser(title("PID"))),
        pinned: Some(true),
        archived: Some(true),
        tags: Some(tags.clone()),
        ..unchanged(chat.id)
    };
    let changed = world.app.chats.update_chat(&ada, command).await.unwrap();
    let now = world.ports.clock.now();
    let expected = Chat {
        title: Some(title("PID")),
        title_source: TitleSource::User,
        pinned: true,
        archived: true,
        tags,
        version: chat.version + 1,
        updated_at: now,
        ..chat
    };
    assert_eq!(changed, expected);
    assert_eq!(world.read_chat(&ada, chat.id).await, expected);
}

#[tokio::test]
async fn only_what_was_read_is_changed_if_that_is_asked_for() {
    let Scene { world, ada, chat } = scene().await;
    let (app, version) = (&world.app.chats, chat.version);
    let pinning = |pinned, versions: &[u32]| UpdateChat {
        pinned: Some(pinned),
        if_version: IfVersion::OneOf(versions.to_vec()),
        ..unchanged(chat.id)
    };
    let pinned = app.update_chat(&ada, pinning(true, &[version])).await.unwrap();
    assert_eq!(pinned.version, version + 1);
    let late = app.update_chat(&ada, pinning(false, &[version])).await;
    assert!(matches!(late, Err(ChatError::VersionConflict)), "{late:?}");
    // Not even what changes nothing.
    let late = app.update_chat(&ada, pinning(true, &[version])).await;
    assert!(matches!(late, Err(ChatError::VersionConflict)), "{late:?}");
    assert_eq!(world.read_chat(&ada, chat.id).await, pinned);
    app.update_chat(&ada, pinning(false, &[version, version + 1])).await.unwrap();
    assert!(!world.read_chat(&ada, chat.id).await.pinned);
}

#[tokio::test]
async fn a_message_that_comes_meanwhile_is_another_version() {
    let Scene { world, ada, chat } = scene().await;
    world.append(&ada, chat.id, vec![question("q2")]).await.unwrap();
    let if_version = IfVersion::OneOf(vec![chat.version]);
    let command = UpdateChat { archived: Some(true), if_version, ..unchanged(chat.id) };
    let late = world.app.chats.update_chat(&ada, command).await;
    assert!(matches!(late, Err(ChatError::VersionConflict)), "{late:?}");
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_no_other_version() {
    let Scene { world, ada, chat } = scene().await;
    let command = UpdateChat {
        pinned: Some(false),
        tags: Some(Vec::new()),
        metadata: json!({ "absent": null }).as_object().cloned(),
        ..unchanged(chat.id)
    };
    assert_eq!(world.app.chats.update_chat(&ada, command).await.unwrap(), chat);
    assert_eq!(world.read_chat(&ada, chat.id).await, chat);
}

#[tokio::test]
async fn a_model_names_a_chat_until_its_owner_does() {
    let Scene { world, ada, chat } = scene().await;
    let titles = [
        (NewTitle::Generated(title("By a model")), Some("By a model"), TitleSource::Generated),
        (NewTitle::Generated(title("Better")), Some("Better"), TitleSource::Generated),
        (NewTitle::ByUser(title("Mine")), Some("Mine"), TitleSource::User),
        (NewTitle::Generated(title("Late")), Some("Mine"), TitleSource::User),
        (NewTitle::None, None, TitleSource::Auto),
        (NewTitle::Generated(title("Again")), Some("Again"), TitleSource::Generated),
    ];
    for (new, expected, source) in titles {
        let command = UpdateChat { title: Some(new.clone()), ..unchanged(chat.id) };
        let changed = world.app.chats.update_chat(&ada, command).await.unwrap();
        let shown = changed.title.as_ref().map(Title::as_str);
        assert_eq!((shown, changed.title_source), (expected, source), "{new:?}");
    }
}

#[tokio::test]
async fn a_chat_without_a_title_is_named_by_the_next_question() {
    let Scene { world, ada, chat } = scene().await;
    let command = UpdateChat { title: Some(NewTitle::None), ..unchanged(chat.id) };
    world.app.chats.update_chat(&ada, command).await.unwrap();
    world.append(&ada, chat.id, vec![question("next")]).await.unwrap();
    assert_eq!(world.read_chat(&ada, chat.id).await.title, Some(title("next")));
}

#[tokio::test]
async fn metadata_is_merged_and_too_much_of_it_refused() {
    let Scene { world, ada, chat } = scene().await;
    let merge = |patch: Value| {
        let command = UpdateChat { metadata: patch.as_object().cloned(), ..unchanged(chat.id) };
        world.app.chats.update_chat(&ada, command)
    };
    merge(json!({ "a": { "b": 1 }, "c": 2 })).await.unwrap();
    let merged = merge(json!({ "a": { "d": 3 }, "c": null })).await.unwrap();
    let object = Value::Object(merged.metadata.as_object().clone());
    assert_eq!(object, json!({ "a": { "b": 1, "d": 3 } }));
    let filler = "x".repeat(16 * 1024);
    assert_eq!(wrong_field(merge(json!({ "big": filler })).await), "metadata");
    assert_eq!(world.read_chat(&ada, chat.id).await, merged);
}
