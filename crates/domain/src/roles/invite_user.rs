use std::time::Duration;

use super::{Permission, Role, Roles, authorise_now};
use crate::{
    audit::{EventKind, FieldChange},
    mail::Mail,
    sessions::Actor,
    shared::{Client, Locale, UserId},
    users::{DisplayName, EmailAddress, TokenPurpose, User, UserError},
};

/// How long the link of an invitation works.
const ACCEPT_WITHIN: Duration = Duration::from_secs(7 * 24 * 3600);

/// Somebody asks another one in.
#[derive(Clone, Debug)]
pub struct InviteUser {
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// What they are called until they say so themselves.
    pub name: Option<DisplayName>,
    /// How they are written to.
    pub locale: Locale,
    /// What they may do.
    pub role: Role,
    /// Where the request came from.
    pub client: Client,
}

impl Roles {
    /// Makes an account that has no password and whose mailbox is not proven, and mails its owner a
    /// link that changes both. Answers the account.
    ///
    /// `EmailTaken` if the address has an account, or is still held by one that gave it up;
    /// `Forbidden` without the permission; `Revoked` or `Expired` if the caller's session has ended
    /// by then; `Invalid` for a role that no account is given.
    pub async fn invite_user(&self, actor: &Actor, command: InviteUser) -> Result<User, UserError> {
        self.ports.authorise(Some(actor), Permission::InviteUsers, &command.client).await?;
        let invited = self.try_invite_user(actor, &command).await;
        self.ports.noting_refusal(invited, Some(actor), None, &command.client).await
    }

    async fn try_invite_user(
        &self,
        actor: &Actor,
        command: &InviteUser,
    ) -> Result<User, UserError> {
        let InviteUser { email, name, locale, role, client } = command;
        role.require_given()?;
        let now = self.ports.clock.now();
        let id = UserId::mint(now, self.ports.random.as_ref());
        let (name, locale) = (name.clone(), locale.clone());
        let user = User { name, locale, ..User::new(id, email.clone(), *role, now) };
        let users = self.users();
        let token = users.new_token(TokenPurpose::AcceptInvitation, user.id, ACCEPT_WITHIN, now);

        let mut tx = self.ports.store.begin().await?;
        // The caller first: nobody may lower the role in between.
        tx.users().lock(actor.user_id).await?;
        authorise_now(tx.as_mut(), Some(actor), Permission::InviteUsers, now).await?;
        users.add(tx.as_mut(), &user, now).await?;
        tx.one_time_tokens().insert(&token).await?;
        let mail = Mail::Invitation { token: token.id, expires_at: token.expires_at };
        tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
        let role = FieldChange::told("role", None, Some(role.to_string()));
        let event = self.ports.event(EventKind::UserInvited, now, client);
        tx.audit().record(&event.done_by(Some(actor), user.id).changing(vec![role])).await?;
        tx.commit().await?;
        Ok(user)
    }
}
