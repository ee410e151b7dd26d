//! Chats that move to the top of the list while somebody reads it page by page.

use bookplate_domain::{
    chats::{Chat, ChatFilter, Message},
    shared::{ChatId, Cursor, Limit, Timestamp},
};

use super::{
    Subject, a_kept_user,
    chat_lists::{at, paged},
    growth::{append, found, insert},
    keep, read,
};
use crate::{a_bare_chat, a_question};

/// Somebody who reads the list.
struct Reader<'a> {
    store: &'a Subject,
    chats: &'a [Chat],
    filter: ChatFilter,
    count: u64,
    next: Option<Option<Cursor<Chat>>>,
    shown: Vec<ChatId>,
}

impl<'a> Reader<'a> {
    fn of(store: &'a Subject, chats: &'a [Chat], count: u64) -> Self {
        let (filter, next, shown) = (ChatFilter::default(), Some(None), Vec::new());
        Self { store, chats, filter, count, next, shown }
    }

    /// Reads one page; each chat of it says what it says now.
    async fn turn(&mut self) {
        let Some(after) = self.next.take() else { return };
        let (owner, limit) = (self.chats[0].owner_id, Limit::parse(self.count).unwrap());
        let mut read = read(self.store);
        let list = read.chats().list(owner, &self.filter, after.as_ref(), limit);
        let page = list.await.unwrap();
        for chat in &page.items {
            assert_eq!(found(self.store, chat).await.as_ref(), Some(chat));
            self.shown.push(chat.id);
        }
        self.next = page.next.map(Some);
    }

    /// Reads what is left, and answers the places in `chats` of all that was shown.
    async fn rest(mut self) -> Vec<usize> {
        while self.next.is_some() {
            self.turn().await;
        }
        let place = |id: &ChatId| self.chats.iter().position(|chat| chat.id == *id);
        self.shown.iter().map(|id| place(id).unwrap_or(usize::MAX)).collect()
    }
}

/// So many chats of a new user, the first of the list first, all with activity before the hundredth
/// second.
async fn listed(store: &Subject, count: u64) -> Vec<Chat> {
    let owner = a_kept_user(store).await.id;
    let mut chats = Vec::new();
    for number in 0..count {
        // Each stands with one other of the same moment.
        let mut chat = Chat { created_at: at(0), ..a_bare_chat(owner) };
        chat.last_message_at = at(0);
        insert(store, &chat).await;
        if number >= 2 {
            come(store, &mut chat, at(number / 2 * 2)).await;
        }
        chats.push(chat);
    }
    chats.sort_by_key(|chat| std::cmp::Reverse((chat.last_message_at, chat.id)));
    chats
}

/// A message comes at a moment.
async fn come(store: &Subject, chat: &mut Chat, moment: Timestamp) -> Message {
    let message = a_question(chat, "noch etwas");
    let message = Message { created_at: moment, updated_at: moment, ..message };
    append(store, chat, std::slice::from_ref(&message)).await;
    message
}

pub async fn a_chat_that_moves_before_it_was_shown_is_shown_where_it_stood(store: Subject) {
    let mut chats = listed(&store, 10).await;
    let before = chats.clone();
    let mut reader = Reader::of(&store, &before, 3);
    reader.turn().await;
    come(&store, &mut chats[7], at(101)).await;
    // Without a message until then, and several times.
    for seconds in [102, 103, 104] {
        come(&store, &mut chats[9], at(seconds)).await;
    }
    // To the top of what is left.
    come(&store, &mut chats[3], at(105)).await;
    assert_eq!(reader.rest().await, (0..10).collect::<Vec<_>>());
}

/// What a page has seen is no moment.
pub async fn a_chat_that_moves_in_the_moment_of_the_first_page_is_shown_where_it_stood(
    store: Subject,
) {
    let mut chats = listed(&store, 8).await;
    let before = chats.clone();
    let mut reader = Reader::of(&store, &before, 2);
    reader.turn().await;
    for place in [6, 3] {
        come(&store, &mut chats[place], before[0].last_message_at).await;
    }
    assert_eq!(reader.rest().await, (0..8).collect::<Vec<_>>());
}

pub async fn a_chat_is_shown_where_it_stood_although_the_message_that_moved_it_is_gone(
    store: Subject,
) {
    let mut chats = listed(&store, 8).await;
    let before = chats.clone();
    let mut reader = Reader::of(&store, &before, 2);
    reader.turn().await;
    for place in [6, 3] {
        let chat = &mut chats[place];
        let message = come(&store, chat, at(101)).await;
        chat.message_count -= 1;
        chat.head_id.clone_from(&message.parent_id);
        keep(&store, async |tx| {
            tx.messages().delete(chat, &message).await.unwrap();
            tx.chats().update(chat).await.unwrap();
        })
        .await;
    }
    assert_eq!(reader.rest().await, (0..8).collect::<Vec<_>>());
}

pub async fn a_chat_that_was_shown_is_not_shown_again_when_it_moves(store: Subject) {
    let mut chats = listed(&store, 8).await;
    let before = chats.clone();
    let mut reader = Reader::of(&store, &before, 3);
    reader.turn().await;
    for (chat, seconds) in [(1, 101), (2, 102), (0, 103), (1, 104)] {
        come(&store, &mut chats[chat], at(seconds)).await;
    }
    reader.turn().await;
    come(&store, &mut chats[5], at(105)).await;
    assert_eq!(reader.rest().await, (0..8).collect::<Vec<_>>());
}

