//! By which words the titles and messages of chats are found. The words come from the domain,
//! folded, with a space between; the full-text index of the database has each behind the last twelve
//! digits of its owner's id, so that a search reads one owner's words only.
//!
//! An entry without a message is the title of its chat.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use super::run;

/// A statement of a trigger that writes the words of a row to the index. What is taken out must be
/// what was put in.
macro_rules! index {
    ($into:literal, $row:literal) => {
        concat!(
            "INSERT INTO chat_search ",
            $into,
            $row,
            ".id, replace(' ' || ",
            $row,
            ".words, ' ', ' ' || lower(substr(hex(",
            $row,
            ".owner_id), 21))) WHERE ",
            $row,
            ".words <> ''; "
        )
    };
}
macro_rules! put_in {
    () => {
        index!("(rowid, words) SELECT ", "new")
    };
}
macro_rules! take_out {
    () => {
        index!("(chat_search, rowid, words) SELECT 'delete', ", "old")
    };
}

/// The index keeps no text of its own and no positions. `ascii` is the tokenizer that takes all
/// letters beyond ASCII as they are.
const CREATE_ON_SQLITE: [&str; 7] = [
    "CREATE TABLE chat_search_entries (\
     id integer PRIMARY KEY, \
     owner_id blob NOT NULL, \
     chat_id blob NOT NULL \
     CONSTRAINT chat_search_entries_chat_id_fkey REFERENCES chats (id) ON DELETE CASCADE, \
     message_id text NOT NULL, \
     words text NOT NULL)",
    "CREATE UNIQUE INDEX chat_search_entries_chat_id_message_id_key \
     ON chat_search_entries (chat_id, message_id)",
    "CREATE VIRTUAL TABLE chat_search USING fts5 (\
     words, content = '', columnsize = 0, detail = none, tokenize = 'ascii')",
    // What is deleted is overwritten, as everywhere in the file.
    "INSERT INTO chat_search (chat_search, rank) VALUES ('secure-delete', 1)",
    concat!(
        "CREATE TRIGGER chat_search_entries_inserted AFTER INSERT ON chat_search_entries BEGIN ",
        put_in!(),
        "END"
    ),
    concat!(
        "CREATE TRIGGER chat_search_entries_deleted AFTER DELETE ON chat_search_entries BEGIN ",
        take_out!(),
        "END"
    ),
    concat!(
        "CREATE TRIGGER chat_search_entries_updated \
         AFTER UPDATE OF owner_id, words ON chat_search_entries BEGIN ",
        take_out!(),
        put_in!(),
        "END"
    ),
];

/// The words are kept apart from the rows, which are read by the thousand where a word is common.
const CREATE_ON_POSTGRES: [&str; 5] = [
    "CREATE TABLE chat_search_entries (\
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
     owner_id uuid NOT NULL, \
     chat_id uuid NOT NULL \
     CONSTRAINT chat_search_entries_chat_id_fkey REFERENCES chats (id) ON DELETE CASCADE, \
     message_id text NOT NULL, \
     words text NOT NULL)",
    "ALTER TABLE chat_search_entries SET (toast_tuple_target = 128)",
    "CREATE UNIQUE INDEX chat_search_entries_chat_id_message_id_key \
     ON chat_search_entries (chat_id, message_id)",
    // No parser of the database's own comes near the words.
    "CREATE FUNCTION chat_search_vector(owner_id uuid, words text) RETURNS tsvector \
     LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$\
     SELECT array_to_tsvector(ARRAY(SELECT right(CAST(owner_id AS text), 12) || word \
     FROM unnest(string_to_array(words, ' ')) AS words (word)))$$",
    "CREATE INDEX chat_search_entries_words_idx ON chat_search_entries \
     USING gin (chat_search_vector(owner_id, words))",
];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Sqlite => run(manager, &CREATE_ON_SQLITE).await,
        _ => run(manager, &CREATE_ON_POSTGRES).await,
    }
}

pub(super) async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let steps = match manager.get_database_backend() {
        DbBackend::Sqlite => ["DROP TABLE chat_search_entries", "DROP TABLE chat_search"],
        _ => ["DROP TABLE chat_search_entries", "DROP FUNCTION chat_search_vector"],
    };
    run(manager, &steps).await
}
