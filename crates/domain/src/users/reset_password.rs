use secrecy::{ExposeSecret, SecretString};

use super::{TokenPurpose, User, UserError, Users, mailed_token::working};
use crate::{
    audit::EventKind,
    limits::LimitKey,
    mail::Mail,
    sessions::EndReason,
    shared::{Client, Timestamp, TokenId},
};

/// Somebody followed the link of a reset mail and chose a password.
#[derive(Clone, Debug)]
pub struct ResetPassword {
    /// The token of the link.
    pub token: SecretString,
    /// The password as it was typed; it is judged when its owner is known.
    pub password: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Sets a new password, once, and ends every session and every other mailed token of the
    /// account, but for those that give an old address back. It signs nobody in. Whoever follows
    /// the link has proven the mailbox, and need not wait because others have guessed at the old
    /// password.
    pub async fn reset_password(&self, command: ResetPassword) -> Result<(), UserError> {
        let ResetPassword { token, password, client } = command;
        let purpose = TokenPurpose::ResetPassword;
        let id = self.open_mailed(purpose, &token)?;
        // Judging and hashing come before the token is spent: a weak password can be mended.
        let user = self.owner_of(id, self.ports.clock.now()).await?;
        let password = self.judge_password_of(&user, "password", password.expose_secret())?;
        let hash = self.ports.hasher.hash(&password).await?;
        // Before the transaction, in which nothing but the store is awaited: should that fail,
        // nobody but the owner of the mailbox has gained a try.
        self.ports.password_throttle.forget(&LimitKey::password_of(&user)).await?;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        tx.users().set_password(user.id, None, &hash, now).await?;
        tx.one_time_tokens().consume(id, purpose, now).await?.ok_or(UserError::TokenInvalid)?;
        tx.users().verify_email(user.id, now).await?;
        tx.one_time_tokens().end_all(user.id).await?;
        tx.email_changes().end_confirmations(user.id).await?;
        tx.sessions().revoke_all(user.id, None, EndReason::PasswordChanged, now).await?;
        if let Some(email) = &user.email {
            let mail = Mail::PasswordChanged { at: now };
            tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
        }
        let event = self.ports.event(EventKind::PasswordReset, now, &client);
        tx.audit().record(&event.by(user.id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whose token it is, without spending it.
    pub(super) async fn owner_of(&self, id: TokenId, now: Timestamp) -> Result<User, UserError> {
        let mut read = self.ports.store.read();
        let found = read.one_time_tokens().find(id).await?;
        let token = working(found, |token| token.expires_at, now)?;
        read.users().find(token.user_id).await?.ok_or(UserError::TokenInvalid)
    }
}
