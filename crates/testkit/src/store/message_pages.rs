//! Messages page by page, on all branches.

use bookplate_domain::{
    chats::{Chat, FirstPage, Message, MessageOrder, MessageView},
    shared::{Cursor, Limit, UserId},
};

use super::{
    Subject, a_kept_user,
    growth::{a_kept_chain, a_kept_chat, append, chain, found, go_on},
    keep, pages, read,
};
use crate::a_user;

pub(super) async fn paged(
    store: &Subject,
    chat: &Chat,
    (view, order): (MessageView, MessageOrder),
    count: u64,
) -> Vec<Vec<Message>> {
    pages(count, async |after, limit| {
        read(store).messages().list(chat, view, order, after, limit).await.unwrap()
    })
    .await
}

/// One page of two.
pub(super) async fn two(
    store: &Subject,
    chat: &Chat,
    (view, order): (MessageView, MessageOrder),
    after: Option<&Cursor<Message>>,
) -> (Vec<Message>, Option<Cursor<Message>>) {
    let limit = Limit::parse(2).unwrap();
    let page = read(store).messages().list(chat, view, order, after, limit).await.unwrap();
    (page.items, page.next)
}

/// Everything from behind a place on, by pages of two.
pub(super) async fn rest(
    store: &Subject,
    chat: &Chat,
    how: (MessageView, MessageOrder),
    after: Option<Cursor<Message>>,
) -> Vec<Message> {
    let (mut rest, mut after) = (Vec::new(), after);
    while let Some(place) = after {
        let (items, next) = two(store, chat, how, Some(&place)).await;
        rest.extend(items);
        after = next;
    }
    rest
}

/// Both orders, at every size of a page.
pub(super) async fn assert_pages(
    store: &Subject,
    chat: &Chat,
    view: MessageView,
    expected: &[Message],
) {
    let mut expected = expected.to_vec();
    for order in [MessageOrder::Asc, MessageOrder::Desc] {
        for count in [1, 2, 3, 7, 100] {
            let found = paged(store, chat, (view, order), count).await;
            let full = found.iter().rev().skip(1).all(|page| page.len() as u64 == count);
            assert!(full, "{count} a page");
            assert_eq!(found.concat(), expected, "{view:?}, {order:?}, {count} a page");
            let last = found.last().expect("a page");
            assert!(found.len() == 1 || !last.is_empty(), "the last page is not empty");
            assert_opened(store, chat, (view, order), count).await;
        }
        expected.reverse();
    }
}

/// A chat is opened with its head as it is now and the first page.
pub(super) async fn assert_opened(
    store: &Subject,
    chat: &Chat,
    (view, order): (MessageView, MessageOrder),
    count: u64,
) {
    let limit = Limit::parse(count).unwrap();
    let chat = &found(store, chat).await.expect("the chat");
    let mut read = read(store);
    let page = read.messages().list(chat, view, order, None, limit).await.unwrap();
    let opened = read.chats().open(chat.owner_id, chat.id, view, order, limit).await.unwrap();
    let expected = FirstPage { head_id: chat.head_id.clone(), page };
    assert_eq!(opened, Some(expected), "{view:?}, {order:?}, {count} when it is opened");
    let opened = read.chats().open(a_user().id, chat.id, view, order, limit).await.unwrap();
    assert_eq!(opened, None, "it is somebody else's");
}

pub async fn all_messages_are_listed_by_number_in_both_orders(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    assert_pages(&store, &chat, MessageView::All, &[]).await;
    let mut messages = Vec::new();
    // Every third one is a root, and numbers go up by more than a digit.
    for number in 0..14 {
        let mut next = crate::a_message(&chat);
        if number % 3 == 0 {
            next.parent_id = None;
        }
        append(&store, &mut chat, std::slice::from_ref(&next)).await;
        messages.push(next);
    }
    a_kept_chain(&store, owner, 5).await;
    assert_pages(&store, &chat, MessageView::All, &messages).await;
}

pub async fn numbers_beyond_a_byte_are_in_order(store: Subject) {
    let (chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 300).await;
    for view in [MessageView::All, MessageView::Active] {
        assert_opened(&store, &chat, (view, MessageOrder::Asc), 100).await;
        assert_opened(&store, &chat, (view, MessageOrder::Desc), 99).await;
        let found = paged(&store, &chat, (view, MessageOrder::Asc), 100).await.concat();
        assert_eq!(found, messages);
        let mut found = paged(&store, &chat, (view, MessageOrder::Desc), 99).await.concat();
        found.reverse();
        assert_eq!(found, messages);
    }
}

