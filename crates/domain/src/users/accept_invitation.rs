use secrecy::{ExposeSecret, SecretString};

use super::{DisplayName, EmailAddress, TokenPurpose, User, UserError, Users};
use crate::{
    audit::EventKind,
    limits::LimitKey,
    mail::Mail,
    sessions::EndReason,
    shared::{Client, InputErrors},
};

/// Somebody followed the link of an invitation.
#[derive(Clone, Debug)]
pub struct AcceptInvitation {
    /// The token of the link.
    pub token: SecretString,
    /// What they want to be called.
    pub name: DisplayName,
    /// The password as it was typed; it is judged with the invited address in mind.
    pub password: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Hands an account over to whoever was invited, once, and answers its address. Whoever follows
    /// the link has proven the mailbox. It signs nobody in.
    ///
    /// `TokenInvalid` if the token is unknown or spent; `TokenExpired` if it came too late;
    /// `Invalid` for a weak password, which leaves the token as it was.
    pub async fn accept_invitation(
        &self,
        command: AcceptInvitation,
    ) -> Result<EmailAddress, UserError> {
        let AcceptInvitation { token, name, password, client } = command;
        let purpose = TokenPurpose::AcceptInvitation;
        let id = self.open_mailed(purpose, &token)?;
        // Judging and hashing come before the token is spent: a weak password can be mended.
        let invited = self.owner_of(id, self.ports.clock.now()).await?;
        let judged = self.policy.passwords.judge(
            password.expose_secret(),
            invited.email.as_ref(),
            Some(&name),
        );
        let password = judged.map_err(|invalid| InputErrors::one("password", invalid))?;
        let hash = self.ports.hasher.hash(&password).await?;
        self.ports.password_throttle.forget(&LimitKey::password_of(&invited)).await?;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock(invited.id).await?.ok_or(UserError::TokenInvalid)?;
        tx.one_time_tokens().consume(id, purpose, now).await?.ok_or(UserError::TokenInvalid)?;
        let email = user.email.clone().ok_or(UserError::TokenInvalid)?;
        tx.users().update(&User { name: Some(name), ..user.clone() }).await?;
        tx.users().set_password(user.id, None, &hash, now).await?;
        tx.users().verify_email(user.id, now).await?;
        tx.one_time_tokens().end_all(user.id).await?;
        tx.email_changes().end_confirmations(user.id).await?;
        tx.sessions().revoke_all(user.id, None, EndReason::PasswordChanged, now).await?;
        tx.outbox().insert(&self.ports.owe(&email, &user.locale, Mail::Welcome, now)).await?;
        let event = self.ports.event(EventKind::InvitationAccepted, now, &client);
        tx.audit().record(&event.by(user.id)).await?;
        tx.commit().await?;
        Ok(email)
    }
}
