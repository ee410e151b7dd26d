use super::{MailFilter, MailRecord, Mailroom};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{Client, Cursor, Limit, Page},
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
    /// Where the request came from.
    pub client: Client,
}

impl Mailroom {
    /// One page of mails, the newest first. An `actor` must be permitted (`Forbidden`); the command
    /// line acts for nobody.
    pub async fn list_mail(
        &self,
        actor: Option<&Actor>,
        query: ListMail,
    ) -> Result<Page<MailRecord>, SessionError> {
        let ListMail { filter, after, limit, client } = query;
        self.ports.authorise(actor, Permission::ManageMail, &client).await?;
        Ok(self.ports.store.read().outbox().list(&filter, after.as_ref(), limit).await?)
    }
}