pub async fn what_comes_meanwhile_is_behind_the_first_and_before_the_last(store: Subject) {
    let (mut chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 5).await;
    let (forwards, backwards) =
        ((MessageView::All, MessageOrder::Asc), (MessageView::All, MessageOrder::Desc));
    let (first, next) = two(&store, &chat, forwards, None).await;
    let (last, before) = two(&store, &chat, backwards, None).await;
    assert_eq!((first.len(), last.len()), (2, 2));
    let new = go_on(&store, &mut chat).await;
    let after = rest(&store, &chat, forwards, next).await;
    assert_eq!(after, [&messages[2..], &[new]].concat());
    let mut before = rest(&store, &chat, backwards, before).await;
    before.reverse();
    assert_eq!(before, messages[..3]);
}

pub async fn a_page_goes_on_behind_a_message_that_is_gone(store: Subject) {
    let (chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 6).await;
    for order in [MessageOrder::Asc, MessageOrder::Desc] {
        let how = (MessageView::All, order);
        let (seen, next) = two(&store, &chat, how, None).await;
        let last = seen.last().expect("a message");
        keep(&store, async |tx| tx.messages().delete(&chat, last).await.unwrap()).await;
        let rest = rest(&store, &chat, how, next).await;
        let numbers: Vec<u32> = rest.iter().map(|message| message.seq).collect();
        match order {
            MessageOrder::Asc => assert_eq!(numbers, [3, 4, 5, 6]),
            MessageOrder::Desc => assert_eq!(numbers, [4, 3, 1]),
        }
    }
    assert_eq!(messages.len(), 6);
}

async fn of_owner(store: &Subject, owner: UserId, count: u64) -> Vec<Vec<Message>> {
    pages(count, async |after, limit| {
        read(store).messages().list_all_of(owner, after, limit).await.unwrap()
    })
    .await
}

pub async fn every_message_of_a_user_is_listed_by_chat_and_number(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    assert_eq!(of_owner(&store, owner, 10).await, [[]]);
    let (mut first, mut of_first) = a_kept_chain(&store, owner, 3).await;
    let (_, theirs) = a_kept_chain(&store, other, 4).await;
    a_kept_chat(&store, owner).await;
    let (_, of_second) = a_kept_chain(&store, owner, 12).await;
    // It is not written again where it stands among the others.
    let more = chain(&first, 2);
    append(&store, &mut first, &more).await;
    of_first.extend(more);
    let expected = [of_first, of_second].concat();
    for count in [1, 2, 5, 17, 100] {
        let found = of_owner(&store, owner, count).await;
        let full = found.iter().rev().skip(1).all(|page| page.len() as u64 == count);
        assert!(full, "{count} a page");
        assert_eq!(found.concat(), expected, "{count} a page");
    }
    assert_eq!(of_owner(&store, other, 3).await.concat(), theirs);
    assert_eq!(of_owner(&store, a_user().id, 3).await, [[]]);
}

/// Not more than a megabyte stands on a page, unless one message alone has it.
pub async fn a_page_ends_early_where_messages_are_long(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    let mut lengths = Vec::new();
    for kib in [250, 250, 250, 250, 250, 1, 250] {
        let message = crate::a_question(&chat, &"x".repeat(kib * 1024));
        append(&store, &mut chat, std::slice::from_ref(&message)).await;
        lengths.push(kib);
    }
    let kib = |message: &Message| message.parts.as_str().len() / 1024;
    let sizes = |pages: Vec<Vec<Message>>| -> Vec<Vec<usize>> {
        pages.iter().map(|page| page.iter().map(kib).collect()).collect()
    };
    for view in [MessageView::Active, MessageView::All] {
        let found = sizes(paged(&store, &chat, (view, MessageOrder::Asc), 100).await);
        assert_eq!(found, [&lengths[..4], &lengths[4..]], "{view:?}");
        let found = sizes(paged(&store, &chat, (view, MessageOrder::Desc), 100).await);
        assert_eq!(found, [vec![250, 1, 250, 250, 250], vec![250, 250]], "{view:?}");
    }
    let all = pages(100, async |after, limit| {
        read(&store).messages().list_all_of(owner, after, limit).await.unwrap()
    });
    assert_eq!(sizes(all.await), [&lengths[..4], &lengths[4..]]);
}
