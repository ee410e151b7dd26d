use super::Permission;
use crate::{
    Ports,
    audit::{Event, EventKind},
    sessions::{Actor, SessionError},
    shared::{Client, Timestamp, UserId},
    store::{StoreError, Transaction},
    users::{User, UserError},
};

/// What staff may do is asked here, whatever it concerns, so that each refusal is noted.
///
/// Where there is no `actor`, the command line or the clock acts, and may do everything.
impl Ports {
    /// Asks for a permission, and notes a refusal.
    pub(crate) async fn authorise(
        &self,
        actor: Option<&Actor>,
        permission: Permission,
        client: &Client,
    ) -> Result<(), SessionError> {
        let asked = actor.map_or(Ok(()), |actor| actor.require(permission));
        self.noting_refusal(asked, actor, None, client).await
    }

    /// Notes a refusal that only showed inside a transaction, which is undone by then. `target` is
    /// the account that was to be acted on; `None` if it was none in particular.
    pub(crate) async fn noting_refusal<T, E: MayBeRefusal>(
        &self,
        result: Result<T, E>,
        actor: Option<&Actor>,
        target: Option<UserId>,
        client: &Client,
    ) -> Result<T, E> {
        if let (Err(error), Some(actor)) = (&result, actor)
            && error.is_refusal()
        {
            let now = self.clock.now();
            let event = self.event(EventKind::AuthorizationFailed, now, client);
            let target = target.unwrap_or(actor.user_id);
            let mut tx = self.store.begin().await?;
            // Of somebody who is gone no address is noted any more.
            let gone = tx.users().lock(actor.user_id).await?.is_none();
            let client = if gone { client.without_network() } else { client.clone() };
            let event = Event { client, ..event };
            tx.audit().record(&event.done_by(Some(actor), target)).await?;
            tx.commit().await?;
        }
        result
    }
}

/// Asks, inside a transaction, whether the caller is still signed in and may still act.
pub(crate) async fn authorise_now(
    tx: &mut dyn Transaction,
    actor: Option<&Actor>,
    permission: Permission,
    now: Timestamp,
) -> Result<(), SessionError> {
    match actor {
        Some(actor) => actor.require_live(tx, now).await?.require(permission),
        None => Ok(()),
    }
}

/// The same, and whether on this account, which the transaction keeps. Nobody acts on the own
/// account this way, and a moderator on users only.
pub(crate) async fn authorise_on(
    tx: &mut dyn Transaction,
    actor: Option<&Actor>,
    permission: Permission,
    target: &User,
    now: Timestamp,
) -> Result<(), SessionError> {
    let Some(actor) = actor else { return Ok(()) };
    let actor = actor.require_live(tx, now).await?;
    actor.require(permission)?;
    if actor.user_id == target.id || !actor.role.may_act_on(target.role) {
        return Err(SessionError::Forbidden);
    }
    Ok(())
}

/// An error that may say that the caller may not do something.
pub(crate) trait MayBeRefusal: From<StoreError> {
    /// Whether it says so.
    fn is_refusal(&self) -> bool;
}

impl MayBeRefusal for SessionError {
    fn is_refusal(&self) -> bool {
        matches!(self, Self::Forbidden)
    }
}

impl MayBeRefusal for UserError {
    fn is_refusal(&self) -> bool {
        matches!(self, Self::Session(error) if error.is_refusal())
    }
}
