//! What of chats is in everything that is held about a user.

use bookplate_domain::{
    chats::{ChatQuery, ReportAction, ResolveReport, SearchChats},
    roles::Role,
    sessions::Actor,
    shared::Limit,
    store::Store,
    users::Held,
};
use bookplate_testkit::{a_chat_id, a_client};

use super::{answer, following, question};
use crate::world::{ADA, PASSWORD, World};

/// What is told of chats, messages and reports: each with the chat that it belongs to.
async fn held(world: &World, actor: &Actor) -> Vec<String> {
    let mut export = world.app.users.export_own_data(actor, &a_client()).await.unwrap();
    let mut all = Vec::new();
    while let Some(page) = export.next().await.unwrap() {
        all.extend(page.iter().filter_map(|held| match held {
            Held::Chat(chat) => Some(format!("chat {}", chat.id)),
            Held::Message(message) => Some(format!("{} {}", message.id, message.chat_id)),
            Held::Report(report) => Some(format!(
                "{} of {} {}",
                report.status().as_str(),
                report.message_id,
                report.chat_id
            )),
            _ => None,
        }));
    }
    all.sort_unstable();
    all
}

#[tokio::test]
async fn all_branches_and_reports_are_in_it_and_nothing_that_was_deleted() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let messages = vec![question("q"), answer("a1"), following("q", answer("a2")), answer("gone")];
    let chat = world.chat(&ada, messages).await;
    world.delete_message(&ada, chat, "gone").await.unwrap();
    let (settled, _) = world.report(&ada, chat, "a1").await.unwrap();
    let action = ReportAction::Dismiss;
    let command = ResolveReport { id: settled.id, action, note: None, client: a_client() };
    world.app.chats.resolve_report(&root, command).await.unwrap();
    world.report(&ada, chat, "a2").await.unwrap();
    let deleted = world.chat(&ada, vec![question("q")]).await;
    world.app.chats.delete_chats(&ada, &[deleted]).await.unwrap();
    world.chat(&root, vec![question("q")]).await;

    let mut expected = vec![
        format!("chat {chat}"),
        format!("q {chat}"),
        format!("a1 {chat}"),
        format!("a2 {chat}"),
        format!("resolved of a1 {chat}"),
        format!("open of a2 {chat}"),
    ];
    expected.sort_unstable();
    assert_eq!(held(&world, &ada).await, expected);
}

#[tokio::test]
async fn what_a_visitor_brought_is_in_it() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let visitor = world.visitor().await;
    let chat = world.chat(&visitor, vec![question("q")]).await;
    world.report(&visitor, chat, "q").await.unwrap();
    assert_eq!(held(&world, &ada).await, [""; 0]);
    world.log_in_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    let expected = [format!("chat {chat}"), format!("open of q {chat}"), format!("q {chat}")];
    assert_eq!(held(&world, &ada).await, expected);
}

#[tokio::test]
async fn an_account_that_is_deleted_leaves_no_chat() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("secret")]).await;
    let there = world.read_chat(&ada, chat).await;
    world.app.users.delete_account(&ada, &a_client()).await.unwrap();
    let mut read = world.store.read();
    assert_eq!(read.chats().find(ada.user_id, chat).await.unwrap(), None);
    assert_eq!(read.messages().newest(&there).await.unwrap(), None);
    assert_eq!(read.chats().count(ada.user_id).await.unwrap(), 0);

    // Its id can be had by others, who find nothing of it.
    let eve = world.actor_of("eve@example.com", Role::User).await;
    world.start_chat(&eve, chat).await.unwrap();
    world.start_chat(&eve, a_chat_id()).await.unwrap();
    assert_eq!(world.active(&eve, chat).await, []);
    let query = ChatQuery::parse("secret").unwrap();
    let search = SearchChats { query, after: None, limit: Limit::MOST };
    assert!(world.app.chats.search_chats(&eve, &search).await.unwrap().items.is_empty());
}
