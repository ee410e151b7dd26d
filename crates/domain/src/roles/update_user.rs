use super::{Permission, Role, Roles, require_another_admin};
use crate::{
    audit::{Event, EventKind, FieldChange},
    mail::Mail,
    sessions::{Actor, EndReason},
    shared::{Client, FieldCode, InputErrors, Invalid, Timestamp, UserId},
    store::{StoreError, Transaction},
    users::{DisplayName, Status, Suspension, SuspensionReason, User, UserError},
};

/// Somebody changes an account that is not their own. What is `None` stays.
#[derive(Clone, Debug)]
pub struct UpdateUser {
    /// Whose.
    pub id: UserId,
    /// What to be called.
    pub name: Option<DisplayName>,
    /// What to be allowed.
    pub role: Option<Role>,
    /// Whether the account may be used.
    pub status: Option<SetStatus>,
    /// Only if the account still has this version.
    pub if_version: Option<u32>,
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

impl UpdateUser {
    /// Whether what is asked for can be given to this account.
    fn judge(&self, user: &User, now: Timestamp) -> Result<(), InputErrors> {
        let visitor = [Some(user.role), self.role].contains(&Some(Role::Anonymous));
        if self.role.is_some() && visitor {
            let why = "only registering makes a user of a visitor, and nothing a visitor of a user";
            let invalid = Invalid::new(FieldCode::NotAllowed, why);
            return Err(InputErrors::one("role", invalid));
        }
        match &self.status {
            Some(SetStatus::Suspended { until: Some(until), .. }) if *until <= now => {
                let invalid = Invalid::new(FieldCode::OutOfRange, "must be in the future");
                Err(InputErrors::one("suspendedUntil", invalid))
            }
            _ => Ok(()),
        }
    }
}

impl Roles {
    /// Changes an account, and answers it as it is then. All of the command takes effect, or none.
    ///
    /// Another role, or a suspension, ends every session of the account. A suspension also ends its
    /// mailed tokens, and is told by mail. `LastAdmin` if no active admin would be left;
    /// `Forbidden` on the own account.
    pub async fn update_user(
        &self,
        actor: Option<&Actor>,
        command: UpdateUser,
    ) -> Result<User, UserError> {
        self.authorise(actor, Permission::UpdateUsers, &command.client).await?;
        let updated = self.try_update_user(actor, &command).await;
        self.noting_refusal(updated, actor, command.id, &command.client).await
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
        self.authorise_on(tx.as_mut(), actor, Permission::UpdateUsers, user, now).await?;
        user.require_version(command.if_version)?;
        command.judge(user, now)?;

        let mut changed = user.clone();
        let mut events = Vec::new();
        if let Some(name) = command.name.as_ref().filter(|name| user.name.as_ref() != Some(name)) {
            changed.name = Some(name.clone());
            events.push((EventKind::UserUpdated, vec![FieldChange::of("name")]));
        }
        if let Some(role) = command.role.filter(|role| *role != user.role) {
            changed.role = role;
            let told = FieldChange::told("role", word(user.role.as_str()), word(role.as_str()));
            events.push((EventKind::RoleChanged, vec![told]));
        }
        if let Some(status) = &command.status {
            events.extend(set_status(&mut changed, status, now));
        }
        if events.is_empty() {
            return Ok(changed);
        }
        if changed.role != Role::Admin || changed.is_suspended(now) {
            require_another_admin(user, &kept, now)?;
        }
        self.keep_update(tx.as_mut(), user, &mut changed, now).await?;
        for (kind, changes) in events {
            let event = self.ports.event(kind, now, &command.client).done_by(actor, user.id);
            tx.audit().record(&Event { changes, ..event }).await?;
        }
        tx.commit().await?;
        Ok(changed)
    }

    /// Writes the account, and ends what was given to its owner before.
    async fn keep_update(
        &self,
        tx: &mut dyn Transaction,
        before: &User,
        changed: &mut User,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let suspended = changed.is_suspended(now) && !before.is_suspended(now);
        let reason = match (suspended, changed.role != before.role) {
            (true, _) => Some(EndReason::Suspended),
            (false, true) => Some(EndReason::RoleChanged),
            (false, false) => None,
        };
        changed.touch(now);
        changed.epoch += u32::from(reason.is_some());
        tx.users().update(changed).await?;
        if suspended {
            tx.one_time_tokens().end_all(changed.id).await?;
            tx.email_changes().end_confirmations(changed.id).await?;
        }
        if let Some(reason) = reason {
            tx.sessions().revoke_all(changed.id, None, reason, now).await?;
        }
        if let (true, Some(email)) = (suspended, changed.proven_email()) {
            let mail = Mail::AccountSuspended { at: now };
            tx.outbox().insert(&self.ports.owe(email, &changed.locale, mail, now)).await?;
        }
        Ok(())
    }
}

/// Suspends or reinstates, and says what is to be noted; `None` if it is so already.
fn set_status(
    user: &mut User,
    status: &SetStatus,
    now: Timestamp,
) -> Option<(EventKind, Vec<FieldChange>)> {
    let before = user.status(now);
    let kind = match status {
        SetStatus::Active => {
            user.suspension.take()?;
            EventKind::UserReinstated
        }
        SetStatus::Suspended { reason, until } => {
            let earlier = user.suspension.take().filter(|earlier| earlier.holds(now));
            let same = |earlier: &Suspension| earlier.reason == *reason && earlier.until == *until;
            let unchanged = earlier.as_ref().is_some_and(same);
            let at = earlier.map_or(now, |earlier| earlier.at);
            user.suspension = Some(Suspension { at, until: *until, reason: reason.clone() });
            if unchanged {
                return None;
            }
            EventKind::UserSuspended
        }
    };
    let until = user.suspension.as_ref().and_then(|suspension| suspension.until);
    let after: Status = user.status(now);
    let mut changes =
        vec![FieldChange::told("status", word(before.as_str()), word(after.as_str()))];
    changes.extend(
        until.map(|until| FieldChange::told("suspendedUntil", None, Some(until.to_string()))),
    );
    Some((kind, changes))
}

fn word(word: &str) -> Option<String> {
    Some(word.to_owned())
}