pub async fn a_chat_that_is_started_meanwhile_is_left_to_the_next_first_page(store: Subject) {
    let chats = listed(&store, 5).await;
    let owner = chats[0].owner_id;
    let mut reader = Reader::of(&store, &chats, 2);
    reader.turn().await;
    let empty = Chat { created_at: at(101), last_message_at: at(101), ..a_bare_chat(owner) };
    insert(&store, &empty).await;
    let mut busy = Chat { created_at: at(102), last_message_at: at(102), ..a_bare_chat(owner) };
    insert(&store, &busy).await;
    come(&store, &mut busy, at(103)).await;
    assert_eq!(reader.rest().await, [0, 1, 2, 3, 4]);
    let anew = paged(&store, owner, &ChatFilter::default(), 2).await.concat();
    let anew: Vec<ChatId> = anew.into_iter().map(|chat| chat.id).collect();
    assert_eq!(anew[..3], [busy.id, empty.id, chats[0].id]);
    assert_eq!(anew.len(), 7);
}

pub async fn each_reader_sees_the_list_of_their_own_first_page(store: Subject) {
    let mut chats = listed(&store, 6).await;
    let before = chats.clone();
    let mut first = Reader::of(&store, &before, 2);
    first.turn().await;
    come(&store, &mut chats[4], at(101)).await;
    let moved = [4, 0, 1, 2, 3, 5].map(|place: usize| chats[place].clone());
    let mut second = Reader::of(&store, &moved, 2);
    second.turn().await;
    come(&store, &mut chats[2], at(103)).await;
    come(&store, &mut chats[4], at(104)).await;
    assert_eq!(first.rest().await, [0, 1, 2, 3, 4, 5]);
    assert_eq!(second.rest().await, [0, 1, 2, 3, 4, 5]);
}

pub async fn a_filtered_list_stands_still_as_well(store: Subject) {
    let mut chats = listed(&store, 12).await;
    let mut wanted = Vec::new();
    for chat in chats.iter_mut().step_by(2) {
        chat.pinned = true;
        keep(&store, async |tx| tx.chats().update(chat).await.unwrap()).await;
        wanted.push(chat.clone());
    }
    let mut reader = Reader::of(&store, &wanted, 2);
    reader.filter.pinned = Some(true);
    reader.turn().await;
    for (chat, seconds) in [(3, 101), (8, 102), (0, 103), (11, 104), (4, 105)] {
        come(&store, &mut chats[chat], at(seconds)).await;
    }
    assert_eq!(reader.rest().await, [0, 1, 2, 3, 4, 5]);
}

pub async fn a_deleted_chat_takes_no_other_out_of_the_list(store: Subject) {
    let mut chats = listed(&store, 8).await;
    let (before, owner) = (chats.clone(), chats[0].owner_id);
    let mut reader = Reader::of(&store, &before, 2);
    reader.turn().await;
    come(&store, &mut chats[6], at(101)).await;
    // One that ends the page, one that begins the next, one that moved.
    let ids = [1, 2, 6].map(|place: usize| chats[place].id);
    keep(&store, async |tx| tx.chats().delete(owner, &ids).await.unwrap()).await;
    come(&store, &mut chats[5], at(102)).await;
    assert_eq!(reader.rest().await, [0, 1, 3, 4, 5, 7]);
}

pub async fn renaming_and_checkpoints_move_no_chat(store: Subject) {
    let mut chats = listed(&store, 6).await;
    let before = chats.clone();
    let mut reader = Reader::of(&store, &before, 2);
    reader.turn().await;
    for (place, seconds) in [(0_usize, 101), (3, 102), (5, 103)] {
        let chat = &mut chats[place];
        (chat.archived, chat.updated_at, chat.version) = (true, at(seconds), chat.version + 1);
        keep(&store, async |tx| {
            tx.chats().update(chat).await.unwrap();
            if let Some(newest) = tx.messages().newest(chat).await.unwrap() {
                let later = Message { updated_at: at(seconds), ..newest };
                tx.messages().update(chat, &later).await.unwrap();
            }
        })
        .await;
    }
    assert_eq!(reader.rest().await, [0, 1, 2, 3, 4, 5]);
    let anew = paged(&store, chats[0].owner_id, &ChatFilter::default(), 4).await.concat();
    assert_eq!(anew, chats);
}

/// Whatever moves however often, at every size of a page.
pub async fn however_chats_move_each_is_shown_once_where_it_stood(store: Subject) {
    let mut dice: u32 = 7;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 8) as usize % sides
    };
    let mut chats = listed(&store, 25).await;
    let mut clock = 100;
    for count in [1, 2, 3, 5, 8, 24, 25, 26] {
        chats.sort_by_key(|chat| std::cmp::Reverse((chat.last_message_at, chat.id)));
        let before = chats.clone();
        clock += 100;
        let mut reader = Reader::of(&store, &before, count);
        while reader.next.is_some() {
            reader.turn().await;
            for _ in 0..roll(4) {
                clock += u64::from(roll(3) > 0);
                come(&store, &mut chats[roll(25)], at(clock + 1)).await;
            }
        }
        assert_eq!(reader.rest().await, (0..25).collect::<Vec<_>>(), "{count} a page");
        clock += 200;
    }
}
