use bookplate_domain::{
    chats::{Chat, ChatFilter},
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::StoreError,
};

use super::pages::{from_the_end, page};
use crate::state::State;

/// One page of the chats of a user that a filter lets through, as they stood when the first page
/// was read. A cursor is the number of the last move by then, and the place of a chat.
pub(super) fn list(
    state: &State,
    owner: UserId,
    filter: &ChatFilter,
    after: Option<&Cursor<Chat>>,
    limit: Limit,
) -> Result<Page<Chat>, StoreError> {
    let last_seen = after.map_or(Ok(state.moves), last_seen)?;
    let theirs = state.chats.values().filter(|chat| chat.owner_id == owner);
    let wanted = theirs.filter(|chat| filter.matches(chat));
    let mut stood: Vec<(Vec<u8>, &Chat)> = wanted
        .filter_map(|chat| Some((key(chat, stood_at(state, chat, last_seen)?), chat)))
        .collect();
    stood.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let after = after.map(|after| Cursor::after(after.key()[8..].to_vec()));
    let page = page(stood.into_iter(), |(key, _)| key.clone(), after.as_ref(), limit);
    let next = page.next.map(|next| [&last_seen.to_be_bytes(), next.key()].concat());
    let items = page.items.into_iter().map(|(_, chat)| chat.clone()).collect();
    Ok(Page { items, next: next.map(Cursor::after) })
}

/// The order of the list: the latest activity first, of two with the same the higher id.
fn key(chat: &Chat, stood_at: Timestamp) -> Vec<u8> {
    let moment = stood_at.unix_millis().to_be_bytes();
    from_the_end(moment.into_iter().chain(chat.id.as_uuid().into_bytes()))
}

/// The number of the last move that the first page has seen.
fn last_seen(cursor: &Cursor<Chat>) -> Result<u64, StoreError> {
    let number = cursor.key().first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
    number.ok_or_else(|| StoreError::Backend("the cursor is no place in this list".into()))
}

/// Where a chat stood after a move; `None` if it was not in the list.
fn stood_at(state: &State, chat: &Chat, after: u64) -> Option<Timestamp> {
    let moves = state.chat_moves.get(&chat.id)?;
    let until_then = moves.partition_point(|(number, _)| *number <= after);
    moves[..until_then].last().map(|(_, moment)| *moment)
}
