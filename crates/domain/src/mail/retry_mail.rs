use super::Mailroom;
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::MailId,
};

impl Mailroom {
    /// Has a dead mail tried again at once; `NotFound` if there is no dead one of this id. An
    /// `actor` must be permitted (`Forbidden`); the command line acts for nobody.
    pub async fn retry_mail(&self, actor: Option<&Actor>, id: MailId) -> Result<(), SessionError> {
        actor.map_or(Ok(()), |actor| actor.require(Permission::ManageMail))?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        if !tx.outbox().retry(id, now).await? {
            return Err(SessionError::NotFound);
        }
        tx.commit().await?;
        Ok(())
    }
}
