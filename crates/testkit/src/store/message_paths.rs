//! The way from a root to the head of a chat.

use bookplate_domain::chats::{Chat, Message, MessageOrder, MessageView};

use super::{
    Subject, a_kept_user,
    growth::{a_kept_chain, a_kept_chat, append, chain, go_on},
    keep,
    message_pages::{assert_pages, paged, rest, two},
};
use crate::a_message;

const FORWARDS: (MessageView, MessageOrder) = (MessageView::Active, MessageOrder::Asc);
const BACKWARDS: (MessageView, MessageOrder) = (MessageView::Active, MessageOrder::Desc);

fn numbers(messages: &[Message]) -> Vec<u32> {
    messages.iter().map(|message| message.seq).collect()
}

/// Adds a message that follows another than the head.
async fn branch(store: &Subject, chat: &mut Chat, parent: Option<&Message>) -> Message {
    let parent_id = parent.map(|parent| parent.id.clone());
    let message = Message { parent_id, ..a_message(chat) };
    append(store, chat, std::slice::from_ref(&message)).await;
    message
}

/// Deletes a message and says what the head is then.
async fn delete(store: &Subject, chat: &mut Chat, message: &Message, head: Option<&Message>) {
    chat.head_id = head.map(|head| head.id.clone());
    chat.message_count -= 1;
    keep(store, async |tx| {
        tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
        tx.messages().delete(chat, message).await.unwrap();
        tx.chats().update(chat).await.unwrap();
    })
    .await;
}

pub async fn the_way_leads_from_a_root_to_the_head_and_leaves_out_branches(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    assert_pages(&store, &chat, MessageView::Active, &[]).await;
    let mut way = Vec::new();
    for _ in 0..4 {
        way.push(go_on(&store, &mut chat).await);
    }
    assert_pages(&store, &chat, MessageView::Active, &way).await;

    // Another answer to the second, then one to that; another root with an answer.
    way.truncate(2);
    way.push(branch(&store, &mut chat, way.last()).await);
    way.push(go_on(&store, &mut chat).await);
    assert_pages(&store, &chat, MessageView::Active, &way).await;
    let mut second_way = vec![branch(&store, &mut chat, None).await];
    second_way.push(go_on(&store, &mut chat).await);
    assert_pages(&store, &chat, MessageView::Active, &second_way).await;

    // Back to the first root.
    way.push(branch(&store, &mut chat, way.last()).await);
    assert_pages(&store, &chat, MessageView::Active, &way).await;
    a_kept_chain(&store, owner, 3).await;
    assert_pages(&store, &chat, MessageView::Active, &way).await;
}

pub async fn a_chat_without_a_head_has_no_way(store: Subject) {
    let (mut chat, messages) = a_kept_chain(&store, a_kept_user(&store).await.id, 1).await;
    delete(&store, &mut chat, &messages[0], None).await;
    assert_pages(&store, &chat, MessageView::Active, &[]).await;
}

pub async fn the_way_closes_where_a_message_was_deleted(store: Subject) {
    let (mut chat, mut way) = a_kept_chain(&store, a_kept_user(&store).await.id, 6).await;
    for gone in [2, 0] {
        let head = way.last().cloned();
        let gone = way.remove(gone);
        delete(&store, &mut chat, &gone, head.as_ref()).await;
        for follower in &mut way {
            if follower.parent_id.as_ref() == Some(&gone.id) {
                follower.parent_id.clone_from(&gone.parent_id);
            }
        }
        assert_pages(&store, &chat, MessageView::Active, &way).await;
    }
}

