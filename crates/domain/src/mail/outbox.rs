use super::Mail;
use crate::shared::{MailId, Timestamp};

/// A mail that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMail {
    /// Its id, stable over all attempts.
    pub id: MailId,
    /// The address as its owner typed it.
    pub to: String,
    /// What to say.
    pub mail: Mail,
    /// How often sending was begun.
    pub attempts: u32,
    /// Not to be sent before this.
    pub due_at: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
}

impl OutboxMail {
    /// A mail that is due at once.
    pub fn new(id: MailId, to: String, mail: Mail, now: Timestamp) -> Self {
        Self { id, to, mail, attempts: 0, due_at: now, created_at: now }
    }
}
