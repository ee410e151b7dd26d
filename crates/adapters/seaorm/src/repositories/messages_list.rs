//! Lists of messages: all of a chat, and all of an owner.

use bookplate_domain::{
    chats::{Chat, Message, MessageOrder},
    shared::{Cursor, Limit, Page, UserId},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than, page},
    rows::message::{Model, WHAT, message_columns},
    sql::Sql,
};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", message_columns!(), " FROM messages WHERE chat_id = $1 ", $rest)
    };
}

const FIRST_FIRST: &str = select!("AND seq > $2 ORDER BY seq LIMIT +$3");
const LAST_FIRST: &str = select!("AND seq < $2 ORDER BY seq DESC LIMIT +$3");

/// From behind the number `$3` of the chat `$2` on: chat by chat, each from its own index.
const ALL_OF_ON_SQLITE: &str = concat!(
    "SELECT ",
    message_columns!("m.",),
    " FROM chats AS c CROSS JOIN messages AS m ON m.chat_id = c.id \
     AND m.seq > CASE WHEN c.id = $2 THEN $3 ELSE 0 END \
     WHERE c.owner_id = $1 AND c.id >= $2 ORDER BY c.id, m.seq LIMIT +$4"
);
const ALL_OF_ON_POSTGRES: &str = concat!(
    "SELECT m.* FROM (SELECT id FROM chats WHERE owner_id = $1 AND id >= $2 ORDER BY id) AS c \
     CROSS JOIN LATERAL (SELECT ",
    message_columns!(),
    " FROM messages WHERE chat_id = c.id AND seq > CASE WHEN c.id = $2 THEN $3 ELSE 0 END \
     ORDER BY seq LIMIT +$4) AS m ORDER BY c.id, m.seq LIMIT +$4"
);

impl<C: Connection> Collections<C> {
    /// One page of all messages of a chat. A cursor is the 4 bytes of the last number.
    pub(super) async fn list_messages(
        &self,
        chat: &Chat,
        order: MessageOrder,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        let (list, from) = match order {
            MessageOrder::Asc => (FIRST_FIRST, 0),
            MessageOrder::Desc => (LAST_FIRST, i64::MAX),
        };
        let after = after.map_or(Ok(from), |cursor| read_number(cursor.key()))?;
        let rows: Vec<Model> = Sql::new(&self.connection, list)
            .bind(chat.id.as_uuid())
            .bind(after)
            .bind(one_more_than(limit))
            .all(WHAT)
            .await?;
        page_of_messages(rows, limit, |row| row, |row| number(row.seq).to_vec())
    }

    /// One page of all messages of an owner. A cursor is the 16 bytes of the last chat's id and the
    /// 4 of the number in it.
    pub(super) async fn list_messages_of(
        &self,
        owner: UserId,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        let (chat, after) = match after.map(|cursor| cursor.key().split_first_chunk()) {
            // No id is as low as zero.
            None => (Uuid::nil(), 0),
            Some(Some((chat, seq))) => (Uuid::from_bytes(*chat), read_number(seq)?),
            Some(None) => return Err(no_place()),
        };
        let rows: Vec<Model> = Sql::either(&self.connection, ALL_OF_ON_SQLITE, ALL_OF_ON_POSTGRES)
            .bind(owner.as_uuid())
            .bind(chat)
            .bind(after)
            .bind(one_more_than(limit))
            .all(WHAT)
            .await?;
        let place = |row: &Model| [&row.chat_id.into_bytes()[..], &number(row.seq)].concat();
        page_of_messages(rows, limit, |row| row, place)
    }
}

/// A page that ends early where its messages are long.
pub(super) fn page_of_messages<R>(
    rows: Vec<R>,
    limit: Limit,
    message: impl Fn(&R) -> &Model,
    place: impl Fn(&R) -> Vec<u8>,
) -> Result<Page<Message>, StoreError>
where
    Message: TryFrom<R, Error = StoreError>,
{
    let bytes = rows.iter().map(|row| {
        let Model { parts, metadata, .. } = message(row);
        parts.len() + metadata.as_ref().map_or(0, String::len)
    });
    let limit = Message::on_a_page(limit, bytes);
    page(rows, limit, place)
}

/// The number of a message, as a cursor has it.
pub(super) fn number(seq: i64) -> [u8; 4] {
    u32::try_from(seq).unwrap_or(u32::MAX).to_be_bytes()
}

/// Reads what [`number`] wrote.
pub(super) fn read_number(bytes: &[u8]) -> Result<i64, StoreError> {
    let bytes: [u8; 4] = bytes.try_into().map_err(|_| no_place())?;
    Ok(u32::from_be_bytes(bytes).into())
}
