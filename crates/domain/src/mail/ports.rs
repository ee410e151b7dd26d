use std::time::Duration;

use async_trait::async_trait;

use super::{Backlog, Letter, MailFilter, MailRecord, OutboxMail};
use crate::{
    shared::{Cursor, Limit, MailId, Page, Timestamp},
    store::{Source, StoreError},
    users::EmailAddress,
};

/// The mails that are owed, kept with the reason for each.
#[async_trait]
pub trait Outbox: Send {
    /// Adds a mail. Inside a transaction it MUST be owed only if the transaction is kept.
    async fn insert(&mut self, mail: &OutboxMail) -> Result<(), StoreError>;

    /// Takes at most `count` owed mails that are due at `now`, oldest due time first, counts the
    /// attempt and hides them until `lease_until`. Of two claims at once, no mail MUST be in both.
    async fn claim(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        count: u32,
    ) -> Result<Vec<OutboxMail>, StoreError>;

    /// The mail was handed over: it MUST never be claimed again, also if another worker buries it
    /// later.
    async fn delivered(&mut self, id: MailId, now: Timestamp) -> Result<(), StoreError>;

    /// The attempt failed: the mail MUST be due again at `due_at`, and not before. One that was
    /// delivered or buried meanwhile MUST stay so; the same goes for the next two.
    async fn postpone(
        &mut self,
        id: MailId,
        due_at: Timestamp,
        why: &str,
    ) -> Result<(), StoreError>;

    /// The provider could not be asked: like [`postpone`](Self::postpone), and the attempt MUST not
    /// count.
    async fn release(&mut self, id: MailId, due_at: Timestamp, why: &str)
    -> Result<(), StoreError>;

    /// The mail cannot be delivered: it MUST not be claimed again unless it is retried, but kept
    /// for an operator.
    async fn bury(&mut self, id: MailId, now: Timestamp, why: &str) -> Result<(), StoreError>;

    /// A dead mail MUST be owed again from `now` on, as if it had never been tried. `false`, and
    /// nothing changed, if it is not dead.
    async fn retry(&mut self, id: MailId, now: Timestamp) -> Result<bool, StoreError>;

    /// Removes a mail, whatever became of it.
    async fn remove(&mut self, id: MailId) -> Result<(), StoreError>;

    /// Removes every mail to these addresses, by their canonical form, whatever became of it.
    async fn remove_all_to(&mut self, addresses: &[EmailAddress]) -> Result<(), StoreError>;

    /// The mails that a filter lets through, newest id first, from behind `after` on. It MUST NOT
    /// fail on a mail whose content cannot be read.
    async fn list(
        &mut self,
        filter: &MailFilter,
        after: Option<&Cursor<MailRecord>>,
        limit: Limit,
    ) -> Result<Page<MailRecord>, StoreError>;

    /// Removes at most `count` mails that were delivered or buried before a moment, and answers how
    /// many that were. One that is owed MUST stay, however old. Of many calls at once, each mail MUST
    /// be counted by one, and none may fail.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;

    /// How much is still to be done. Mails under a lease, or to be tried again later, MUST count as
    /// owed, and since they were written; those that were delivered MUST NOT count, and however many
    /// of them are kept, they MUST NOT be read for it.
    async fn backlog(&mut self) -> Result<Backlog, StoreError>;
}

/// Renders a letter and hands it to a provider.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Returns when the provider has taken the letter. A repetition with the same id MUST be
    /// recognisable by the provider as the same letter.
    async fn send(&self, letter: &Letter) -> Result<(), MailError>;
}

/// Why a letter was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The provider takes no mail at all now, or cannot be asked: it says nothing about this one.
    #[error("the provider cannot be reached or takes no mail")]
    Unavailable {
        /// When the provider wants to be asked again, if it said so.
        retry_after: Option<Duration>,
        /// The cause, for the log.
        #[source]
        source: Source,
    },
    /// The provider did not take this mail, but may take it later.
    #[error("the provider did not take the mail")]
    Temporary {
        /// When the provider wants to be asked again, if it said so.
        retry_after: Option<Duration>,
        /// The cause, for the log.
        #[source]
        source: Source,
    },
    /// It will never be taken.
    #[error("the provider refused the mail for good")]
    Permanent(#[source] Source),
}

impl MailError {
    /// What the provider said, for whoever looks after the mails.
    pub fn said(&self) -> String {
        match self {
            Self::Unavailable { source, .. }
            | Self::Temporary { source, .. }
            | Self::Permanent(source) => source.to_string(),
        }
    }
}

/// A mail as the development mailbox shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMail {
    /// The id of the letter.
    pub id: MailId,
    /// Where it went.
    pub to: String,
    /// Its subject line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// The mails that were sent, where nothing leaves the house: for development.
pub trait SentMails: Send + Sync {
    /// The newest first; with `to`, only those to this address, in whatever spelling.
    fn list(&self, to: Option<&EmailAddress>) -> Vec<SentMail>;
}
