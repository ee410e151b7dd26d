//! What finds titles and messages. An entry without a message stands for the title of its chat; it
//! is there even if it has no words, so that the order of the hits is that in which titles and
//! messages came.

use bookplate_domain::{
    chats::{Chat, ChatQuery, Message, SearchHit},
    shared::{Cursor, Limit, Page, UserId},
    store::StoreError,
};
use sea_orm::{DbBackend, DbErr, FromQueryResult, QueryResult};

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than, page},
    rows::{
        chat::{self, chat_columns},
        message::{self, message_columns},
    },
    sql::Sql,
};

const WHAT: &str = "search hit";

/// Stands for the title, where another entry has the id of a message.
const TITLE: &str = "";

const ADD_TITLE: &str = "\
    INSERT INTO chat_search_entries (owner_id, chat_id, message_id, words) \
    VALUES ($1, $2, '', $3)";

const UPDATE: &str = "\
    UPDATE chat_search_entries SET words = $3 \
    WHERE chat_id = $1 AND message_id = $2 AND words <> $3";

const REMOVE: &str = "DELETE FROM chat_search_entries WHERE chat_id = $1 AND message_id = $2";

/// Whether words are in SQLite's index that find nothing any more. PostgreSQL's has none: what is
/// deleted leaves it, like the rows themselves, when the server cleans up.
const HAS_DELETIONS: &str = "SELECT pending FROM chat_search_deletions";
const NO_DELETIONS: &str = "UPDATE chat_search_deletions SET pending = false";

/// Writes about 200 pages of the index anew, as parts of one whole, without what is deleted.
const MERGE: &str = "INSERT INTO chat_search (chat_search, rank) VALUES ('merge', -200)";

/// Two more than one merge ago, unless there was nothing to merge.
const TOTAL_CHANGES: &str = "SELECT total_changes() AS changes";

/// What a hit tells of its chat and its message.
macro_rules! hit_columns {
    () => {
        concat!(chat_columns!("c." as "c_",), ", ", message_columns!("m." as "m_",))
    };
}

/// What the owner `$1` has from behind the entry `$2` on. The words of the query `$4` say whose
/// they are; some owners could share that, so each entry is asked once more.
const SEARCH_ON_SQLITE: &str = concat!(
    "SELECT e.id AS entry_id, ",
    hit_columns!(),
    " FROM chat_search AS s CROSS JOIN chat_search_entries AS e ON e.id = s.rowid \
     CROSS JOIN chats AS c ON c.id = e.chat_id \
     LEFT JOIN messages AS m ON m.chat_id = e.chat_id AND m.id = e.message_id \
     WHERE s.chat_search MATCH $4 AND s.rowid < $2 AND e.owner_id = $1 \
     ORDER BY s.rowid DESC LIMIT +$3"
);
/// Materialised, so that the words are always what is found by: for a small limit PostgreSQL
/// would go through the newest entries of everybody; and without the place, which the first page leaves
/// open: by that it would read all entries beside.
const SEARCH_ON_POSTGRES: &str = concat!(
    "WITH found AS MATERIALIZED (SELECT id, chat_id, message_id FROM chat_search_entries \
     WHERE chat_search_vector(owner_id, words) @@ CAST($4 AS tsquery) AND owner_id = $1), \
     page AS MATERIALIZED (SELECT id, chat_id, message_id FROM found WHERE id < $2 \
     ORDER BY id DESC LIMIT +$3) \
     SELECT e.id AS entry_id, ",
    hit_columns!(),
    " FROM page AS e JOIN chats AS c ON c.id = e.chat_id \
     LEFT JOIN messages AS m ON m.chat_id = e.chat_id AND m.id = e.message_id \
     ORDER BY e.id DESC"
);

#[derive(FromQueryResult)]
struct Deletions {
    pending: bool,
}

#[derive(FromQueryResult)]
struct Changes {
    changes: i64,
}

/// An entry that was found, with its chat and its message.
struct Found {
    entry: i64,
    chat: chat::Model,
    message: Option<message::Model>,
}

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let (c, m) = (format!("{prefix}c_"), format!("{prefix}m_"));
        let of_message: Option<String> = row.try_get(&m, "id")?;
        let message = of_message.map(|_| message::Model::from_query_result(row, &m)).transpose()?;
        let chat = chat::Model::from_query_result(row, &c)?;
        Ok(Self { entry: row.try_get(prefix, "entry_id")?, chat, message })
    }
}

impl TryFrom<Found> for SearchHit {
    type Error = StoreError;

    fn try_from(found: Found) -> Result<Self, StoreError> {
        let message = found.message.map(Message::try_from).transpose()?;
        Ok(Self { chat: found.chat.try_into()?, message })
    }
}

impl<C: Connection> Collections<C> {
    /// Makes a new chat findable.
    pub(super) async fn index_title(&self, chat: &Chat) -> Result<(), StoreError> {
        Sql::new(&self.connection, ADD_TITLE)
            .bind(chat.owner_id.as_uuid())
            .bind(chat.id.as_uuid())
            .bind(chat.search_words().join(" "))
            .run()
            .await
            .map(drop)
    }

