//! Messages that are added to a chat. Most requests are that: so everything about one is written at
//! once, the messages, what finds them, the move in the list of chats, and the chat.

use bookplate_domain::{
    chats::{Chat, Comment, Message, MessageId, MessageMetadata},
    store::StoreError,
};
use sea_orm::DbBackend;
use serde_json::{Value, json};

use super::chat_moves::turn_of;
use crate::{
    collections::{Collections, Connection},
    rows::chat::{Model, update_chat},
    sql::Sql,
};

/// Where the chat stands in the list: that it moves has the number of its newest message; of two
/// messages of one moment the second is no move.
macro_rules! move_by {
    ($number:literal) => {
        concat!(
            ", last_move = CASE WHEN last_message_at = $15 THEN last_move ELSE ",
            $number,
            " END "
        )
    };
}

/// The words that find the title change with the first question.
macro_rules! title_as_it_is {
    () => {
        "UPDATE chat_search_entries SET words = $18 \
         WHERE chat_id = $1 AND message_id = '' AND words <> $18"
    };
}

macro_rules! columns {
    () => {
        "chat_id, id, parent_id, seq, role, status, feedback_rating, feedback_comment, feedback_at, \
         fingerprint, chat_active_before, created_at, updated_at, metadata, parts, chat_move"
    };
}

/// Several statements, one behind the other, with the same values.
const APPEND_ON_SQLITE: &str = concat!(
    "UPDATE chat_moves SET number = number + 1; INSERT INTO messages (",
    columns!(),
    ") SELECT $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
     value ->> 6, value ->> 7, unhex(value ->> 8), value ->> 9, value ->> 10, value ->> 11, \
     value ->> 12, value ->> 13, (SELECT number FROM chat_moves) FROM json_each($17) ORDER BY key; \
     INSERT INTO chat_search_entries (owner_id, chat_id, message_id, words) \
     SELECT $16, $1, value ->> 0, value ->> 14 FROM json_each($17) ORDER BY key; ",
    title_as_it_is!(),
    "; ",
    update_chat!(),
    move_by!("(SELECT number FROM chat_moves)"),
    "WHERE id = $1"
);

/// `$19` stands for the owner: see [`turn_of`].
const APPEND_ON_POSTGRES: &str = concat!(
    "WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext('bookplate chats'), $19)), \
     move AS MATERIALIZED (SELECT nextval('chat_moves') AS number FROM turn), \
     given AS MATERIALIZED (SELECT value, place FROM jsonb_array_elements($17) WITH ORDINALITY \
     AS entries (value, place)), \
     added AS (INSERT INTO messages (",
    columns!(),
    ") SELECT $1, value ->> 0, value ->> 1, CAST(value ->> 2 AS bigint), value ->> 3, \
     value ->> 4, value ->> 5, value ->> 6, CAST(value ->> 7 AS timestamptz), \
     CAST(value ->> 8 AS uuid), CAST(value ->> 9 AS timestamptz), \
     CAST(value ->> 10 AS timestamptz), CAST(value ->> 11 AS timestamptz), value ->> 12, \
     value ->> 13, move.number FROM given CROSS JOIN move ORDER BY place), \
     found AS (INSERT INTO chat_search_entries (owner_id, chat_id, message_id, words) \
     SELECT $16, $1, value ->> 0, value ->> 14 FROM given ORDER BY place), \
     named AS (",
    title_as_it_is!(),
    ") ",
    update_chat!(),
    move_by!("move.number"),
    "FROM move WHERE id = $1"
);

impl<C: Connection> Collections<C> {
    /// Adds messages to a chat, and writes the chat as it is with them.
    pub(super) async fn append_messages(
        &self,
        chat: &Chat,
        messages: &[Message],
    ) -> Result<(), StoreError> {
        let row = Model::new(chat, 0, self.backend());
        let owner = row.owner_id;
        let append = Sql::either(&self.connection, APPEND_ON_SQLITE, APPEND_ON_POSTGRES);
        let append = row
            .bind_to(append)
            .bind(owner)
            .bind(messages.iter().map(entry).collect::<Value>())
            .bind(chat.search_words().join(" "));
        let append = match self.backend() {
            DbBackend::Sqlite => append,
            _ => append.bind(turn_of(chat.owner_id)),
        };
        append.run().await.map(drop)
    }
}

/// A message as the statements take it apart.
fn entry(message: &Message) -> Value {
    let feedback = message.feedback.as_ref();
    let comment = feedback.and_then(|feedback| feedback.comment.as_ref());
    json!([
        message.id.as_str(),
        message.parent_id.as_ref().map(MessageId::as_str),
        message.seq,
        message.role.as_str(),
        message.status.as_str(),
        feedback.map(|feedback| feedback.rating.as_str()),
        comment.map(Comment::as_str),
        feedback.map(|feedback| feedback.at.to_string()),
        message.fingerprint.simple().to_string(),
        message.chat_active_before.to_string(),
        message.created_at.to_string(),
        message.updated_at.to_string(),
        message.metadata.as_ref().map(MessageMetadata::as_str),
        message.parts.as_str(),
        message.search_words().join(" "),
    ])
}
