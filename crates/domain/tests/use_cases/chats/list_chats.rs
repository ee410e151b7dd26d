use bookplate_domain::{
    chats::{ChatFilter, ListChats, NewMessage, Tag, UpdateChat},
    roles::Role,
    sessions::Actor,
    shared::{ChatId, IfVersion, Limit},
};

use super::{answer, question};
use crate::world::{ADA, MINUTE, World};

/// Some chats, the oldest first, a minute apart.
async fn chats(world: &World, actor: &Actor, count: usize) -> Vec<ChatId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        world.clock.advance(MINUTE);
        ids.push(world.chat(actor, vec![question("q")]).await);
    }
    world.clock.advance(MINUTE);
    ids
}

async fn listed(world: &World, actor: &Actor, filter: ChatFilter) -> Vec<ChatId> {
    let query = ListChats { filter, after: None, limit: Limit::MOST };
    let page = world.app.chats.list_chats(actor, query).await.unwrap();
    page.items.iter().map(|chat| chat.id).collect()
}

#[tokio::test]
async fn the_chat_with_the_latest_message_comes_first() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let ids = chats(&world, &ada, 3).await;
    let all = ChatFilter::default;
    assert_eq!(listed(&world, &ada, all()).await, [ids[2], ids[1], ids[0]]);
    world.append(&ada, ids[0], vec![answer("a")]).await.unwrap();
    let moved = [ids[0], ids[2], ids[1]];
    assert_eq!(listed(&world, &ada, all()).await, moved);

    // Neither a deletion nor a retry is activity.
    world.clock.advance(MINUTE);
    world.append(&ada, ids[1], vec![question("q")]).await.unwrap();
    world.delete_message(&ada, ids[0], "a").await.unwrap();
    assert_eq!(listed(&world, &ada, all()).await, moved);
}

#[tokio::test]
async fn a_filter_lets_through_what_fits_all_of_it() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let ids = chats(&world, &ada, 4).await;
    let tag = |text: &str| Tag::parse(text).unwrap();
    for (id, pinned, archived, tags) in [
        (ids[0], true, false, vec![tag("work"), tag("pid")]),
        (ids[1], false, true, vec![tag("work")]),
        (ids[2], true, true, vec![tag("workshop")]),
    ] {
        let command = UpdateChat {
            id,
            title: None,
            pinned: Some(pinned),
            archived: Some(archived),
            tags: Some(tags),
            metadata: None,
            if_version: IfVersion::Any,
        };
        world.app.chats.update_chat(&ada, command).await.unwrap();
    }
    let all = ChatFilter::default();
    let archived = |archived| ChatFilter { archived: Some(archived), ..all.clone() };
    let pinned = |pinned| ChatFilter { pinned: Some(pinned), ..all.clone() };
    let tagged = |text| ChatFilter { tag: Some(tag(text)), ..all.clone() };
    for (filter, expected) in [
        (all.clone(), vec![3, 2, 1, 0]),
        (archived(true), vec![2, 1]),
        (archived(false), vec![3, 0]),
        (pinned(true), vec![2, 0]),
        (pinned(false), vec![3, 1]),
        (tagged("work"), vec![1, 0]),
        (tagged("wor"), vec![]),
        (ChatFilter { pinned: Some(true), ..archived(true) }, vec![2]),
        (ChatFilter { pinned: Some(true), ..tagged("work") }, vec![0]),
    ] {
        let expected: Vec<ChatId> = expected.into_iter().map(|at: usize| ids[at]).collect();
        assert_eq!(listed(&world, &ada, filter.clone()).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn pages_fit_together_although_chats_move_while_they_are_read() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let ids = chats(&world, &ada, 7).await;
    let mut seen = Vec::new();
    let (mut after, limit) = (None, Limit::parse(2).unwrap());
    loop {
        let query = ListChats { filter: ChatFilter::default(), after, limit };
        let page = world.app.chats.list_chats(&ada, query).await.unwrap();
        seen.extend(page.items.iter().map(|chat| chat.id));
        after = page.next;
        if after.is_none() {
            break;
        }
        // One that was seen moves, one that was not, and there is a new one.
        world.clock.advance(MINUTE);
        let unnamed = || vec![NewMessage { id: None, ..answer("a") }];
        world.append(&ada, ids[6], unnamed()).await.unwrap();
        world.append(&ada, ids[0], unnamed()).await.unwrap();
        world.chat(&ada, vec![question("new")]).await;
    }
    let first_seen: Vec<ChatId> = ids.iter().rev().copied().collect();
    assert_eq!(seen, first_seen, "each once, in the order of the first page");
}

#[tokio::test]
async fn the_list_has_the_own_chats_only() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let own = chats(&world, &ada, 1).await;
    let other = chats(&world, &root, 1).await;
    assert_eq!(listed(&world, &ada, ChatFilter::default()).await, own);
    assert_eq!(listed(&world, &root, ChatFilter::default()).await, other);
}
