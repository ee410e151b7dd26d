//! The first page of the messages of a chat.
//!
//! Most chats have one branch. Where what one statement reads shows that, the messages by their number
//! are the way to the head, and it need not be followed from message to message.

use async_trait::async_trait;
use bookplate_domain::{
    chats::{FirstPage, FirstPages, Message, MessageId, MessageOrder, MessageView},
    shared::{ChatId, Limit, Page, UserId},
    store::StoreError,
};
use sea_orm::QueryResult;

use super::{messages_list::number, messages_way::place};
use crate::{
    collections::{Collections, Connection},
    page::{cut, one_more_than},
    rows::{
        in_order::InOrder,
        message::{WHAT, columns_in_chat, of_chat},
    },
    sql::Sql,
};

/// How many messages behind a page are looked at, as the statement says it, too.
const MOST_BEHIND: usize = 64;

/// The first `$3` messages of the chat `$1` of the owner `$2` and then, in a row without a role, the
/// chat: its head, `$behind` and the number of the head.
macro_rules! first_page {
    ($order:literal, $behind:literal) => {
        concat!(
            "SELECT * FROM (SELECT ",
            columns_in_chat!(),
            " FROM messages \
             WHERE chat_id = (SELECT id FROM chats WHERE id = $1 AND owner_id = $2) \
             ORDER BY ",
            $order,
            " LIMIT +$3) AS page \
             UNION ALL SELECT NULL, c.head_id, ",
            $behind,
            ", (SELECT m.seq FROM messages AS m WHERE m.chat_id = $1 AND m.id = c.head_id), \
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
             FROM chats AS c WHERE c.id = $1 AND c.owner_id = $2"
        )
    };
}

/// With what the messages behind the page follow, unless there are many: each an id, or nothing.
const FIRST_FIRST: &str = first_page!(
    "seq",
    "CASE WHEN c.message_count < $3 + 64 THEN (\
     SELECT string_agg(coalesce(parent_id, ''), ' ') FROM (SELECT parent_id FROM messages \
     WHERE chat_id = $1 ORDER BY seq LIMIT 64 OFFSET +$3) AS behind) END"
);
const LAST_FIRST: &str = first_page!("seq DESC", "NULL");

enum Line {
    Message(Box<Message>),
    Chat(Found),
}

/// What is known of the chat.
struct Found {
    head: Option<MessageId>,
    behind: Option<String>,
    /// Of the head.
    seq: Option<i64>,
}

impl Line {
    fn read(chat: ChatId, row: &QueryResult) -> Result<Self, StoreError> {
        let mut row = InOrder::of(row, WHAT)?;
        if let Some(role) = row.column()? {
            return Ok(Self::Message(Box::new(of_chat(chat, role, &mut row)?)));
        }
        let head = row.column::<Option<String>>()?.map(MessageId::from_stored);
        Ok(Self::Chat(Found { head, behind: row.column()?, seq: row.column()? }))
    }
}

#[async_trait]
impl<C: Connection> FirstPages for Collections<C> {
    async fn glance(
        &mut self,
        owner: UserId,
        chat: ChatId,
        view: MessageView,
        order: MessageOrder,
        limit: Limit,
    ) -> Result<Option<FirstPage>, StoreError> {
        let page = match order {
            MessageOrder::Asc => FIRST_FIRST,
            MessageOrder::Desc => LAST_FIRST,
        };
        let lines = Sql::new(&self.connection, page)
            .bind(chat.as_uuid())
            .bind(owner.as_uuid())
            .bind(one_more_than(limit))
            .all_by(WHAT, |row| Line::read(chat, row))
            .await?;
        let (mut messages, mut found) = (Vec::with_capacity(lines.len()), None);
        for line in lines {
            match line {
                Line::Message(message) => messages.push(*message),
                Line::Chat(chat) => found = Some(chat),
            }
        }
        let Some(found) = found else { return Ok(None) };
        let seen = match view {
            MessageView::All => {
                Some(cut_to_a_page(messages, limit, |each| number(each.seq.into()).to_vec()))
            }
            MessageView::Active => found.way(messages, order, limit),
        };
        let page = match seen {
            Some(page) => page,
            None => self.follow(chat, found.head.as_ref(), order, None, limit).await?,
        };
        Ok(Some(FirstPage { head_id: found.head, page }))
    }
}

impl Found {
    /// The first page of the way to the head, out of the first messages by number; `None` if they do
    /// not tell.
    fn way(
        &self,
        mut messages: Vec<Message>,
        order: MessageOrder,
        limit: Limit,
    ) -> Option<Page<Message>> {
        let Some(head) = &self.head else {
            return messages.is_empty().then_some(Page { items: messages, next: None });
        };
        match order {
            MessageOrder::Asc => {
                let end = self.seq?;
                if !leads_on_to(end, &messages, self.behind.as_deref()) {
                    return None;
                }
                messages.retain(|message| i64::from(message.seq) <= end);
                let key = |last: &Message| place(last.seq.into(), end, head.as_str());
                Some(cut_to_a_page(messages, limit, key))
            }
            MessageOrder::Desc if leads_back_from(head, &messages) => {
                let key =
                    |last: &Message| place(last.seq.into(), last.seq.into(), last.id.as_str());
                Some(cut_to_a_page(messages, limit, key))
            }
            MessageOrder::Desc => None,
        }
    }
}

/// A page that ends early where its messages are long.
fn cut_to_a_page(
    mut messages: Vec<Message>,
    limit: Limit,
    key: impl Fn(&Message) -> Vec<u8>,
) -> Page<Message> {
    let bytes = messages.iter().map(|message| {
        let metadata = message.metadata.as_ref().map_or("", |metadata| metadata.as_str());
        message.parts.as_str().len() + metadata.len()
    });
    let limit = Message::on_a_page(limit, bytes);
    let next = cut(&mut messages, limit, key);
    Page { items: messages, next }
}

/// Whether the first messages of a chat, by rising number, are the way to the message with the number
/// `end`, as far as they go. `behind` says what those behind them follow.
fn leads_on_to(end: i64, messages: &[Message], behind: Option<&str>) -> bool {
    let (Some(first), Some(last)) = (messages.first(), messages.last()) else { return false };
    if first.parent_id.is_some() || !messages.array_windows().all(|[one, next]| follows(next, one))
    {
        return false;
    }
    if end <= last.seq.into() {
        return true;
    }
    let Some(behind) = behind else { return false };
    let behind: Vec<&str> = behind.split(' ').collect();
    // If none of them is a root or follows one before the last, all come from the last.
    let elsewhere = |id: &&str| {
        id.is_empty() || messages.iter().rev().skip(1).any(|each| each.id.as_str() == *id)
    };
    behind.len() < MOST_BEHIND && !behind.iter().any(elsewhere)
}

/// Whether the last messages of a chat, by falling number, are the way back from its head.
fn leads_back_from(head: &MessageId, messages: &[Message]) -> bool {
    messages.first().is_some_and(|first| first.id == *head)
        && messages.array_windows().all(|[one, next]| follows(one, next))
}

fn follows(one: &Message, other: &Message) -> bool {
    one.parent_id.as_ref() == Some(&other.id)
}
