use async_trait::async_trait;
use bookplate_domain::{
    chats::{Chat, Message, MessageId, MessageOrder, MessageRepository, MessageView},
    shared::{Cursor, Limit, Page, UserId},
    store::StoreError,
};
use sea_orm::FromQueryResult;
use serde_json::Value;

use crate::{
    collections::{Collections, Connection},
    rows::message::{Model, WHAT, message_columns},
    sql::Sql,
};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", message_columns!(), " FROM messages WHERE chat_id = $1 ", $rest)
    };
}

const FIND_ON_SQLITE: &str = select!("AND id IN (SELECT value FROM json_each($2))");
const FIND_ON_POSTGRES: &str =
    select!("AND id = ANY (ARRAY(SELECT jsonb_array_elements_text($2)))");

const DELETED_ON_SQLITE: &str = "\
    SELECT id FROM deleted_messages WHERE chat_id = $1 AND id IN (SELECT value FROM json_each($2))";
const DELETED_ON_POSTGRES: &str = "\
    SELECT id FROM deleted_messages WHERE chat_id = $1 \
    AND id = ANY (ARRAY(SELECT jsonb_array_elements_text($2)))";

const NEWEST: &str = select!("ORDER BY seq DESC LIMIT 1");

const AROUND: &str = concat!(
    "SELECT * FROM (SELECT * FROM (",
    select!("AND seq < $2 ORDER BY seq DESC LIMIT +$3"),
    ") AS before UNION ALL ",
    select!("AND seq = $2"),
    " UNION ALL SELECT * FROM (",
    select!("AND seq > $2 ORDER BY seq LIMIT +$3"),
    ") AS behind) AS found ORDER BY seq"
);

const UPDATE: &str = "\
    UPDATE messages SET role = $3, status = $4, parts = $5, metadata = $6, feedback_rating = $7, \
    feedback_comment = $8, feedback_at = $9, updated_at = $10 WHERE chat_id = $1 AND id = $2";

const FOLLOW_ANOTHER: &str =
    "UPDATE messages SET parent_id = $3 WHERE chat_id = $1 AND parent_id = $2";

/// Its id, and from where it had moved its chat.
const REMEMBER: &str = "\
    INSERT INTO deleted_messages (chat_id, id, seq, chat_move, chat_active_before) \
    SELECT chat_id, id, seq, chat_move, chat_active_before FROM messages \
    WHERE chat_id = $1 AND id = $2";

const DELETE: &str = "DELETE FROM messages WHERE chat_id = $1 AND id = $2";

#[derive(FromQueryResult)]
struct Deleted {
    id: String,
}

#[async_trait]
impl<C: Connection> MessageRepository for Collections<C> {
    async fn append(&mut self, chat: &Chat, messages: &[Message]) -> Result<(), StoreError> {
        self.append_messages(chat, messages).await
    }

    async fn find(&mut self, chat: &Chat, ids: &[MessageId]) -> Result<Vec<Message>, StoreError> {
        let ids: Value = ids.iter().map(MessageId::as_str).collect();
        let rows: Vec<Model> = Sql::either(&self.connection, FIND_ON_SQLITE, FIND_ON_POSTGRES)
            .bind(chat.id.as_uuid())
            .bind(ids)
            .all(WHAT)
            .await?;
        rows.into_iter().map(Message::try_from).collect()
    }

    async fn deleted_among(
        &mut self,
        chat: &Chat,
        ids: &[MessageId],
    ) -> Result<Vec<MessageId>, StoreError> {
        let ids: Value = ids.iter().map(MessageId::as_str).collect();
        let rows: Vec<Deleted> =
            Sql::either(&self.connection, DELETED_ON_SQLITE, DELETED_ON_POSTGRES)
                .bind(chat.id.as_uuid())
                .bind(ids)
                .all(WHAT)
                .await?;
        Ok(rows.into_iter().map(|row| MessageId::from_stored(row.id)).collect())
    }

    async fn newest(&mut self, chat: &Chat) -> Result<Option<Message>, StoreError> {
        let row: Option<Model> =
            Sql::new(&self.connection, NEWEST).bind(chat.id.as_uuid()).one(WHAT).await?;
        row.map(Message::try_from).transpose()
    }

    async fn list(
        &mut self,
        chat: &Chat,
        view: MessageView,
        order: MessageOrder,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        match view {
            MessageView::All => self.list_messages(chat, order, after, limit).await,
            MessageView::Active => self.list_way(chat, order, after, limit).await,
        }
    }

    async fn list_all_of(
        &mut self,
        owner: UserId,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        self.list_messages_of(owner, after, limit).await
    }

    async fn around(
        &mut self,
        chat: &Chat,
        seq: u32,
        each: u16,
    ) -> Result<Vec<Message>, StoreError> {
        let rows: Vec<Model> = Sql::new(&self.connection, AROUND)
            .bind(chat.id.as_uuid())
            .bind(i64::from(seq))
            .bind(i64::from(each))
            .all(WHAT)
            .await?;
        rows.into_iter().map(Message::try_from).collect()
    }

    async fn update(&mut self, chat: &Chat, message: &Message) -> Result<(), StoreError> {
        let row = Model::new(message, 0, self.backend());
        Sql::new(&self.connection, UPDATE)
            .bind(chat.id.as_uuid())
            .bind(row.id)
            .bind(row.role)
            .bind(row.status)
            .bind(row.parts)
            .bind(row.metadata)
            .bind(row.feedback_rating)
            .bind(row.feedback_comment)
            .bind(row.feedback_at)
            .bind(row.updated_at)
            .run()
            .await?;
        self.reindex_message(chat, message).await
    }

    async fn delete(&mut self, chat: &Chat, message: &Message) -> Result<(), StoreError> {
        let (chat_id, id) = (chat.id.as_uuid(), message.id.as_str());
        Sql::new(&self.connection, FOLLOW_ANOTHER)
            .bind(chat_id)
            .bind(id)
            .bind(message.parent_id.as_ref().map(|parent| parent.as_str().to_owned()))
            .run()
            .await?;
        Sql::new(&self.connection, REMEMBER).bind(chat_id).bind(id).run().await?;
        Sql::new(&self.connection, DELETE).bind(chat_id).bind(id).run().await?;
        self.unindex_message(chat, message).await
    }
}
