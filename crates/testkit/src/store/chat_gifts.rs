//! Chats that become somebody else's.

use std::collections::BTreeSet;

use bookplate_domain::{
    chats::{Chat, ChatFilter},
    shared::{ChatId, Limit, UserId},
};

use super::{
    Subject, a_kept_user, begin,
    chat_lists::paged,
    chats::all,
    growth::{a_kept_chain, a_kept_chat, append, found, go_on},
    keep, read,
};
use crate::{a_chat_id, a_report};

/// Gives chats as the use cases do: both users are kept, the one with the lower id first.
async fn give(store: &Subject, from: UserId, to: UserId, ids: Option<&[ChatId]>) -> Vec<ChatId> {
    let mut given = keep(store, async |tx| {
        tx.users().lock(from.min(to)).await.unwrap();
        tx.users().lock(from.max(to)).await.unwrap();
        tx.chats().give(from, to, ids).await.unwrap()
    })
    .await;
    given.sort();
    given
}

async fn ids_of(store: &Subject, owner: UserId) -> BTreeSet<ChatId> {
    let listed = paged(store, owner, &ChatFilter::default(), 3).await.concat();
    assert!(listed.iter().all(|chat| chat.owner_id == owner));
    assert_eq!(read(store).chats().count(owner).await.unwrap() as usize, listed.len());
    listed.into_iter().map(|chat| chat.id).collect()
}

pub async fn all_chats_of_a_user_are_given_with_their_messages(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let bystander = a_kept_user(&store).await.id;
    let (first, of_first) = a_kept_chain(&store, from, 3).await;
    let (second, of_second) = a_kept_chain(&store, from, 2).await;
    let empty = a_kept_chat(&store, from).await;
    let (theirs, of_theirs) = a_kept_chain(&store, to, 2).await;
    let (others, of_others) = a_kept_chain(&store, bystander, 2).await;

    let given = give(&store, from, to, None).await;
    assert_eq!(given, [first.id, second.id, empty.id]);
    assert_eq!(ids_of(&store, from).await, BTreeSet::new());
    let all_of_them = BTreeSet::from([first.id, second.id, empty.id, theirs.id]);
    assert_eq!(ids_of(&store, to).await, all_of_them);
    for (chat, messages) in [(first, of_first), (second, of_second), (empty, Vec::new())] {
        assert_eq!(read(&store).chats().find(from, chat.id).await.unwrap(), None);
        let chat = Chat { owner_id: to, ..chat };
        assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));
        assert_eq!(all(&store, &chat).await, messages);
    }
    for (chat, messages) in [(theirs, of_theirs), (others, of_others)] {
        assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));
        assert_eq!(all(&store, &chat).await, messages);
    }
    assert_eq!(give(&store, from, to, None).await, []);
    let left = read(&store).messages().list_all_of(from, None, Limit::MOST).await.unwrap();
    assert_eq!(left.items, []);
    let all = read(&store).messages().list_all_of(to, None, Limit::MOST).await.unwrap();
    assert_eq!(all.items.len(), 7);
}

pub async fn of_some_chats_those_of_the_giver_are_given(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let bystander = a_kept_user(&store).await.id;
    let mut theirs = Vec::new();
    for _ in 0..4 {
        theirs.push(a_kept_chat(&store, from).await.id);
    }
    let others = a_kept_chat(&store, bystander).await;
    let own = a_kept_chat(&store, to).await;
    assert_eq!(give(&store, from, to, Some(&[])).await, []);
    assert_eq!(give(&store, from, to, Some(&[others.id, own.id, a_chat_id()])).await, []);
    let some = [theirs[2], others.id, theirs[0], own.id, a_chat_id(), theirs[2]];
    assert_eq!(give(&store, from, to, Some(&some)).await, [theirs[0], theirs[2]]);
    assert_eq!(give(&store, from, to, Some(&some)).await, []);
    assert_eq!(ids_of(&store, from).await, BTreeSet::from([theirs[1], theirs[3]]));
    assert_eq!(ids_of(&store, to).await, BTreeSet::from([theirs[0], theirs[2], own.id]));
    assert_eq!(ids_of(&store, bystander).await, BTreeSet::from([others.id]));
}

pub async fn reports_go_with_their_chat(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (given, of_given) = a_kept_chain(&store, from, 2).await;
    let (kept, of_kept) = a_kept_chain(&store, from, 1).await;
    let reports = [&of_given[0], &of_given[1], &of_kept[0]].map(|m| a_report(from, m));
    keep(&store, async |tx| {
        for report in &reports {
            tx.reports().insert(report).await.unwrap();
        }
    })
    .await;
    give(&store, from, to, Some(&[given.id])).await;
    for (report, owner) in reports.iter().zip([to, to, from]) {
        let found = read(&store).reports().find(report.id).await.unwrap();
        assert_eq!(found.map(|found| found.user_id), Some(owner));
    }
    assert_eq!(found(&store, &kept).await, Some(kept));
    let list = read(&store).reports().list(None, Some(to), None, Limit::MOST).await.unwrap();
    assert_eq!(list.items.len(), 2);
}

pub async fn reports_of_chats_that_are_gone_go_with_all_the_others(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (chat, messages) = a_kept_chain(&store, from, 1).await;
    let report = a_report(from, &messages[0]);
    keep(&store, async |tx| {
        tx.reports().insert(&report).await.unwrap();
        tx.chats().delete(from, &[chat.id]).await.unwrap();
    })
    .await;
    let reporter = async || {
        let found = read(&store).reports().find(report.id).await.unwrap();
        found.map(|found| found.user_id)
    };
    give(&store, from, to, Some(&[chat.id])).await;
    assert_eq!(reporter().await, Some(from));
    give(&store, from, to, None).await;
    assert_eq!(reporter().await, Some(to));
}

pub async fn a_given_chat_grows_at_its_new_owner(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let (chat, mut messages) = a_kept_chain(&store, from, 2).await;
    give(&store, from, to, None).await;
    let mut chat = Chat { owner_id: to, ..chat };
    messages.push(go_on(&store, &mut chat).await);
    let next = crate::a_question(&chat, "weiter");
    append(&store, &mut chat, std::slice::from_ref(&next)).await;
    messages.push(next);
    assert_eq!(all(&store, &chat).await, messages);
    // Back again, and it is whole.
    assert_eq!(give(&store, to, from, None).await, [chat.id]);
    let chat = Chat { owner_id: from, ..chat };
    assert_eq!(found(&store, &chat).await.as_ref(), Some(&chat));
    assert_eq!(all(&store, &chat).await, messages);
}

pub async fn a_gift_that_is_not_kept_changes_nothing(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let chat = a_kept_chat(&store, from).await;
    let mut tx = begin(&store).await;
    assert_eq!(tx.chats().give(from, to, None).await.unwrap(), [chat.id]);
    drop(tx);
    assert_eq!(found(&store, &chat).await, Some(chat));
    assert_eq!(ids_of(&store, to).await, BTreeSet::new());
}
