//! The messages on the way from a root to the head of a chat, or to a message that was its head.
//! Numbers fall on the way to the root, so that it is followed no farther than a page goes. In a chat
//! without branches it need not be followed: they are all on it.

use bookplate_domain::{
    chats::{Chat, Message, MessageId, MessageOrder},
    shared::{ChatId, Cursor, Limit, Page},
    store::StoreError,
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than},
    repositories::messages_list::{number, page_of_messages, read_number},
    rows::message::{Model, WHAT, message_columns},
    sql::Sql,
};

/// Where the way ends: at the message with the id `$4` and the number `$5`, if that is known; and if
/// it is gone, at the head of the chat.
macro_rules! end {
    () => {
        "chat_id = $1 AND id = coalesce(\
         (SELECT id FROM messages WHERE chat_id = $1 AND id = $4 AND (seq = $5 OR $5 IS NULL)), \
         (SELECT head_id FROM chats WHERE id = $1))"
    };
}

/// From behind the number `$2` on, with the number of the end: the way is followed back to there.
const FIRST_FIRST: &str = concat!(
    "WITH RECURSIVE way (id, parent_id, seq, end_seq, end_id) AS (\
     SELECT id, parent_id, seq, seq, id FROM messages WHERE ",
    end!(),
    " UNION ALL SELECT m.id, m.parent_id, m.seq, way.end_seq, way.end_id FROM way \
     CROSS JOIN messages AS m WHERE m.chat_id = $1 AND m.id = way.parent_id AND m.seq > $2), \
     page AS (SELECT id, end_seq, end_id FROM way WHERE seq > $2 ORDER BY seq LIMIT +$3) \
     SELECT page.end_seq, page.end_id, ",
    message_columns!("m.",),
    " FROM page CROSS JOIN messages AS m WHERE m.chat_id = $1 AND m.id = page.id ORDER BY m.seq"
);

/// From behind the number `$2` on; `found` counts those on the page. Each is the end of the way to
/// it, and so of the next page.
const LAST_FIRST: &str = concat!(
    "WITH RECURSIVE way (id, parent_id, seq, found) AS (\
     SELECT id, parent_id, seq, CASE WHEN seq < $2 THEN 1 ELSE 0 END FROM messages WHERE ",
    end!(),
    " UNION ALL SELECT m.id, m.parent_id, m.seq, \
     way.found + CASE WHEN m.seq < $2 THEN 1 ELSE 0 END FROM way CROSS JOIN messages AS m \
     WHERE m.chat_id = $1 AND m.id = way.parent_id AND way.found < $3) \
     SELECT m.seq AS end_seq, m.id AS end_id, ",
    message_columns!("m.",),
    " FROM way CROSS JOIN messages AS m \
     WHERE m.chat_id = $1 AND m.id = way.id AND way.found > 0 ORDER BY m.seq DESC"
);

macro_rules! unbranched {
    ($end:literal, $rest:literal) => {
        concat!(
            "WITH way_end AS MATERIALIZED (SELECT id, seq FROM messages WHERE ",
            end!(),
            ") SELECT ",
            $end,
            message_columns!(),
            " FROM messages WHERE chat_id = $1 AND seq <= (SELECT seq FROM way_end) \
             AND EXISTS (SELECT 1 FROM chats WHERE id = $1 AND unbranched_to = last_seq) ",
            $rest,
            " LIMIT +$3"
        )
    };
}

/// The same where there are no branches; nothing where there are by now.
const UNBRANCHED_FIRST_FIRST: &str = unbranched!(
    "(SELECT seq FROM way_end) AS end_seq, (SELECT id FROM way_end) AS end_id, ",
    "AND seq > $2 ORDER BY seq"
);
const UNBRANCHED_LAST_FIRST: &str =
    unbranched!("seq AS end_seq, id AS end_id, ", "AND seq < $2 ORDER BY seq DESC");

/// Of which chat the way is followed.
pub(super) struct Way<'w> {
    pub(super) chat: ChatId,
    /// Where it ends, unless a cursor says so.
    pub(super) head: Option<&'w MessageId>,
    /// See [`Chat::branched`].
    pub(super) branched: bool,
}

/// A message, and the end of the way that it is on.
struct OnWay {
    message: Model,
    end_seq: i64,
    end_id: String,
}

impl FromQueryResult for OnWay {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            message: Model::from_query_result(row, prefix)?,
            end_seq: row.try_get(prefix, "end_seq")?,
            end_id: row.try_get(prefix, "end_id")?,
        })
    }
}

impl TryFrom<OnWay> for Message {
    type Error = StoreError;

    fn try_from(row: OnWay) -> Result<Self, StoreError> {
        row.message.try_into()
    }
}

impl<C: Connection> Collections<C> {
    /// One page of the messages on the way to the head.
    pub(super) async fn list_way(
        &self,
        chat: &Chat,
        order: MessageOrder,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        let Chat { id, branched, .. } = *chat;
        let way = Way { chat: id, head: chat.head_id.as_ref(), branched };
        self.follow(way, order, after, limit).await
    }

    /// The same, of a chat of which only that is known.
    pub(super) async fn follow(
        &self,
        Way { chat, head, branched }: Way<'_>,
        order: MessageOrder,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        let (by_number, by_way, from) = match order {
            MessageOrder::Asc => (UNBRANCHED_FIRST_FIRST, FIRST_FIRST, 0),
            MessageOrder::Desc => (UNBRANCHED_LAST_FIRST, LAST_FIRST, i64::MAX),
        };
        let (after, end_id, end_seq) = match after {
            Some(cursor) => {
                let (after, (end_id, end_seq)) = read_place(cursor.key())?;
                (after, Some(end_id), Some(end_seq))
            }
            None => (from, head.map(|id| id.as_str().to_owned()), None),
        };
        let list = |list| {
            Sql::new(&self.connection, list)
                .bind(chat.as_uuid())
                .bind(after)
                .bind(one_more_than(limit))
                .bind(end_id.clone())
                .bind(end_seq)
                .all::<OnWay>(WHAT)
        };
        // The chat may have branched since it was read.
        let mut rows = if branched { Vec::new() } else { list(by_number).await? };
        if rows.is_empty() {
            rows = list(by_way).await?;
        }
        let place = |row: &OnWay| place(row.message.seq, row.end_seq, &row.end_id);
        page_of_messages(rows, limit, |row| &row.message, place)
    }
}

/// The 4 bytes of the number of the last message, the 4 of that of the message at the end of the
/// way, and the id of that one.
pub(super) fn place(seq: i64, end_seq: i64, end_id: &str) -> Vec<u8> {
    [&number(seq)[..], &number(end_seq), end_id.as_bytes()].concat()
}

/// Reads what [`place`] wrote.
fn read_place(key: &[u8]) -> Result<(i64, (String, i64)), StoreError> {
    let (seq, rest) = key.split_at_checked(4).ok_or_else(no_place)?;
    let (end, id) = rest.split_at_checked(4).ok_or_else(no_place)?;
    let id = str::from_utf8(id).map_err(|_| no_place())?;
    Ok((read_number(seq)?, (id.to_owned(), read_number(end)?)))
}
