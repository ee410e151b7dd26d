use super::{MailRecord, MailStatus, Mailroom};
use crate::{
    shared::{Cursor, Limit, Page},
    store::StoreError,
};

/// An operator wants to see what became of mails.
#[derive(Clone, Debug)]
pub struct ListMail {
    /// Only those of this status.
    pub status: Option<MailStatus>,
    /// Where the page begins; `None` for the first.
    pub after: Option<Cursor<MailRecord>>,
    /// How many.
    pub limit: Limit,
}

impl Mailroom {
    /// One page of mails, the newest first. For the command line only, so nobody is asked for a
    /// permission.
    pub async fn list_mail(&self, query: ListMail) -> Result<Page<MailRecord>, StoreError> {
        let ListMail { status, after, limit } = query;
        self.ports.store.read().outbox().list(status, after.as_ref(), limit).await
    }
}
