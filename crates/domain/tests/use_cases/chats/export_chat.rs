use bookplate_domain::{
    chats::{ChatError, ChatExport, MessageView},
    roles::Role,
    sessions::{Actor, SessionError},
    shared::{ChatId, IfVersion},
};
use bookplate_testkit::a_client;

use super::{answer, following, is_not_found, names, question};
use crate::world::{ADA, DAY, World};

/// A chat whose messages take three pages, in their order.
async fn long_chat(world: &World, actor: &Actor) -> (ChatId, Vec<String>) {
    let all: Vec<String> = (1..=205).map(|n| format!("m{n}")).collect();
    let chat = world.chat(actor, all.iter().map(|name| question(name)).collect()).await;
    (chat, all)
}

async fn rest(export: &mut ChatExport) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    while let Some(page) = export.next().await.unwrap() {
        pages.push(names(&page).into_iter().map(ToOwned::to_owned).collect());
    }
    pages
}

#[tokio::test]
async fn a_chat_comes_page_by_page_with_each_message_once() {
    let world = World::new().await;
    let ada = world.visitor().await;
    let chats = &world.app.chats;
    let answers = (1..=205).map(|n| answer(&format!("m{n}"))).collect();
    let chat = world.chat(&ada, answers).await;
    let mut export = chats.export_chat(&ada, chat, MessageView::All).await.unwrap();
    assert_eq!(export.chat, world.read_chat(&ada, chat).await);
    let pages = rest(&mut export).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 5]);
    let all: Vec<String> = (1..=205).map(|n| format!("m{n}")).collect();
    assert_eq!(pages.concat(), all);
    assert!(export.next().await.unwrap().is_none(), "it has ended for good");
}

#[tokio::test]
async fn it_has_the_active_branch_or_the_whole_tree() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let messages = vec![question("q"), answer("a1"), following("q", answer("a2"))];
    let chat = world.chat(&ada, messages).await;
    for (view, expected) in
        [(MessageView::Active, vec!["q", "a2"]), (MessageView::All, vec!["q", "a1", "a2"])]
    {
        let mut export = world.app.chats.export_chat(&ada, chat, view).await.unwrap();
        assert_eq!(rest(&mut export).await.concat(), expected);
    }
    let empty = world.fill(&ada, 1).await[0];
    let mut export = world.app.chats.export_chat(&ada, empty, MessageView::All).await.unwrap();
    assert_eq!(rest(&mut export).await.concat(), [""; 0]);
}

#[tokio::test]
async fn it_goes_on_along_its_branch_while_others_write() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let (chat, all) = long_chat(&world, &ada).await;
    let view = MessageView::Active;
    let mut export = world.app.chats.export_chat(&ada, chat, view).await.unwrap();
    let mut seen = vec![names(&export.next().await.unwrap().unwrap()).join(" ")];
    world.append(&ada, chat, vec![following("m1", answer("elsewhere"))]).await.unwrap();
    seen.extend(rest(&mut export).await.into_iter().map(|page| page.join(" ")));
    assert_eq!(seen.join(" "), all.join(" "));
}

#[tokio::test]
async fn it_breaks_off_when_the_session_has_ended() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let (chat, _) = long_chat(&world, &ada).await;
    let mut export = world.app.chats.export_chat(&ada, chat, MessageView::All).await.unwrap();
    assert!(export.next().await.unwrap().is_some());
    world.app.sessions.revoke_session(&ada, ada.session_id, &a_client()).await.unwrap();
    let broken = export.next().await;
    assert!(matches!(broken, Err(ChatError::Session(SessionError::Revoked))), "{broken:?}");

    let eve = world.actor_of("eve@example.com", Role::User).await;
    let (chat, _) = long_chat(&world, &eve).await;
    let mut export = world.app.chats.export_chat(&eve, chat, MessageView::All).await.unwrap();
    world.clock.advance(30 * DAY);
    let broken = export.next().await;
    assert!(matches!(broken, Err(ChatError::Session(SessionError::Expired))), "{broken:?}");
}

#[tokio::test]
async fn it_breaks_off_when_the_chat_is_gone() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let (chat, _) = long_chat(&world, &ada).await;
    let mut export = world.app.chats.export_chat(&ada, chat, MessageView::All).await.unwrap();
    assert!(export.next().await.unwrap().is_some());
    world.app.chats.delete_chat(&ada, chat, &IfVersion::Any).await.unwrap();
    assert!(is_not_found(&export.next().await));
}
