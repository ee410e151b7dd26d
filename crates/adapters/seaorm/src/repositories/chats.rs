use async_trait::async_trait;
use bookplate_domain::{
    chats::{
        Chat, ChatFilter, ChatQuery, ChatRepository, FirstPage, GrowingChat, MessageId,
        MessageOrder, MessageRepository, MessageView, SearchHit,
    },
    shared::{ChatId, Cursor, Limit, Page, UserId},
    store::StoreError,
    users::Preferences,
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    rows::chat::{Model, WHAT, chat_columns, update_chat},
    sql::Sql,
};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", chat_columns!(), " FROM chats ", $rest)
    };
}

const FIND: &str = select!("WHERE id = $1 AND owner_id = $2");
/// The single writer of SQLite needs no lock.
const LOCK_ON_POSTGRES: &str = select!("WHERE id = $1 AND owner_id = $2 FOR UPDATE");

/// The same, with what has to be known where messages are to be added. PostgreSQL would look for the
/// messages before it waits for the lock.
const LOCK_TO_GROW_ON_SQLITE: &str = concat!(
    "SELECT ",
    chat_columns!(),
    ", (SELECT document FROM preferences WHERE user_id = $2) AS preferences, \
     EXISTS (SELECT 1 FROM messages WHERE chat_id = $1 \
     AND id IN (SELECT value FROM json_each($3))) AS may_have_some \
     FROM chats WHERE id = $1 AND owner_id = $2"
);
const LOCK_TO_GROW_ON_POSTGRES: &str = concat!(
    "SELECT ",
    chat_columns!(),
    ", (SELECT document FROM preferences WHERE user_id = $2) AS preferences, \
     jsonb_array_length($3) > 0 AS may_have_some \
     FROM chats WHERE id = $1 AND owner_id = $2 FOR UPDATE"
);

const COUNT: &str = "SELECT count(*) AS count FROM chats WHERE owner_id = $1";

const UPDATE: &str = concat!(update_chat!(), " WHERE id = $1");

/// Those of many ids: hexadecimal digits in a JSON list, which has room for any number.
macro_rules! among {
    ($before:literal, sqlite $list:literal, $behind:literal) => {
        concat!($before, " IN (SELECT unhex(value) FROM json_each(", $list, "))", $behind)
    };
    ($before:literal, postgres $list:literal, $behind:literal) => {
        concat!(
            $before,
            " = ANY (ARRAY(SELECT CAST(value AS uuid) FROM jsonb_array_elements_text(",
            $list,
            ") AS ids (value)))",
            $behind
        )
    };
}

/// Messages and what finds them go with a chat.
const DELETE_ON_SQLITE: &str =
    among!("DELETE FROM chats WHERE owner_id = $1 AND id", sqlite "$2", "");
const DELETE_ON_POSTGRES: &str =
    among!("DELETE FROM chats WHERE owner_id = $1 AND id", postgres "$2", "");

/// They come into the list of the new owner where their activity puts them, by the move `$3`.
const GIVE_ALL: &str = "\
    UPDATE chats SET owner_id = $2, first_move = $3, last_move = $3 WHERE owner_id = $1 \
    RETURNING id";
const GIVE_ON_SQLITE: &str = among!(
    "UPDATE chats SET owner_id = $2, first_move = $3, last_move = $3 WHERE owner_id = $1 AND id",
    sqlite "$4",
    " RETURNING id"
);
const GIVE_ON_POSTGRES: &str = among!(
    "UPDATE chats SET owner_id = $2, first_move = $3, last_move = $3 WHERE owner_id = $1 AND id",
    postgres "$4",
    " RETURNING id"
);

const GIVE_ENTRIES_ON_SQLITE: &str =
    among!("UPDATE chat_search_entries SET owner_id = $1 WHERE chat_id", sqlite "$2", "");
const GIVE_ENTRIES_ON_POSTGRES: &str =
    among!("UPDATE chat_search_entries SET owner_id = $1 WHERE chat_id", postgres "$2", "");

const GIVE_ALL_REPORTS: &str = "UPDATE reports SET user_id = $2 WHERE user_id = $1";
const GIVE_REPORTS_ON_SQLITE: &str =
    among!("UPDATE reports SET user_id = $2 WHERE user_id = $1 AND chat_id", sqlite "$3", "");
const GIVE_REPORTS_ON_POSTGRES: &str =
    among!("UPDATE reports SET user_id = $2 WHERE user_id = $1 AND chat_id", postgres "$3", "");

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// A chat that was locked so that messages can be added.
struct Growing {
    chat: Model,
    preferences: Option<Value>,
    may_have_some: bool,
}

impl FromQueryResult for Growing {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            chat: Model::from_query_result(row, prefix)?,
            preferences: row.try_get(prefix, "preferences")?,
            may_have_some: row.try_get(prefix, "may_have_some")?,
        })
    }
}

#[async_trait]
impl<C: Connection> ChatRepository for Collections<C> {
    async fn insert(&mut self, chat: &Chat) -> Result<(), StoreError> {
        let number = self.next_move(chat.owner_id).await?;
        self.add(Model::new(chat, number, self.backend())).await?;
        self.index_title(chat).await
    }

