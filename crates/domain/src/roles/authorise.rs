use super::{Permission, Roles};
use crate::{
    audit::EventKind,
    sessions::{Actor, SessionError},
    shared::{Client, Timestamp, UserId},
    store::Transaction,
    users::{User, UserError},
};

impl Roles {
    /// Asks for a permission, and notes a refusal.
    pub(super) async fn authorise(
        &self,
        actor: Option<&Actor>,
        permission: Permission,
        client: &Client,
    ) -> Result<(), UserError> {
        let Some(actor) = actor else { return Ok(()) };
        match actor.require(permission) {
            Ok(()) => Ok(()),
            Err(refused) => {
                self.note_refusal(actor, None, client).await?;
                Err(refused.into())
            }
        }
    }

    /// Asks, inside the transaction that keeps `target`, whether the caller is still signed in and
    /// may still act, and on this account. Nobody acts on the own account this way, and a
    /// moderator on users only.
    pub(super) async fn authorise_on(
        &self,
        tx: &mut dyn Transaction,
        actor: Option<&Actor>,
        permission: Permission,
        target: &User,
        now: Timestamp,
    ) -> Result<(), UserError> {
        let Some(actor) = actor else { return Ok(()) };
        let actor = self.sessions().require_live(tx, actor, now).await?;
        actor.require(permission)?;
        if actor.user_id == target.id || !actor.role.may_act_on(target.role) {
            return Err(SessionError::Forbidden.into());
        }
        Ok(())
    }

    /// Notes a refusal that only showed inside a transaction, which is undone by then.
    pub(super) async fn noting_refusal<T>(
        &self,
        result: Result<T, UserError>,
        actor: Option<&Actor>,
        target: UserId,
        client: &Client,
    ) -> Result<T, UserError> {
        if let (Err(UserError::Session(SessionError::Forbidden)), Some(actor)) = (&result, actor) {
            self.note_refusal(actor, Some(target), client).await?;
        }
        result
    }

    async fn note_refusal(
        &self,
        actor: &Actor,
        target: Option<UserId>,
        client: &Client,
    ) -> Result<(), UserError> {
        let now = self.ports.clock.now();
        let event = self.ports.event(EventKind::AuthorizationFailed, now, client);
        let target = target.unwrap_or(actor.user_id);
        let mut tx = self.ports.store.begin().await?;
        tx.audit().record(&event.done_by(Some(actor), target)).await?;
        tx.commit().await?;
        Ok(())
    }
}