pub async fn pages_go_on_along_the_way_of_the_first(store: Subject) {
    let (mut chat, way) = a_kept_chain(&store, a_kept_user(&store).await.id, 7).await;
    let (first, next) = two(&store, &chat, FORWARDS, None).await;
    let (last, before) = two(&store, &chat, BACKWARDS, None).await;
    // The head moves on, then to a branch, then to another root.
    let mut rests = Vec::new();
    go_on(&store, &mut chat).await;
    rests.push(rest(&store, &chat, FORWARDS, next.clone()).await);
    branch(&store, &mut chat, Some(&way[0])).await;
    rests.push(rest(&store, &chat, FORWARDS, next.clone()).await);
    branch(&store, &mut chat, None).await;
    go_on(&store, &mut chat).await;
    rests.push(rest(&store, &chat, FORWARDS, next).await);
    for rest in rests {
        assert_eq!([first.clone(), rest].concat(), way);
    }
    let mut backwards = [last, rest(&store, &chat, BACKWARDS, before).await].concat();
    backwards.reverse();
    assert_eq!(backwards, way);
}

pub async fn pages_go_on_along_their_way_although_another_message_of_it_is_gone(store: Subject) {
    let (mut chat, way) = a_kept_chain(&store, a_kept_user(&store).await.id, 9).await;
    let (_, next) = two(&store, &chat, FORWARDS, None).await;
    let (_, before) = two(&store, &chat, BACKWARDS, None).await;
    let head = branch(&store, &mut chat, Some(&way[2])).await;
    delete(&store, &mut chat, &way[4], Some(&head)).await;
    assert_eq!(numbers(&rest(&store, &chat, FORWARDS, next).await), [3, 4, 6, 7, 8, 9]);
    assert_eq!(numbers(&rest(&store, &chat, BACKWARDS, before).await), [7, 6, 4, 3, 2, 1]);
}

/// Who reads a chat and then its messages is told one story.
pub async fn the_way_leads_to_the_head_that_was_read_while_that_is_there(store: Subject) {
    let (mut chat, way) = a_kept_chain(&store, a_kept_user(&store).await.id, 4).await;
    let read = chat.clone();
    let other = branch(&store, &mut chat, Some(&way[0])).await;
    assert_pages(&store, &read, MessageView::Active, &way).await;
    delete(&store, &mut chat, &way[3], Some(&other)).await;
    assert_pages(&store, &read, MessageView::Active, &[way[0].clone(), other]).await;
}

/// From the first on, the head of the first page is remembered.
pub async fn from_the_first_on_the_present_way_is_taken_once_the_end_is_gone(store: Subject) {
    let (mut chat, way) = a_kept_chain(&store, a_kept_user(&store).await.id, 6).await;
    let (seen, next) = two(&store, &chat, FORWARDS, None).await;
    assert_eq!(numbers(&seen), [1, 2]);
    branch(&store, &mut chat, Some(&way[2])).await;
    let head = go_on(&store, &mut chat).await;
    delete(&store, &mut chat, &way[5], Some(&head)).await;
    assert_eq!(numbers(&rest(&store, &chat, FORWARDS, next).await), [3, 7, 8]);
}

/// From the last on, what was shown last is remembered.
pub async fn from_the_last_on_the_present_way_is_taken_once_what_was_shown_is_gone(store: Subject) {
    let (mut chat, way) = a_kept_chain(&store, a_kept_user(&store).await.id, 6).await;
    let (seen, before) = two(&store, &chat, BACKWARDS, None).await;
    assert_eq!(numbers(&seen), [6, 5]);
    delete(&store, &mut chat, &way[4], Some(&way[5])).await;
    delete(&store, &mut chat, &way[5], Some(&way[3])).await;
    assert_eq!(numbers(&rest(&store, &chat, BACKWARDS, before).await), [4, 3, 2, 1]);
}

/// As many as a chat may have.
pub async fn the_longest_way_is_walked(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    let way = chain(&chat, Chat::MAX_MESSAGES as usize);
    for some in way.chunks(50) {
        append(&store, &mut chat, some).await;
    }
    let (first, _) = two(&store, &chat, FORWARDS, None).await;
    let (last, before) = two(&store, &chat, BACKWARDS, None).await;
    assert_eq!((numbers(&first), numbers(&last)), (vec![1, 2], vec![5000, 4999]));
    let next = two(&store, &chat, BACKWARDS, before.as_ref()).await;
    assert_eq!(numbers(&next.0), [4998, 4997]);
    let found = paged(&store, &chat, BACKWARDS, 100).await.concat();
    assert!(found.iter().rev().eq(&way));
}
