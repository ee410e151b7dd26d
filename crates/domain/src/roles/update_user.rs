use super::{
    Permission, Role, Roles, authorise_on, require_another_admin, user_change::UserChange,
};
use crate::{
    audit::Event,
    mail::Mail,
    sessions::Actor,
    shared::{Client, IfVersion, Timestamp, UserId},
    store::{StoreError, Transaction},
    users::{DisplayName, SuspensionReason, User, UserError},
};

/// Somebody changes an account that is not their own. What is `None` stays.
#[derive(Clone, Debug)]
pub struct UpdateUser {
    /// Whose.
    pub id: UserId,
    /// What to be called.
    pub name: Option<DisplayName>,
    /// What to be allowed: one of [`Role::GIVEN`].
    pub role: Option<Role>,
    /// Whether the account may be used.
    pub status: Option<SetStatus>,
    /// Only if the account still has one of these versions.
    pub if_version: IfVersion,
    /// Where the request came from.
    pub client: Client,
}

/// Whether an account may be used from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetStatus {
    /// It may.
    Active,
    /// It may not. What is said here takes the place of an earlier suspension.
    Suspended {
        /// Why.
        reason: SuspensionReason,
        /// Until when; `None` if it does not end by itself.
        until: Option<Timestamp>,
    },
}

impl Roles {
    /// Changes an account, and answers it as it is then. All of the command takes effect, or none.
    ///
    /// Another role, or a suspension, ends every session of the account. A suspension also ends its
    /// mailed tokens, and is told by mail.
    ///
    /// `NotFound` if there is no such account; `VersionConflict` if it has none of the expected
    /// versions; `Invalid` for a role that it cannot be given and an end in the past; `LastAdmin` if
    /// no active admin would be left; `Forbidden` without the permission, on the own account, and
    /// for a moderator on the account of staff; `Revoked` or `Expired` if the caller's session has
    /// ended by then.
    pub async fn update_user(
        &self,
        actor: Option<&Actor>,
        command: UpdateUser,
    ) -> Result<User, UserError> {
        self.ports.authorise(actor, Permission::UpdateUsers, &command.client).await?;
        let updated = self.try_update_user(actor, &command).await;
        self.ports.noting_refusal(updated, actor, Some(command.id), &command.client).await
    }

    async fn try_update_user(
        &self,
        actor: Option<&Actor>,
        command: &UpdateUser,
    ) -> Result<User, UserError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let kept = tx.users().lock_with_admins(command.id).await?;
        let user = kept.iter().find(|user| user.id == command.id).ok_or(UserError::NotFound)?;
        authorise_on(tx.as_mut(), actor, Permission::UpdateUsers, user, now).await?;
        user.require_version(&command.if_version)?;
        let changed = self.apply(tx.as_mut(), actor, user, &kept, command, now).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Changes an account that the transaction keeps, together with every admin, and answers it.
    pub(crate) async fn apply(
        &self,
        tx: &mut dyn Transaction,
        actor: Option<&Actor>,
        user: &User,
        kept: &[User],
        command: &UpdateUser,
        now: Timestamp,
    ) -> Result<User, UserError> {
        let change = UserChange::of(user, command, now)?;
        if change.events.is_empty() {
            return Ok(change.user);
        }
        if !change.leaves_an_active_admin(now) {
            require_another_admin(user, kept, &self.policy, now)?;
        }
        self.keep(tx, &change, now).await?;
        for (kind, changes) in change.events {
            let event = self.ports.event(kind, now, &command.client).done_by(actor, user.id);
            tx.audit().record(&Event { changes, ..event }).await?;
        }
        Ok(change.user)
    }

    /// Writes the account, and ends what was given to its owner before.
    async fn keep(
        &self,
        tx: &mut dyn Transaction,
        change: &UserChange,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let user = &change.user;
        tx.users().update(user).await?;
        if change.suspends() {
            tx.one_time_tokens().end_all(user.id).await?;
            tx.email_changes().end_confirmations(user.id).await?;
        }
        if let Some(reason) = change.ends {
            tx.sessions().revoke_all(user.id, None, reason, now).await?;
        }
        if let (true, Some(email)) = (change.suspends(), user.proven_email()) {
            let until = user.suspension.as_ref().and_then(|suspension| suspension.until);
            let mail = Mail::AccountSuspended { at: now, until };
            tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
        }
        Ok(())
    }
}
