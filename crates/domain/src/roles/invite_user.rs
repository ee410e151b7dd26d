use std::time::Duration;

use super::{Permission, Role, Roles};
use crate::{
    audit::{EventKind, FieldChange},
    mail::Mail,
    sessions::Actor,
    shared::{Client, FieldCode, InputErrors, Invalid, Locale, UserId},
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
    /// link that changes both. Answers the account. `EmailTaken` if the address has one.
    pub async fn invite_user(&self, actor: &Actor, command: InviteUser) -> Result<User, UserError> {
        let InviteUser { email, name, locale, role, client } = command;
        self.authorise(Some(actor), Permission::InviteUsers, &client).await?;
        if role == Role::Anonymous {
            let invalid = Invalid::new(FieldCode::NotAllowed, "a visitor is not invited");
            return Err(InputErrors::one("role", invalid).into());
        }
        let now = self.ports.clock.now();
        let user = User {
            id: UserId::mint(now, self.ports.random.as_ref()),
            email: Some(email.clone()),
            email_verified_at: None,
            name,
            image: None,
            bio: None,
            locale,
            role,
            suspension: None,
            password: None,
            epoch: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let users = self.users();
        let token = users.new_token(TokenPurpose::AcceptInvitation, user.id, ACCEPT_WITHIN, now);

        let mut tx = self.ports.store.begin().await?;
        // The caller first: nobody may lower the role in between.
        tx.users().lock(actor.user_id).await?;
        let live = self.sessions().require_live(tx.as_mut(), actor, now).await?;
        live.require(Permission::InviteUsers)?;
        users.add(tx.as_mut(), &user, now).await?;
        tx.one_time_tokens().insert(&token).await?;
        let mail = Mail::Invitation { token: token.id, expires_at: token.expires_at };
        tx.outbox().insert(&self.ports.owe(&email, &user.locale, mail, now)).await?;
        let role = FieldChange::told("role", None, Some(role.to_string()));
        let event = self.ports.event(EventKind::UserInvited, now, &client);
        tx.audit().record(&event.done_by(Some(actor), user.id).changing(vec![role])).await?;
        tx.commit().await?;
        Ok(user)
    }
}
