//! A chat that is opened: its head and the first page of its messages, in one statement.

use bookplate_domain::{
    chats::{FirstPage, Message, MessageId, MessageOrder, MessageView},
    shared::{ChatId, Limit, Page, UserId},
    store::StoreError,
};
use sea_orm::QueryResult;

use super::{
    messages_list::number,
    messages_way::{Way, place},
};
use crate::{
    collections::{Collections, Connection},
    page::{cut, one_more_than},
    rows::{
        in_order::InOrder,
        message::{WHAT, columns_in_chat, of_chat},
    },
    sql::Sql,
};

/// The first `$3` messages of the chat `$1` of the owner `$2` and then, in a row without a role, the
/// chat: its head, and the number of that unless the chat has branches.
macro_rules! open {
    ($order:literal) => {
        concat!(
            "SELECT * FROM (SELECT ",
            columns_in_chat!(),
            " FROM messages \
             WHERE chat_id = (SELECT id FROM chats WHERE id = $1 AND owner_id = $2) \
             ORDER BY ",
            $order,
            " LIMIT +$3) AS page \
             UNION ALL SELECT NULL, c.head_id, NULL, CASE WHEN c.unbranched_to = c.last_seq THEN \
             (SELECT m.seq FROM messages AS m WHERE m.chat_id = $1 AND m.id = c.head_id) END, \
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
             FROM chats AS c WHERE c.id = $1 AND c.owner_id = $2"
        )
    };
}

const FIRST_FIRST: &str = open!("seq");
const LAST_FIRST: &str = open!("seq DESC");

enum Line {
    Message(Box<Message>),
    Chat(Found),
}

/// What is known of the chat.
struct Found {
    head: Option<MessageId>,
    /// Of the head, where all messages by their numbers are the way to it.
    head_seq: Option<i64>,
}

impl Line {
    fn read(chat: ChatId, row: &QueryResult) -> Result<Self, StoreError> {
        let mut row = InOrder::of(row, WHAT)?;
        if let Some(role) = row.column()? {
            return Ok(Self::Message(Box::new(of_chat(chat, role, &mut row)?)));
        }
        let head = row.column::<Option<String>>()?.map(MessageId::from_stored);
        let _parent: Option<String> = row.column()?;
        Ok(Self::Chat(Found { head, head_seq: row.column()? }))
    }
}

impl<C: Connection> Collections<C> {
    /// Opens a chat. Where it has branches, the way to its head takes a statement more.
    pub(super) async fn open_chat(
        &self,
        owner: UserId,
        chat: ChatId,
        view: MessageView,
        order: MessageOrder,
        limit: Limit,
    ) -> Result<Option<FirstPage>, StoreError> {
        let open = match order {
            MessageOrder::Asc => FIRST_FIRST,
            MessageOrder::Desc => LAST_FIRST,
        };
        let lines = Sql::new(&self.connection, open)
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
        let Some(Found { head, head_seq }) = found else { return Ok(None) };
        let by_number = |last: &Message| number(last.seq.into()).to_vec();
        let page = match (view, order, &head, head_seq) {
            (MessageView::All, ..) => first_of(messages, limit, by_number),
            (MessageView::Active, _, None, _) => Page { items: Vec::new(), next: None },
            (MessageView::Active, MessageOrder::Asc, Some(head), Some(end)) => {
                first_of(messages, limit, |last| place(last.seq.into(), end, head.as_str()))
            }
            (MessageView::Active, MessageOrder::Desc, Some(_), Some(_)) => {
                first_of(messages, limit, |last| {
                    place(last.seq.into(), last.seq.into(), last.id.as_str())
                })
            }
            (MessageView::Active, _, Some(head), None) => {
                let way = Way { chat, head: Some(head), branched: true };
                self.follow(way, order, None, limit).await?
            }
        };
        Ok(Some(FirstPage { head_id: head, page }))
    }
}

/// A page that ends early where its messages are long.
fn first_of(
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