    async fn find(&mut self, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError> {
        let row: Option<Model> = Sql::new(&self.connection, FIND)
            .bind(id.as_uuid())
            .bind(owner.as_uuid())
            .one(WHAT)
            .await?;
        row.map(Chat::try_from).transpose()
    }

    async fn open(
        &mut self,
        owner: UserId,
        id: ChatId,
        view: MessageView,
        order: MessageOrder,
        limit: Limit,
    ) -> Result<Option<FirstPage>, StoreError> {
        self.open_chat(owner, id, view, order, limit).await
    }

    async fn lock(&mut self, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError> {
        let row: Option<Model> = Sql::either(&self.connection, FIND, LOCK_ON_POSTGRES)
            .bind(id.as_uuid())
            .bind(owner.as_uuid())
            .one(WHAT)
            .await?;
        row.map(Chat::try_from).transpose()
    }

    async fn lock_to_grow(
        &mut self,
        owner: UserId,
        id: ChatId,
        ids: &[MessageId],
    ) -> Result<Option<GrowingChat>, StoreError> {
        let list: Value = ids.iter().map(MessageId::as_str).collect();
        let locked: Option<Growing> =
            Sql::either(&self.connection, LOCK_TO_GROW_ON_SQLITE, LOCK_TO_GROW_ON_POSTGRES)
                .bind(id.as_uuid())
                .bind(owner.as_uuid())
                .bind(list)
                .one(WHAT)
                .await?;
        let Some(Growing { chat, preferences, may_have_some }) = locked else { return Ok(None) };
        let keeps_history = Preferences::keeps_history(preferences.as_ref());
        let chat = Chat::try_from(chat)?;
        let known = match may_have_some && chat.message_count > 0 {
            true => MessageRepository::find(self, &chat, ids).await?,
            false => Vec::new(),
        };
        let deleted = match chat.has_lost_some() && known.len() < ids.len() {
            true => self.deleted_among(&chat, ids).await?,
            false => Vec::new(),
        };
        Ok(Some(GrowingChat { chat, keeps_history, known, deleted }))
    }

    async fn count(&mut self, owner: UserId) -> Result<u32, StoreError> {
        let count: Option<Count> =
            Sql::new(&self.connection, COUNT).bind(owner.as_uuid()).one(WHAT).await?;
        Ok(count.map_or(0, |found| found.count.try_into().unwrap_or(u32::MAX)))
    }

    async fn list(
        &mut self,
        owner: UserId,
        filter: &ChatFilter,
        after: Option<&Cursor<Chat>>,
        limit: Limit,
    ) -> Result<Page<Chat>, StoreError> {
        self.list_chats(owner, filter, after, limit).await
    }

    async fn update(&mut self, chat: &Chat) -> Result<(), StoreError> {
        let update = Sql::new(&self.connection, UPDATE);
        Model::new(chat, 0, self.backend()).bind_to(update).run().await?;
        self.reindex_title(chat).await
    }

    async fn delete(&mut self, owner: UserId, ids: &[ChatId]) -> Result<u64, StoreError> {
        let delete = Sql::either(&self.connection, DELETE_ON_SQLITE, DELETE_ON_POSTGRES)
            .bind(owner.as_uuid())
            .bind(hexadecimal(ids));
        self.in_bulk(delete.run()).await
    }

    async fn give(
        &mut self,
        from: UserId,
        to: UserId,
        ids: Option<&[ChatId]>,
    ) -> Result<Vec<ChatId>, StoreError> {
        self.in_bulk(self.give_chats(from, to, ids)).await
    }

    async fn search(
        &mut self,
        owner: UserId,
        query: &ChatQuery,
        after: Option<&Cursor<SearchHit>>,
        limit: Limit,
    ) -> Result<Page<SearchHit>, StoreError> {
        self.search_chats(owner, query, after, limit).await
    }

    async fn forget_words(&mut self) -> Result<bool, StoreError> {
        self.merge_search_index().await
    }
}

impl<C: Connection> Collections<C> {
    /// Gives chats to another user; see [`ChatRepository::give`].
    async fn give_chats(
        &self,
        from: UserId,
        to: UserId,
        ids: Option<&[ChatId]>,
    ) -> Result<Vec<ChatId>, StoreError> {
        let number = self.next_move(to).await?;
        let give = match ids {
            None => Sql::new(&self.connection, GIVE_ALL),
            Some(_) => Sql::either(&self.connection, GIVE_ON_SQLITE, GIVE_ON_POSTGRES),
        };
        let (from, to) = (from.as_uuid(), to.as_uuid());
        let give = give.bind(from).bind(to).bind(number);
        let give = ids.into_iter().fold(give, |give, ids| give.bind(hexadecimal(ids)));
        let rows: Vec<Id> = give.all(WHAT).await?;
        let mut given: Vec<ChatId> = rows.iter().map(|row| ChatId::from_uuid(row.id)).collect();
        given.sort_unstable();
        let list = hexadecimal(&given);
        let reports = match ids {
            None => Sql::new(&self.connection, GIVE_ALL_REPORTS).bind(from).bind(to),
            Some(_) => {
                Sql::either(&self.connection, GIVE_REPORTS_ON_SQLITE, GIVE_REPORTS_ON_POSTGRES)
                    .bind(from)
                    .bind(to)
                    .bind(list.clone())
            }
        };
        reports.run().await?;
        if !given.is_empty() {
            Sql::either(&self.connection, GIVE_ENTRIES_ON_SQLITE, GIVE_ENTRIES_ON_POSTGRES)
                .bind(to)
                .bind(list)
                .run()
                .await?;
        }
        Ok(given)
    }
}

/// Ids as one value that both databases can take apart.
fn hexadecimal(ids: &[ChatId]) -> Value {
    ids.iter().map(|id| id.as_uuid().simple().to_string()).collect()
}
