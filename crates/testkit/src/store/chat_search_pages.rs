//! How what a search finds follows page after page.

use bookplate_domain::{chats::SearchHit, shared::Limit};

use super::{
    Subject, a_kept_user,
    chat_search::{a_chat_called, paged, query},
    growth::say,
    read,
};

pub async fn pages_follow_each_other_from_what_was_added_last_on(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chats = Vec::new();
    let mut added = Vec::new();
    // Turn by turn to one of three chats: neither by chat nor by number.
    for number in 0..13_usize {
        if number % 5 == 0 {
            let chat = a_chat_called(&store, owner, "Regler und Regelung").await;
            added.insert(0, (chat.id, None));
            chats.push(chat);
        }
        let place = number * 7 % chats.len();
        let message = say(&store, &mut chats[place], &format!("der {number}. Regler")).await;
        added.insert(0, (message.chat_id, Some(message.id)));
        say(&store, &mut chats[place], "nichts").await;
    }
    let which = |hit: &SearchHit| (hit.chat.id, hit.message.as_ref().map(|each| each.id.clone()));
    for count in [1, 2, 3, 5, 16, 100] {
        let found = paged(&store, owner, &query("regler"), count).await;
        let full = found.iter().rev().skip(1).all(|page| page.len() as u64 == count);
        assert!(full, "{count} a page");
        let found: Vec<_> = found.concat().iter().map(which).collect();
        assert_eq!(found, added, "{count} a page");
    }
}

pub async fn what_comes_meanwhile_is_on_no_later_page(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_chat_called(&store, owner, "Regler").await;
    for _ in 0..4 {
        say(&store, &mut chat, "Regler").await;
    }
    let limit = Limit::parse(2).unwrap();
    let (query, mut after, mut seen) = (query("regler"), None, Vec::new());
    loop {
        let mut read = read(&store);
        let page = read.chats().search(owner, &query, after.as_ref(), limit).await.unwrap();
        seen.extend(page.items.iter().map(|hit| hit.message.as_ref().map_or(0, |m| m.seq)));
        say(&store, &mut chat, "noch ein Regler").await;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [4, 3, 2, 1, 0]);
}
