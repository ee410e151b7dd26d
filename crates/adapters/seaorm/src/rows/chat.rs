use bookplate_domain::{
    chats::{Chat, ChatMetadata, MessageId, Tag, Title, TitleSource},
    shared::{ChatId, UserId},
    store::StoreError,
};
use sea_orm::{ConnectionTrait, DbBackend, entity::prelude::*, sqlx::types};
use serde_json::Value;

use super::{
    in_order::InOrder,
    read::{corrupt, count, word},
};
use crate::{db_time::DbTime, sql::Sql};

pub(crate) const WHAT: &str = "chat";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chats")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub owner_id: Uuid,
    pub title: Option<String>,
    pub title_source: String,
    pub pinned: bool,
    pub archived: bool,
    /// A list of texts.
    pub tags: Json,
    pub message_count: i64,
    pub last_seq: i64,
    pub head_id: Option<String>,
    /// The number of the last message if there are no branches, and 0 if there are. A node that knows
    /// nothing of this column leaves a lower one.
    pub unbranched_to: i64,
    pub last_message_at: DbTime,
    pub preview: Option<String>,
    pub version: i64,
    pub created_at: DbTime,
    pub updated_at: DbTime,
    /// The number of the move by which it came into its owner's list.
    pub first_move: i64,
    /// The number of the last move in that list.
    pub last_move: i64,
    /// An object.
    pub metadata: String,
}

/// The columns of a chat.
macro_rules! chat_columns {
    ($($of:tt)*) => {
        $crate::rows::columns!(
            $($of)* id owner_id title title_source pinned archived tags message_count last_seq
            head_id unbranched_to last_message_at preview version created_at updated_at first_move
            last_move metadata
        )
    };
}
pub(crate) use chat_columns;

/// Those of them that say everything of a chat of a known owner, as [`of_owner`] reads them.
macro_rules! owned_chat_columns {
    () => {
        $crate::rows::columns!(
            id last_seq unbranched_to title title_source pinned archived tags metadata message_count
            head_id last_message_at preview version created_at updated_at
        )
    };
}
pub(crate) use owned_chat_columns;

/// Writes everything of the chat `$1` that may change, but for where it stands in the list; the values
/// are those of [`Model::bind_to`].
macro_rules! update_chat {
    () => {
        "UPDATE chats SET title = $2, title_source = $3, pinned = $4, archived = $5, tags = $6, \
         metadata = $7, message_count = $8, last_seq = $9, head_id = $10, unbranched_to = $11, \
         preview = $12, version = $13, updated_at = $14, last_message_at = $15"
    };
}
pub(crate) use update_chat;

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A chat that comes into its owner's list by the move of this number.
    pub(crate) fn new(chat: &Chat, number: i64, backend: DbBackend) -> Self {
        let time = |moment| DbTime::new(moment, backend);
        Self {
            id: chat.id.as_uuid(),
            owner_id: chat.owner_id.as_uuid(),
            title: chat.title.as_ref().map(|title| title.as_str().to_owned()),
            title_source: chat.title_source.as_str().to_owned(),
            pinned: chat.pinned,
            archived: chat.archived,
            tags: chat.tags.iter().map(Tag::as_str).collect(),
            message_count: chat.message_count.into(),
            last_seq: chat.last_seq.into(),
            head_id: chat.head_id.as_ref().map(|id| id.as_str().to_owned()),
            unbranched_to: if chat.branched { 0 } else { chat.last_seq.into() },
            last_message_at: time(chat.last_message_at),
            preview: chat.preview.clone(),
            version: chat.version.into(),
            created_at: time(chat.created_at),
            updated_at: time(chat.updated_at),
            first_move: number,
            last_move: number,
            metadata: Value::Object(chat.metadata.as_object().clone()).to_string(),
        }
    }

    /// The id, and what an update writes: `$1` to `$15`.
    pub(crate) fn bind_to<C: ConnectionTrait>(self, update: Sql<'_, C>) -> Sql<'_, C> {
        update
            .bind(self.id)
            .bind(self.title)
            .bind(self.title_source)
            .bind(self.pinned)
            .bind(self.archived)
            .bind(self.tags)
            .bind(self.metadata)
            .bind(self.message_count)
            .bind(self.last_seq)
            .bind(self.head_id)
            .bind(self.unbranched_to)
            .bind(self.preview)
            .bind(self.version)
            .bind(self.updated_at)
            .bind(self.last_message_at)
    }
}

impl TryFrom<Model> for Chat {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let tag = |tag: &Value| tag.as_str().map(|tag| Tag::from_stored(tag.to_owned()));
        let tags = row.tags.as_array().and_then(|tags| tags.iter().map(tag).collect());
        Ok(Self {
            id: ChatId::from_uuid(row.id),
            owner_id: UserId::from_uuid(row.owner_id),
            title: row.title.map(Title::from_stored),
            title_source: word(WHAT, "title_source", &row.title_source, TitleSource::parse)?,
            pinned: row.pinned,
            archived: row.archived,
            tags: tags.ok_or_else(|| corrupt(WHAT, "the tags are no list of texts"))?,
            metadata: metadata(&row.metadata)?,
            message_count: count(WHAT, "message_count", row.message_count)?,
            last_seq: count(WHAT, "last_seq", row.last_seq)?,
            head_id: row.head_id.map(MessageId::from_stored),
            branched: row.unbranched_to != row.last_seq,
            last_message_at: row.last_message_at.into(),
            preview: row.preview,
            version: count(WHAT, "version", row.version)?,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Reads a chat of a known owner.
pub(crate) fn of_owner(owner_id: UserId, row: &mut InOrder<'_>) -> Result<Chat, StoreError> {
    let id = ChatId::from_uuid(row.column()?);
    let (last_seq, unbranched_to): (i64, i64) = (row.column()?, row.column()?);
    Ok(Chat {
        id,
        owner_id,
        last_seq: count(WHAT, "last_seq", last_seq)?,
        branched: unbranched_to != last_seq,
        title: row.column::<Option<String>>()?.map(Title::from_stored),
        title_source: word(WHAT, "title_source", row.column()?, TitleSource::parse)?,
        pinned: row.column()?,
        archived: row.column()?,
        tags: {
            let types::Json(tags): types::Json<Vec<String>> = row.column()?;
            tags.into_iter().map(Tag::from_stored).collect()
        },
        metadata: metadata(row.column()?)?,
        message_count: count(WHAT, "message_count", row.column()?)?,
        head_id: row.column::<Option<String>>()?.map(MessageId::from_stored),
        last_message_at: row.moment()?,
        preview: row.column()?,
        version: count(WHAT, "version", row.column()?)?,
        created_at: row.moment()?,
        updated_at: row.moment()?,
    })
}

fn metadata(text: &str) -> Result<ChatMetadata, StoreError> {
    match serde_json::from_str(text) {
        Ok(Value::Object(metadata)) => Ok(ChatMetadata::from_stored(metadata)),
        _ => Err(corrupt(WHAT, "the metadata is no object")),
    }
}
