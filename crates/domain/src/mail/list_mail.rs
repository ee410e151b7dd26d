use super::{MailFilter, MailRecord, Mailroom};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{Cursor, Limit, Page},
};

/// An operator wants to see what became of mails.
#[derive(Clone, Debug)]
pub struct ListMail {
    /// Which mails.
    pub filter: MailFilter,
    /// Where the page begins; `None` for the first.
    pub after: Option<Cursor<MailRecord>>,
    /// How many.
    pub limit: Limit,
}

impl Mailroom {
    /// One page of mails, the newest first. An `actor` must be permitted (`Forbidden`); the command
    /// line acts for nobody.
    pub async fn list_mail(
        &self,
        actor: Option<&Actor>,
        query: ListMail,
    ) -> Result<Page<MailRecord>, SessionError> {
        actor.map_or(Ok(()), |actor| actor.require(Permission::ManageMail))?;
        let ListMail { filter, after, limit } = query;
        Ok(self.ports.store.read().outbox().list(&filter, after.as_ref(), limit).await?)
    }
}
