use bookplate_domain::{
    chats::{ChatQuery, NewTitle, SearchChats, SearchHit, Title, UpdateChat},
    roles::Role,
    sessions::Actor,
    shared::{IfVersion, Limit},
};

use super::{answer, question, saying};
use crate::world::{ADA, World};

fn wanted(text: &str) -> SearchChats {
    let query = ChatQuery::parse(text).unwrap();
    SearchChats { query, after: None, limit: Limit::MOST }
}

/// What each hit is: the name of the message, or the title of the chat.
fn told(hit: &SearchHit) -> String {
    match &hit.message {
        Some(message) => message.id.as_str().to_owned(),
        None => format!("“{}”", hit.chat.title.as_ref().unwrap()),
    }
}

async fn found(world: &World, actor: &Actor, text: &str) -> Vec<String> {
    let page = world.app.chats.search_chats(actor, &wanted(text)).await.unwrap();
    page.items.iter().map(told).collect()
}

#[tokio::test]
async fn titles_and_messages_with_all_of_the_words_are_found_the_newest_first() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let about = saying("How does a PID loop work?", question("q"));
    world.chat(&ada, vec![about, saying("The loop of a pid…", answer("a"))]).await;
    world.chat(&ada, vec![saying("A loop in Rust", question("r"))]).await;
    let everywhere = ["r", "“A loop in Rust”", "a", "q", "“How does a PID loop work?”"];
    assert_eq!(found(&world, &ada, "loop").await, everywhere);

    assert_eq!(found(&world, &ada, "Pid LOOP how").await.len(), 2);
    assert_eq!(found(&world, &ada, "rust pid").await, [""; 0], "not in one text");
    assert_eq!(found(&world, &ada, "wor").await.len(), 2, "the last word may be a beginning");
    assert_eq!(found(&world, &ada, "wor ").await, [""; 0], "unless it has ended");
}

#[tokio::test]
async fn nobody_finds_what_is_anothers() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    world.chat(&ada, vec![question("secret")]).await;
    assert_eq!(found(&world, &root, "secret").await, [""; 0]);
    assert_eq!(found(&world, &ada, "secret").await.len(), 2);
}

#[tokio::test]
async fn what_was_rewritten_is_found_by_its_new_words_alone() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("before"), answer("gone")]).await;
    world.put(&ada, chat, saying("after", question("before"))).await.unwrap();
    let command = UpdateChat {
        id: chat,
        title: Some(NewTitle::ByUser(Title::parse("Named").unwrap())),
        pinned: None,
        archived: None,
        tags: None,
        metadata: None,
        if_version: IfVersion::Any,
    };
    world.app.chats.update_chat(&ada, command).await.unwrap();
    world.delete_message(&ada, chat, "gone").await.unwrap();
    assert_eq!(found(&world, &ada, "after").await, ["before"]);
    assert_eq!(found(&world, &ada, "named").await, ["“Named”"]);
    for word in ["before", "gone"] {
        assert_eq!(found(&world, &ada, word).await, [""; 0], "{word}");
    }
}

#[tokio::test]
async fn hits_come_page_by_page_each_once() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let answers = (1..=5).map(|n| saying("word", answer(&format!("a{n}")))).collect();
    let chat = world.chat(&ada, answers).await;
    let mut search = SearchChats { limit: Limit::parse(2).unwrap(), ..wanted("word") };
    let mut pages = Vec::new();
    loop {
        let page = world.app.chats.search_chats(&ada, &search).await.unwrap();
        pages.push(page.items.iter().map(told).collect::<Vec<_>>());
        search.after = page.next;
        if search.after.is_none() {
            break;
        }
        world
            .append(&ada, chat, vec![saying("word", answer(&format!("late{}", pages.len())))])
            .await
            .unwrap();
    }
    assert_eq!(pages, [vec!["a5", "a4"], vec!["a3", "a2"], vec!["a1"]]);
}