    /// The same for a chat whose title may have changed.
    pub(super) async fn reindex_title(&self, chat: &Chat) -> Result<(), StoreError> {
        self.update_entry(chat, TITLE, &chat.search_words()).await
    }

    /// Makes a message findable that may have said something else until now.
    pub(super) async fn reindex_message(
        &self,
        chat: &Chat,
        message: &Message,
    ) -> Result<(), StoreError> {
        self.update_entry(chat, message.id.as_str(), &message.search_words()).await
    }

    /// Forgets a message.
    pub(super) async fn unindex_message(
        &self,
        chat: &Chat,
        message: &Message,
    ) -> Result<(), StoreError> {
        let removed = Sql::new(&self.connection, REMOVE).bind(chat.id.as_uuid());
        removed.bind(message.id.as_str()).run().await.map(drop)
    }

    async fn update_entry(
        &self,
        chat: &Chat,
        what: &str,
        words: &[String],
    ) -> Result<(), StoreError> {
        Sql::new(&self.connection, UPDATE)
            .bind(chat.id.as_uuid())
            .bind(what)
            .bind(words.join(" "))
            .run()
            .await
            .map(drop)
    }

    /// Merges a piece of SQLite's index, and answers whether more is to be merged.
    pub(super) async fn merge_search_index(&self) -> Result<bool, StoreError> {
        if self.backend() != DbBackend::Sqlite {
            return Ok(false);
        }
        let deletions: Option<Deletions> =
            Sql::new(&self.connection, HAS_DELETIONS).one(WHAT).await?;
        if !deletions.is_some_and(|deletions| deletions.pending) {
            return Ok(false);
        }
        let before = self.total_changes().await?;
        Sql::new(&self.connection, MERGE).run().await?;
        let is_whole = self.total_changes().await? < before + 2;
        if is_whole {
            Sql::new(&self.connection, NO_DELETIONS).run().await?;
        }
        Ok(!is_whole)
    }

    async fn total_changes(&self) -> Result<i64, StoreError> {
        let found: Option<Changes> = Sql::new(&self.connection, TOTAL_CHANGES).one(WHAT).await?;
        Ok(found.map_or(0, |found| found.changes))
    }

    /// One page of hits, that which was added last first. A cursor is the 8 bytes of the last
    /// entry's id.
    pub(super) async fn search_chats(
        &self,
        owner: UserId,
        query: &ChatQuery,
        after: Option<&Cursor<SearchHit>>,
        limit: Limit,
    ) -> Result<Page<SearchHit>, StoreError> {
        let after = after.map_or(Ok(i64::MAX), |cursor| {
            cursor.key().try_into().map(i64::from_be_bytes).map_err(|_| no_place())
        })?;
        let rows: Vec<Found> = Sql::either(&self.connection, SEARCH_ON_SQLITE, SEARCH_ON_POSTGRES)
            .bind(owner.as_uuid())
            .bind(after)
            .bind(one_more_than(limit))
            .bind(written(owner, query, self.backend()))
            .all(WHAT)
            .await?;
        page(rows, limit, |row| row.entry.to_be_bytes().to_vec())
    }
}

/// A query in the language of the database. Words are letters and digits only, so none can end the
/// quotes that it stands in.
fn written(owner: UserId, query: &ChatQuery, backend: DbBackend) -> String {
    // As the index has it: the last twelve digits.
    let id = owner.as_uuid().simple().to_string();
    let scope = &id[id.len() - 12..];
    let (quote, and, beginning) = match backend {
        DbBackend::Sqlite => ('"', " AND ", "*"),
        _ => ('\'', " & ", ":*"),
    };
    let quoted = |word: &str| format!("{quote}{scope}{word}{quote}");
    let words = query.words().iter().map(|word| quoted(word));
    let last = query.beginning().map(|start| quoted(start) + beginning);
    words.chain(last).collect::<Vec<_>>().join(and)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_query_is_quoted_word_by_word_with_whose_they_are() {
        let owner = UserId::from_uuid(Uuid::from_u128(0xabc_0123_4567_89ab));
        let query = |text| ChatQuery::parse(text).unwrap();
        for (text, sqlite, postgres) in [
            ("PID", r#""0123456789abpid"*"#, "'0123456789abpid':*"),
            (
                "NOT 'a' OR lo",
                r#""0123456789abnot" AND "0123456789aba" AND "0123456789abor" AND "0123456789ablo"*"#,
                "'0123456789abnot' & '0123456789aba' & '0123456789abor' & '0123456789ablo':*",
            ),
            (r#""x" "#, r#""0123456789abx""#, "'0123456789abx'"),
        ] {
            assert_eq!(written(owner, &query(text), DbBackend::Sqlite), sqlite);
            assert_eq!(written(owner, &query(text), DbBackend::Postgres), postgres);
        }
    }
}
