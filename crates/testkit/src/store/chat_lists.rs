//! The chats of a user, page by page, and filtered.

use std::{cmp::Reverse, time::Duration};

use bookplate_domain::{
    chats::{Chat, ChatFilter, Tag},
    shared::{Timestamp, UserId},
};

use super::{
    Subject, a_kept_user,
    growth::{a_kept_chat, insert},
    pages, read,
};
use crate::{a_bare_chat, a_chat, a_moment, a_user};

pub(super) fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

/// What a filter lets through so many a page.
pub(super) async fn paged(
    store: &Subject,
    owner: UserId,
    filter: &ChatFilter,
    count: u64,
) -> Vec<Vec<Chat>> {
    pages(count, async |after, limit| {
        read(store).chats().list(owner, filter, after, limit).await.unwrap()
    })
    .await
}

/// What ought to be let through, in its order.
fn expected(chats: &[Chat], filter: &ChatFilter) -> Vec<Chat> {
    let wanted = |chat: &&Chat| {
        filter.archived.is_none_or(|archived| chat.archived == archived)
            && filter.pinned.is_none_or(|pinned| chat.pinned == pinned)
            && filter.tag.as_ref().is_none_or(|tag| chat.tags.iter().any(|each| each == tag))
    };
    let mut chats: Vec<Chat> = chats.iter().filter(wanted).cloned().collect();
    chats.sort_by_key(|chat| Reverse((chat.last_message_at, chat.id)));
    chats
}

async fn assert_listed(store: &Subject, chats: &[Chat], filter: &ChatFilter) {
    let owner = chats[0].owner_id;
    let expected = expected(chats, filter);
    for count in [1, 3, 7, 100] {
        let found = paged(store, owner, filter, count).await;
        let full = found.iter().rev().skip(1).all(|page| page.len() as u64 == count);
        assert!(full, "{filter:?}, {count} a page");
        assert_eq!(found.concat(), expected, "{filter:?}, {count} a page");
        assert!(found.len() == 1 || found.last().is_some_and(|last| !last.is_empty()));
    }
}

pub async fn chats_are_listed_by_activity_and_those_of_one_moment_by_falling_id(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let all = ChatFilter::default();
    assert_eq!(paged(&store, owner, &all, 5).await, [[]]);
    let mut chats = Vec::new();
    for seconds in [5, 3, 5, 900, 3, 5, 0, 1000, 3, 255, 256, 65_536 % 997, 5] {
        let chat = Chat { last_message_at: at(seconds), ..a_chat(owner) };
        insert(&store, &chat).await;
        chats.push(chat);
    }
    assert_listed(&store, &chats, &all).await;
}

pub async fn nobody_elses_chats_are_listed(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let theirs = [a_kept_chat(&store, owner).await, a_kept_chat(&store, owner).await];
    let others = [a_kept_chat(&store, other).await];
    let all = ChatFilter::default();
    assert_listed(&store, &theirs, &all).await;
    assert_listed(&store, &others, &all).await;
    assert_eq!(paged(&store, a_user().id, &all, 5).await, [[]]);
}

pub async fn a_clock_that_is_behind_hides_nothing(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chats = Vec::new();
    for seconds in [1, 2, 3, 4, 5] {
        let (last_message_at, created_at) = (at(10 + seconds), at(10));
        let chat = Chat { last_message_at, created_at, ..a_chat(owner) };
        insert(&store, &chat).await;
        chats.insert(0, chat);
    }
    for count in [1, 2, 100] {
        let found = paged(&store, owner, &ChatFilter::default(), count).await;
        assert_eq!(found.concat(), chats);
    }
}

const TAGS: [&str; 8] =
    ["a", "ab", "A", "á", "%", "_", "it's \"quoted\" \\u0061", "\u{1f469}\u{200d}\u{1f4bb}"];

pub async fn every_combination_of_filters_lets_through_what_it_says(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let tags = TAGS.map(|tag| Tag::parse(tag).expect("a tag"));
    let mut chats = Vec::new();
    for number in 0..36_usize {
        let with = |of: usize| tags.iter().enumerate().filter(move |(n, _)| n % of == number % of);
        let chat = Chat {
            archived: number % 2 == 0,
            pinned: number % 3 == 0,
            tags: match number % 4 {
                0 => Vec::new(),
                of => with(of + 1).map(|(_, tag)| tag.clone()).collect(),
            },
            last_message_at: at(number as u64 * 7 % 20),
            ..a_bare_chat(owner)
        };
        insert(&store, &chat).await;
        chats.push(chat);
    }
    a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let mut hits = 0;
    for archived in [None, Some(true), Some(false)] {
        for pinned in [None, Some(true), Some(false)] {
            let nobodys = Tag::parse("nobody's").expect("a tag");
            let wanted = tags.iter().cloned().chain([nobodys]).map(Some);
            for tag in [None].into_iter().chain(wanted) {
                let filter = ChatFilter { archived, pinned, tag };
                hits += expected(&chats, &filter).len();
                assert_listed(&store, &chats, &filter).await;
            }
        }
    }
    assert!(hits > 100, "{hits}");
}
