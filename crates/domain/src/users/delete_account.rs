use super::{User, UserError, Users};
use crate::{
    audit::EventKind,
    mail::Mail,
    roles::{Permission, require_another_admin},
    sessions::{Actor, SessionError},
    shared::{Client, Timestamp},
    store::{StoreError, Transaction},
};

impl Users {
    /// Deletes the caller's account, at once and for good, with everything that belongs to it. The
    /// address is free again.
    ///
    /// `ReauthenticationRequired` without a proof of the password at most ten minutes old;
    /// `LastAdmin` if no active admin would be left; `Forbidden` without the permission; `Revoked`
    /// or `Expired` if the caller's session has ended by then.
    ///
    /// What remains is the audit trail, which knows the id and nothing else of the person.
    pub async fn delete_account(&self, actor: &Actor, client: &Client) -> Result<(), UserError> {
        actor.require(Permission::DeleteOwnAccount)?;
        // Whoever has to prove the password first waits for no lock.
        actor.require_fresh_proof(self.ports.clock.now())?;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let kept = tx.users().lock_with_admins(actor.user_id).await?;
        let user = kept.iter().find(|user| user.id == actor.user_id);
        let user = user.ok_or(SessionError::Revoked)?;
        // The caller was judged by what was remembered for some seconds; this cannot be undone.
        actor.require_live(tx.as_mut(), now).await?.require_fresh_proof(now)?;
        require_another_admin(user, &kept, &self.policy, now)?;
        self.erase(tx.as_mut(), user, now).await?;
        let event = self.ports.event(EventKind::UserDeleted, now, &client.without_network());
        tx.audit().record(&event.by(user.id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes an account that the transaction keeps, and all that is known of its owner. The last
    /// mail is owed to whoever could still read one.
    pub(crate) async fn erase(
        &self,
        tx: &mut (dyn Transaction + 'static),
        user: &User,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let addresses = self.addresses_of(tx, user).await?;
        tx.users().delete(user.id).await?;
        tx.outbox().remove_all_to(&addresses).await?;
        if let Some(email) = &user.email {
            tx.registrations().remove_all(email).await?;
        }
        tx.audit().pseudonymise(user.id).await?;
        if let (Some(email), false) = (user.proven_email(), user.is_suspended(now)) {
            let mail = Mail::Goodbye;
            tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
        }
        Ok(())
    }
}
