use bookplate_domain::{
    chats::{
        Comment, Feedback, Message, MessageId, MessageMetadata, MessageRole, MessageStatus, Parts,
        Rating,
    },
    shared::{ChatId, Timestamp},
    store::StoreError,
};
use sea_orm::{DbBackend, entity::prelude::*};

use super::{
    in_order::InOrder,
    read::{corrupt, count, word},
};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "message";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chat_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub parent_id: Option<String>,
    pub seq: i64,
    pub role: String,
    pub status: String,
    pub feedback_rating: Option<String>,
    pub feedback_comment: Option<String>,
    pub feedback_at: Option<DbTime>,
    pub fingerprint: Uuid,
    pub chat_active_before: DbTime,
    pub created_at: DbTime,
    pub updated_at: DbTime,
    /// The number of the move of its chat when it came.
    pub chat_move: i64,
    pub metadata: Option<String>,
    pub parts: String,
}

/// The columns of a message.
macro_rules! message_columns {
    ($($of:tt)*) => {
        $crate::rows::columns!(
            $($of)* chat_id id parent_id seq role status feedback_rating feedback_comment
            feedback_at fingerprint chat_active_before created_at updated_at chat_move metadata
            parts
        )
    };
}
pub(crate) use message_columns;

/// Those of them that say everything of a message of a known chat: the role, and what [`of_chat`]
/// reads.
macro_rules! columns_in_chat {
    () => {
        $crate::rows::columns!(
            role id parent_id seq status feedback_rating feedback_comment feedback_at fingerprint
            chat_active_before created_at updated_at metadata parts
        )
    };
}
pub(crate) use columns_in_chat;

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A message that moves its chat by the move of this number.
    pub(crate) fn new(message: &Message, number: i64, backend: DbBackend) -> Self {
        let time = |moment| DbTime::new(moment, backend);
        let feedback = message.feedback.as_ref();
        let comment = feedback.and_then(|feedback| feedback.comment.as_ref());
        let metadata = message.metadata.as_ref();
        Self {
            chat_id: message.chat_id.as_uuid(),
            id: message.id.as_str().to_owned(),
            parent_id: message.parent_id.as_ref().map(|id| id.as_str().to_owned()),
            seq: message.seq.into(),
            role: message.role.as_str().to_owned(),
            status: message.status.as_str().to_owned(),
            feedback_rating: feedback.map(|feedback| feedback.rating.as_str().to_owned()),
            feedback_comment: comment.map(|comment| comment.as_str().to_owned()),
            feedback_at: feedback.map(|feedback| time(feedback.at)),
            fingerprint: message.fingerprint,
            chat_active_before: time(message.chat_active_before),
            created_at: time(message.created_at),
            updated_at: time(message.updated_at),
            chat_move: number,
            metadata: metadata.map(|metadata| metadata.as_str().to_owned()),
            parts: message.parts.as_str().to_owned(),
        }
    }
}

impl TryFrom<Model> for Message {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let feedback = feedback(
            row.feedback_rating.as_deref(),
            row.feedback_comment,
            row.feedback_at.map(Timestamp::from),
        )?;
        Ok(Self {
            id: MessageId::from_stored(row.id),
            chat_id: ChatId::from_uuid(row.chat_id),
            parent_id: row.parent_id.map(MessageId::from_stored),
            seq: count(WHAT, "seq", row.seq)?,
            role: word(WHAT, "role", &row.role, MessageRole::parse)?,
            status: word(WHAT, "status", &row.status, MessageStatus::parse)?,
            parts: Parts::from_stored(row.parts),
            metadata: row.metadata.map(MessageMetadata::from_stored),
            feedback,
            fingerprint: row.fingerprint,
            chat_active_before: row.chat_active_before.into(),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Reads a message of a known chat, from behind its role on.
pub(crate) fn of_chat(
    chat_id: ChatId,
    role: &str,
    row: &mut InOrder<'_>,
) -> Result<Message, StoreError> {
    Ok(Message {
        chat_id,
        role: word(WHAT, "role", role, MessageRole::parse)?,
        id: MessageId::from_stored(row.column()?),
        parent_id: row.column::<Option<String>>()?.map(MessageId::from_stored),
        seq: count(WHAT, "seq", row.column()?)?,
        status: word(WHAT, "status", row.column()?, MessageStatus::parse)?,
        feedback: feedback(row.column()?, row.column()?, row.moment_or_null()?)?,
        fingerprint: row.column()?,
        chat_active_before: row.moment()?,
        created_at: row.moment()?,
        updated_at: row.moment()?,
        metadata: row.column::<Option<String>>()?.map(MessageMetadata::from_stored),
        parts: Parts::from_stored(row.column()?),
    })
}

fn feedback(
    rating: Option<&str>,
    comment: Option<String>,
    at: Option<Timestamp>,
) -> Result<Option<Feedback>, StoreError> {
    let (rating, at) = match (rating, at) {
        (Some(rating), Some(at)) => (rating, at),
        (None, None) => return Ok(None),
        _ => return Err(corrupt(WHAT, "half of the feedback is missing")),
    };
    let rating = word(WHAT, "feedback_rating", rating, Rating::parse)?;
    Ok(Some(Feedback { rating, comment: comment.map(Comment::from_stored), at }))
}
