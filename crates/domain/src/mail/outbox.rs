use super::Mail;
use crate::{
    shared::{Locale, MailId, Timestamp},
    users::EmailAddress,
};

/// A mail that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMail {
    /// Its id, stable over all attempts.
    pub id: MailId,
    /// Where it goes.
    pub to: EmailAddress,
    /// How its reader wants to be written to.
    pub locale: Locale,
    /// What to say.
    pub mail: Mail,
    /// How often sending was begun, but for the times when the provider could not be reached.
    pub attempts: u32,
    /// Not to be sent before this.
    pub due_at: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
}

impl OutboxMail {
    /// A mail that is due at once.
    pub fn new(id: MailId, to: EmailAddress, locale: Locale, mail: Mail, now: Timestamp) -> Self {
        Self { id, to, locale, mail, attempts: 0, due_at: now, created_at: now }
    }
}

/// What became of a mail so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailStatus {
    /// It is to be sent.
    Owed,
    /// The provider took it.
    Sent,
    /// It was given up; an operator can have it tried again.
    Dead,
}

impl MailStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Owed, Self::Sent, Self::Dead];

    /// The status by name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Which mails are wanted; nothing set: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// Only those of this status.
    pub status: Option<MailStatus>,
    /// Only those to one of these addresses, in whatever spelling; none: to anybody.
    pub to: Vec<EmailAddress>,
}

/// A mail as an operator sees it: without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRecord {
    /// Its id.
    pub id: MailId,
    /// The address as its owner typed it.
    pub to: String,
    /// Which mail it is, such as `verify_email`.
    pub kind: String,
    /// What became of it.
    pub status: MailStatus,
    /// How often sending was begun, but for the times when the provider could not be reached.
    pub attempts: u32,
    /// When it was written.
    pub created_at: Timestamp,
    /// Not to be sent before this, if it is owed.
    pub due_at: Timestamp,
    /// When it was sent or given up.
    pub ended_at: Option<Timestamp>,
    /// What the provider said the last time that it did not take the mail.
    pub last_error: Option<String>,
}

/// How much the outbox still has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many mails are owed, those that were tried in vain included.
    pub owed: u64,
    /// When the one was written that has been owed for longest; `None` if none is owed. That a mail
    /// is tried again later does not count: in an outage nothing would ever be late.
    pub oldest_created_at: Option<Timestamp>,
    /// How many were given up, and wait for an operator.
    pub dead: u64,
}
