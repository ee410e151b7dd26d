//! The list of an owner's chats.
//!
//! Chats move to the top while somebody reads the list. Places remember the number of the last move
//! that the first page has seen; see [`next_move`](Collections::next_move). Later pages have two
//! parts: the chats that have not moved since, from an index in their order; and the few that have,
//! where they stood then.

use bookplate_domain::{
    chats::{Chat, ChatFilter},
    shared::{Cursor, Limit, Page, UserId},
    store::StoreError,
};
use sea_orm::QueryResult;

use crate::{
    collections::{Collections, Connection},
    page::{Place, no_place, one_more_than, page},
    rows::{
        chat::{WHAT, of_owner, owned_chat_columns},
        in_order::InOrder,
    },
    sql::Sql,
};

/// What a filter lets through: `$3` and `$4` are true, false, or null for both; `$5` is a tag or
/// null. PostgreSQL would take `OR` for something that hardly any chat passes.
macro_rules! filter {
    (sqlite) => {
        "(archived = $3 OR $3 IS NULL) AND (pinned = $4 OR $4 IS NULL) \
         AND ($5 IS NULL OR EXISTS (SELECT 1 FROM json_each(tags) WHERE value = $5))"
    };
    (postgres) => {
        "CASE WHEN CAST($3 AS boolean) IS NULL THEN true ELSE archived = $3 END \
         AND CASE WHEN CAST($4 AS boolean) IS NULL THEN true ELSE pinned = $4 END \
         AND CASE WHEN CAST($5 AS text) IS NULL THEN true ELSE tags ? $5 END"
    };
}

/// The chats of `$1` from behind the moment `$6` and the id `$7` on, as they stand.
macro_rules! in_order {
    ($database:ident, $and:literal) => {
        concat!(
            "FROM chats WHERE owner_id = $1 AND (last_message_at, id) < ($6, $7) AND ",
            $and,
            filter!($database),
            " ORDER BY last_message_at DESC, id DESC LIMIT +$2"
        )
    };
}

macro_rules! first_page {
    ($database:ident) => {
        concat!(
            "SELECT ",
            owned_chat_columns!(),
            ", (SELECT max(last_move) FROM chats WHERE owner_id = $1) AS last_seen ",
            in_order!($database, "")
        )
    };
}

const FIRST_PAGE_ON_SQLITE: &str = first_page!(sqlite);
const FIRST_PAGE_ON_POSTGRES: &str = first_page!(postgres);

/// As it was after the move `$8`. What has moved since stood where the first message that came since
/// has found it, even if that is deleted. `+ 0` keeps SQLite from taking another index.
macro_rules! next_page {
    ($database:ident) => {
        concat!(
            "SELECT *, $8 + 0 AS last_seen FROM (SELECT * FROM (SELECT ",
            owned_chat_columns!(),
            ", last_message_at AS listed_at ",
            in_order!($database, "last_move + 0 <= $8 AND "),
            ") AS still UNION ALL SELECT * FROM (SELECT ",
            owned_chat_columns!(),
            ", coalesce((SELECT chat_active_before FROM (\
             SELECT * FROM (SELECT seq, chat_active_before FROM messages \
             WHERE chat_id = chats.id AND seq > coalesce((SELECT seq FROM messages \
             WHERE chat_id = chats.id AND chat_move <= $8 ORDER BY seq DESC LIMIT 1), 0) \
             ORDER BY seq LIMIT 1) AS there \
             UNION ALL SELECT * FROM (SELECT seq, chat_active_before FROM deleted_messages \
             WHERE chat_id = chats.id AND chat_move > $8 ORDER BY chat_move, seq LIMIT 1) AS gone\
             ) AS since ORDER BY seq LIMIT 1), last_message_at) AS listed_at ",
            "FROM chats WHERE owner_id = $1 AND last_move > $8 AND first_move <= $8 AND ",
            filter!($database),
            ") AS moved WHERE (listed_at, id) < ($6, $7)) AS listed \
             ORDER BY listed_at DESC, id DESC LIMIT +$2"
        )
    };
}

const NEXT_PAGE_ON_SQLITE: &str = next_page!(sqlite);
const NEXT_PAGE_ON_POSTGRES: &str = next_page!(postgres);

/// A chat, where it stands in the list, and the last move that the list has seen.
struct Listed {
    chat: Chat,
    place: Place,
    last_seen: i64,
}

impl Listed {
    /// Of the first page, where each chat stands as its activity says.
    fn first(owner: UserId, row: &QueryResult) -> Result<Self, StoreError> {
        let mut row = InOrder::of(row, WHAT)?;
        let chat = of_owner(owner, &mut row)?;
        let place = Place { at: chat.last_message_at, id: chat.id.as_uuid() };
        Ok(Self { chat, place, last_seen: row.column()? })
    }

    fn next(owner: UserId, row: &QueryResult) -> Result<Self, StoreError> {
        let mut row = InOrder::of(row, WHAT)?;
        let chat = of_owner(owner, &mut row)?;
        let place = Place { at: row.moment()?, id: chat.id.as_uuid() };
        Ok(Self { chat, place, last_seen: row.column()? })
    }
}

impl TryFrom<Listed> for Chat {
    type Error = StoreError;

    fn try_from(listed: Listed) -> Result<Self, StoreError> {
        Ok(listed.chat)
    }
}

impl<C: Connection> Collections<C> {
    /// One page of chats. A cursor is the number of a move and a [`Place`].
    pub(super) async fn list_chats(
        &self,
        owner: UserId,
        filter: &ChatFilter,
        after: Option<&Cursor<Chat>>,
        limit: Limit,
    ) -> Result<Page<Chat>, StoreError> {
        let (list, Place { at, id }, last_seen) = match after.map(read_place).transpose()? {
            None => {
                let list =
                    Sql::either(&self.connection, FIRST_PAGE_ON_SQLITE, FIRST_PAGE_ON_POSTGRES);
                (list, Place::last(), None)
            }
            Some((last_seen, place)) => {
                let list =
                    Sql::either(&self.connection, NEXT_PAGE_ON_SQLITE, NEXT_PAGE_ON_POSTGRES);
                (list, place, Some(last_seen))
            }
        };
        let list = list
            .bind(owner.as_uuid())
            .bind(one_more_than(limit))
            .bind(filter.archived)
            .bind(filter.pinned)
            .bind(filter.tag.as_ref().map(|tag| tag.as_str().to_owned()))
            .at(at)
            .bind(id);
        let read = if last_seen.is_some() { Listed::next } else { Listed::first };
        let list = last_seen.into_iter().fold(list, Sql::bind);
        let rows = list.all_by(WHAT, |row| read(owner, row)).await?;
        page(rows, limit, |row| [&row.last_seen.to_be_bytes()[..], &row.place.key()].concat())
    }
}

fn read_place(cursor: &Cursor<Chat>) -> Result<(i64, Place), StoreError> {
    let (last_seen, place) = cursor.key().split_first_chunk().ok_or_else(no_place)?;
    let place = Place::read(&Cursor::<()>::after(place.to_vec()))?;
    Ok((i64::from_be_bytes(*last_seen), place))
}
