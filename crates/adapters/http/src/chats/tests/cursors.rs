use bookplate_domain::sessions::SessionGrant;
use serde_json::Value;

use super::{CHATS, chosen, place, world};
use crate::testing::{MINUTE, World, messages_of, said};

/// Every item of a list, two at a time, and the cursors on the way.
async fn walk(world: &World, path: &str, caller: &SessionGrant) -> (Vec<Value>, Vec<String>) {
    let (mut items, mut cursors) = (Vec::new(), Vec::new());
    let mut next = format!("{path}&limit=2");
    loop {
        let page = world.get(&next, caller).await.is(200).json();
        let data = page["data"].as_array().unwrap();
        assert!(data.len() <= 2);
        items.extend(data.clone());
        let Some(cursor) = page["nextCursor"].as_str() else { return (items, cursors) };
        next = format!("{path}&limit=2&cursor={cursor}");
        cursors.push(cursor.to_owned());
        assert!(cursors.len() < 50);
    }
}

/// Ada's five chats; the first one has seven messages on one branch.
async fn five_chats() -> (World, SessionGrant) {
    let (world, ada) = world().await;
    for number in 1..=5 {
        world.clock.advance(MINUTE);
        world.append(chosen(number), &[said("m1", "user", "pid")], &ada).await.is(201);
    }
    for number in 2..=7 {
        let message = said(&format!("m{number}"), "assistant", "pid");
        world.append(chosen(1), &[message], &ada).await.is(201);
    }
    (world, ada)
}

#[actix_web::test]
async fn pages_of_every_list_fit_together() {
    let (world, ada) = five_chats().await;
    let messages = messages_of(chosen(1));
    for (path, count) in [
        (format!("{CHATS}?"), 5),
        (format!("{CHATS}?archived=false"), 5),
        (format!("{messages}?view=active"), 7),
        (format!("{messages}?view=all"), 7),
        (format!("{messages}?order=desc"), 7),
        // The titles are found as well as what they were made of.
        (format!("{CHATS}/search?q=pid"), 16),
    ] {
        let whole = world.get(&format!("{path}&limit=100"), &ada).await.is(200).json();
        let (items, _) = walk(&world, &path, &ada).await;
        assert_eq!((items.len(), &Value::Array(items)), (count, &whole["data"]), "{path}");
    }
}

#[actix_web::test]
async fn a_chat_that_moves_meanwhile_is_neither_skipped_nor_repeated() {
    let (world, ada) = five_chats().await;
    let first = world.get(&format!("{CHATS}?limit=2"), &ada).await.is(200).json();
    world.clock.advance(MINUTE);
    world.append(chosen(3), &[said("n", "user", "x")], &ada).await.is(201);
    let cursor = first["nextCursor"].as_str().unwrap();
    let rest = world.get(&format!("{CHATS}?limit=9&cursor={cursor}"), &ada).await.is(200).json();
    let id = |chat: &Value| chat["id"].clone();
    let pages = [&first, &rest].map(|page| page["data"].as_array().unwrap().iter().map(id));
    let mut ids: Vec<Value> = pages.into_iter().flatten().collect();
    ids.sort_by_key(Value::to_string);
    let all: Vec<Value> = (1..=5).map(|number| chosen(number).to_string().into()).collect();
    assert_eq!(ids, all);
}

#[actix_web::test]
async fn a_cursor_is_good_for_its_caller_its_list_and_its_filters() {
    let (world, ada) = five_chats().await;
    let eve = world.visitor().await;
    world.append(chosen(9), &[said("m1", "user", "x")], &eve).await.is(201);
    let lists = [
        format!("{CHATS}?"),
        format!("{CHATS}?pinned=false"),
        format!("{CHATS}/search?q=pid"),
        format!("{CHATS}/search?q=pi"),
        format!("{}?", messages_of(chosen(1))),
        format!("{}?view=all", messages_of(chosen(1))),
        format!("{}?order=desc", messages_of(chosen(1))),
        format!("{}?", messages_of(chosen(2))),
    ];
    let mut cursors = Vec::new();
    for list in &lists {
        cursors.push((list, walk(&world, list, &ada).await.1));
    }
    for (from, cursors) in &cursors {
        let Some(cursor) = cursors.first() else { continue };
        for list in &lists {
            let answer = world.get(&format!("{list}&cursor={cursor}"), &ada).await;
            if list == *from {
                answer.is(200);
                let upper =
                    list.replace(&chosen(1).to_string(), &chosen(1).to_string().to_uppercase());
                world.get(&format!("{upper}&cursor={cursor}"), &ada).await.is(200);
            } else {
                answer.problem(400, "INVALID_CURSOR");
            }
        }
        let altered: String = cursor.chars().rev().collect();
        for wrong in [altered.as_str(), "x", "", &cursor[1..], &format!("{cursor}0")] {
            let answer = world.get(&format!("{from}&cursor={wrong}"), &ada).await;
            answer.problem(400, "INVALID_CURSOR");
        }
        if !from.contains("/messages") {
            let answer = world.get(&format!("{from}&cursor={cursor}"), &eve).await;
            answer.problem(400, "INVALID_CURSOR");
        }
    }
    assert_eq!(cursors.iter().filter(|(_, cursors)| cursors.is_empty()).count(), 1);
    world.get(&place(chosen(1)), &ada).await.is(200);
}
