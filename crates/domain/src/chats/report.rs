use super::{Comment, MessageId, vocabulary::vocabulary};
use crate::shared::{ChatId, ReportId, Timestamp, UserId};

vocabulary! {
    /// Why a message was reported.
    ReportReason {
        /// It advertises.
        Spam = "spam",
        /// It harasses somebody.
        Harassment = "harassment",
        /// It hates a group.
        Hate = "hate",
        /// It is sexual where it should not be.
        Sexual = "sexual",
        /// It threatens or praises violence.
        Violence = "violence",
        /// It leads to harm to oneself.
        SelfHarm = "self_harm",
        /// It is against the law.
        Illegal = "illegal",
        /// It is wrong in a way that does harm.
        Incorrect = "incorrect",
        /// Something else.
        Other = "other",
    }
}

vocabulary! {
    /// Whether somebody has looked at a report.
    ReportStatus {
        /// Nobody has.
        Open = "open",
        /// It is settled.
        Resolved = "resolved",
    }
}

vocabulary! {
    /// What was done about a report.
    ReportAction {
        /// Nothing.
        Dismiss = "dismiss",
        /// The message was deleted.
        RemoveMessage = "remove_message",
        /// The account that holds the chat was suspended.
        SuspendAuthor = "suspend_author",
    }
}

/// A message that its reader finds wrong. It outlives the message and the chat, never the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its own id.
    pub id: ReportId,
    /// Who holds the chat, and reported the message.
    pub user_id: UserId,
    /// The chat.
    pub chat_id: ChatId,
    /// The message.
    pub message_id: MessageId,
    /// What is wrong with it.
    pub reason: ReportReason,
    /// The same in the reader's words.
    pub comment: Option<Comment>,
    /// When it was reported.
    pub created_at: Timestamp,
    /// What came of it; `None` while it is open.
    pub resolution: Option<Resolution>,
}

/// What came of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// What was done.
    pub action: ReportAction,
    /// Who decided; `None` if that account is gone.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// Why, for other moderators.
    pub note: Option<Comment>,
}

impl Report {
    /// Whether it is settled.
    pub fn status(&self) -> ReportStatus {
        match self.resolution {
            Some(_) => ReportStatus::Resolved,
            None => ReportStatus::Open,
        }
    }
}
