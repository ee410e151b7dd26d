//! By which words the titles and messages of chats are found. The words come from the domain,
//! folded, with a space between; the full-text index of the database has each behind the last twelve
//! digits of its owner's id, so that a search reads one owner's words only.
//!
//! An entry without a message is the title of its chat.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use super::run;

/// Statements of triggers: the words of the new row into the index, those of the old one out of it.
macro_rules! put_in {
    () => {
        "INSERT INTO chat_search (rowid, words) SELECT new.id, \
         replace(' ' || new.words, ' ', ' ' || lower(substr(hex(new.owner_id), 21))) \
         WHERE new.words <> ''; "
    };
}
macro_rules! take_out {
    () => {
        "DELETE FROM chat_search WHERE rowid = old.id AND old.words <> ''; \
         UPDATE chat_search_deletions SET pending = true WHERE NOT pending; "
    };
}

/// The index keeps no text of its own and no positions. `ascii` is the tokenizer that takes all
/// letters beyond ASCII as they are.
///
/// What is deleted is no longer found, but its words stay in the index until parts of that are
/// merged; `chat_search_deletions` says that there are such words. To take each out at once would
/// take seconds for a long chat.
const CREATE_ON_SQLITE: [&str; 9] = [
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
     words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')",
    // Whoever deletes much does not wait for that, either.
    "INSERT INTO chat_search (chat_search, rank) VALUES ('deletemerge', 0)",
    "CREATE TABLE chat_search_deletions (pending boolean NOT NULL)",
    "INSERT INTO chat_search_deletions (pending) VALUES (false)",
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
    let steps: &[&str] = match manager.get_database_backend() {
        DbBackend::Sqlite => &[
            "DROP TABLE chat_search_entries",
            "DROP TABLE chat_search",
            "DROP TABLE chat_search_deletions",
        ],
        _ => &["DROP TABLE chat_search_entries", "DROP FUNCTION chat_search_vector"],
    };
    run(manager, steps).await
}
