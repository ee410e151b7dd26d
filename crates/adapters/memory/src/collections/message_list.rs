use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use bookplate_domain::{
    chats::{Message, MessageId, MessageOrder, MessageView},
    shared::{Cursor, Limit, Page},
    store::StoreError,
};

use super::pages::{from_the_end, page};
use crate::kept_messages::named;

/// The messages of a chat by their number.
type Messages = BTreeMap<u32, Arc<Message>>;

/// One page of the messages of a chat. The way leads to the first of the heads that is there.
///
/// A cursor is the place of the last message, and behind it the name of one that the way goes
/// through: from the first on, where it leads to; from the last on, where it has come.
pub(super) fn list(
    messages: &Messages,
    heads: [Option<&MessageId>; 2],
    (view, order): (MessageView, MessageOrder),
    after: Option<&Cursor<Message>>,
    limit: Limit,
) -> Result<Page<Message>, StoreError> {
    let after = after.map(parse).transpose()?;
    let remembered = after.as_ref().and_then(|(_, id)| named(messages, id));
    let head = || heads.into_iter().flatten().find_map(|head| named(messages, head));
    let goal = remembered.or_else(head);
    let mut wanted: Vec<&Arc<Message>> = match view {
        MessageView::All => messages.values().collect(),
        MessageView::Active => way_to(messages, goal),
    };
    if order == MessageOrder::Desc {
        wanted.reverse();
    }
    let place = |message: &Message| match order {
        MessageOrder::Asc => message.seq.to_be_bytes().to_vec(),
        MessageOrder::Desc => from_the_end(message.seq.to_be_bytes()),
    };
    let seen = after.as_ref().map(|(place, _)| place.key());
    wanted.retain(|message| seen.is_none_or(|seen| place(message).as_slice() > seen));
    let limit = Message::on_a_page(limit, wanted.iter().map(|message| bytes(message)));
    let wanted = wanted.into_iter().map(|message| Message::clone(message));
    let mut page = page(wanted, place, after.as_ref().map(|(place, _)| place), limit);
    let through = match order {
        MessageOrder::Asc => goal.map(|goal| &goal.id),
        MessageOrder::Desc => page.items.last().map(|last| &last.id),
    };
    let through = through.map(|id| id.as_str().as_bytes()).unwrap_or_default();
    page.next = page.next.map(|next| Cursor::after([next.key(), through].concat()));
    Ok(page)
}

/// How long a message is.
pub(super) fn bytes(message: &Message) -> usize {
    message.parts.as_str().len() + message.metadata.as_ref().map_or(0, |it| it.as_str().len())
}

/// The messages on the way from a root to one of them.
fn way_to<'a>(messages: &'a Messages, goal: Option<&'a Arc<Message>>) -> Vec<&'a Arc<Message>> {
    let by_id: HashMap<_, _> = messages.values().map(|message| (&message.id, message)).collect();
    let parent = |message: &&Arc<Message>| by_id.get(message.parent_id.as_ref()?).copied();
    let mut way: Vec<_> = std::iter::successors(goal, parent).collect();
    way.reverse();
    way
}

fn parse(cursor: &Cursor<Message>) -> Result<(Cursor<Message>, MessageId), StoreError> {
    let no_place = || StoreError::Backend("the cursor is no place in this list".into());
    let (place, id) = cursor.key().split_first_chunk::<4>().ok_or_else(no_place)?;
    let id = String::from_utf8(id.to_vec()).map_err(|_| no_place())?;
    Ok((Cursor::after(place.to_vec()), MessageId::from_stored(id)))
}
