use super::Mailroom;
use crate::{
    audit::{Event, EventKind},
    roles::{Permission, authorise_now},
    sessions::{Actor, SessionError},
    shared::{Client, MailId},
};

impl Mailroom {
    /// Has a dead mail tried again at once; `NotFound` if there is no dead one of this id. An
    /// `actor` must be permitted (`Forbidden`) and still signed in (`Revoked`, `Expired`); the
    /// command line acts for nobody.
    pub async fn retry_mail(
        &self,
        actor: Option<&Actor>,
        id: MailId,
        client: &Client,
    ) -> Result<(), SessionError> {
        self.ports.authorise(actor, Permission::ManageMail, client).await?;
        let retried = self.try_retry_mail(actor, id, client).await;
        self.ports.noting_refusal(retried, actor, None, client).await
    }

    async fn try_retry_mail(
        &self,
        actor: Option<&Actor>,
        id: MailId,
        client: &Client,
    ) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        authorise_now(tx.as_mut(), actor, Permission::ManageMail, now).await?;
        if !tx.outbox().retry(id, now).await? {
            return Err(SessionError::NotFound);
        }
        let event = Event {
            actor: actor.map(|actor| actor.user_id),
            session: actor.map(|actor| actor.session_id),
            ..self.ports.event(EventKind::MailRetried, now, client)
        };
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(())
    }
}
