use std::time::Duration;

use super::MessageId;
use crate::{
    limits::LimitReached, roles::MayBeRefusal, sessions::SessionError, shared::InputErrors,
    store::StoreError, users::UserError,
};

/// Why something with a chat did not work.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// Some fields are wrong.
    #[error(transparent)]
    Invalid(#[from] InputErrors),
    /// There is no such chat, message or report, or none of the caller's.
    #[error("there is no such thing")]
    NotFound,
    /// Somebody else's chat has the id.
    #[error("the id of the chat is taken")]
    IdTaken,
    /// Another message of the chat has the id.
    #[error("the message {0} is there and says something else")]
    MessageIdConflict(MessageId),
    /// A message of the chat had the id, and was deleted.
    #[error("the message {0} was deleted")]
    MessageDeleted(MessageId),
    /// More is not kept.
    #[error("no more {} are kept", .0.what())]
    LimitExceeded(ChatLimit),
    /// A visitor has asked enough for a day.
    #[error("a visitor may not ask more than {limit} questions a day")]
    VisitorLimitReached {
        /// How many questions a visitor has on a rolling day.
        limit: u32,
        /// When the next will be taken, from now.
        retry_after: Duration,
    },
    /// The chat was changed since the caller has read it.
    #[error("it was changed since it was read")]
    VersionConflict,
    /// The visitor's token is of no use.
    #[error("the visitor's token is of no use")]
    VisitorTokenInvalid,
    /// The visitor's token came too late.
    #[error("the visitor's token has expired")]
    VisitorTokenExpired,
    /// The report is settled, in another way.
    #[error("the report is settled already")]
    ReportResolved,
    /// Nobody would be left who may do everything.
    #[error("this is the last active admin")]
    LastAdmin,
    /// It was tried too often.
    #[error(transparent)]
    LimitReached(#[from] LimitReached),
    /// The caller may not, or not any more.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What there cannot be any number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatLimit {
    /// The chats of a user.
    Chats,
    /// The chats of a visitor.
    VisitorChats,
    /// The messages of a chat at a time.
    Messages,
    /// The messages of a visitor's chat at a time.
    VisitorMessages,
    /// The messages that a chat ever had.
    MessagesEver,
}

impl ChatLimit {
    /// How many there may be.
    pub const fn max(self) -> u32 {
        match self {
            Self::Chats => super::Chat::MAX_PER_USER,
            Self::VisitorChats => super::Chat::MAX_PER_VISITOR,
            Self::Messages => super::Chat::MAX_MESSAGES,
            Self::VisitorMessages => super::Chat::MAX_MESSAGES_OF_VISITOR,
            Self::MessagesEver => super::Chat::MAX_MESSAGES_EVER,
        }
    }

    /// What they are.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Chats => "chats",
            Self::VisitorChats => "chats of a visitor",
            Self::Messages => "messages in a chat",
            Self::VisitorMessages => "messages in a chat of a visitor",
            Self::MessagesEver => "messages in one chat, those counted that were deleted,",
        }
    }
}

impl MayBeRefusal for ChatError {
    fn is_refusal(&self) -> bool {
        matches!(self, Self::Session(error) if error.is_refusal())
    }
}

/// What goes wrong where an account is suspended.
impl From<UserError> for ChatError {
    fn from(error: UserError) -> Self {
        match error {
            UserError::Invalid(errors) => errors.into(),
            UserError::NotFound => Self::NotFound,
            UserError::VersionConflict => Self::VersionConflict,
            UserError::LastAdmin => Self::LastAdmin,
            UserError::LimitReached(reached) => reached.into(),
            UserError::Session(error) => error.into(),
            UserError::Store(error) => error.into(),
            other @ (UserError::RegistrationClosed
            | UserError::EmailTaken
            | UserError::TokenInvalid
            | UserError::TokenExpired
            | UserError::Hash(_)) => StoreError::Backend(other.into()).into(),
        }
    }
}
