use super::{CompletedAuthorization, Identities, IdentityError, SignIn};
use crate::{
    audit::EventKind,
    mail::Mail,
    roles::Role,
    sessions::{Actor, EndReason, SessionError, SessionGrant},
    shared::{Timestamp, UserId},
    store::{StoreError, Transaction},
    users::{DisplayName, EmailAddress, User, UserError, visitor_of},
};

impl Identities {
    /// Makes an account for somebody whose address a provider vouches for, of the visitor who signs
    /// in if there is one, and signs them in.
    pub(super) async fn make_account(
        &self,
        mut tx: Box<dyn Transaction>,
        command: &SignIn,
        completed: &CompletedAuthorization,
        now: Timestamp,
    ) -> Result<SessionGrant, IdentityError> {
        if !self.policy.registration.open {
            return Err(UserError::RegistrationClosed.into());
        }
        let SignIn { visitor, locale, client, .. } = command;
        let email = completed.assertion.verified_email().ok_or(IdentityError::EmailUnproven)?;
        let id = UserId::mint(now, self.ports.random.as_ref());
        let user = User {
            email_verified_at: Some(now),
            name: completed.assertion.name.clone().or_else(|| name_of(email)),
            locale: locale.clone(),
            ..User::new(id, email.clone(), Role::User, now)
        };
        let (users, sessions) = (self.users(), self.sessions());
        let visitor = self.visitor_to_promote(tx.as_mut(), *visitor, now).await?;
        let user = users.settle(tx.as_mut(), visitor, user, now).await?;
        self.link(tx.as_mut(), user.id, completed, now).await?;
        let mut grant = sessions.grant_new(user, client, now)?;
        // Somebody new has none; a visitor who became the user has kept theirs.
        grant.linked_chats = u64::from(tx.chats().count(grant.user.id).await?);
        let (user, session) = (&grant.user, &grant.session);
        // The visitor's own session: whoever has it is given another one here.
        tx.sessions().revoke_all(user.id, None, EndReason::RoleChanged, now).await?;
        tx.outbox().insert(&self.ports.owe(email, &user.locale, Mail::Welcome, now)).await?;
        if !sessions.keep(tx.as_mut(), &grant, now).await? {
            let why = "it was not there right after it was added".to_owned();
            return Err(StoreError::Corrupt { what: "user", why }.into());
        }
        let created = self.ports.event(EventKind::UserCreated, now, client);
        let linked = self.linked_event(user, completed, client, now);
        let entered = self.ports.event(EventKind::LogInSucceeded, now, client);
        let events = [
            created.by(user.id).in_session(session.id),
            linked,
            entered.by(user.id).in_session(session.id),
        ];
        tx.audit().record_all(&events).await?;
        tx.commit().await?;
        Ok(grant)
    }

    /// The visitor who becomes the account. `None` if the caller is no visitor, or the session has
    /// ended by now; `Suspended` for one who was suspended and is no way to an account.
    async fn visitor_to_promote(
        &self,
        tx: &mut dyn Transaction,
        caller: Option<Actor>,
        now: Timestamp,
    ) -> Result<Option<UserId>, IdentityError> {
        let Some(id) = visitor_of(caller) else { return Ok(None) };
        let kept = tx.users().lock(id).await?;
        if kept.is_some_and(|user| user.role == Role::Anonymous && user.is_suspended(now)) {
            return Err(SessionError::Suspended.into());
        }
        let visitor = self.sessions().lock_visitor(tx, caller, id, now).await?;
        Ok(visitor.map(|visitor| visitor.id))
    }
}

/// What somebody is called of whom nothing but the address is known.
pub(super) fn name_of(email: &EmailAddress) -> Option<DisplayName> {
    let (local, _) = email.written().rsplit_once('@')?;
    DisplayName::parse(local).ok()
}
