use secrecy::{ExposeSecret, SecretString};

use super::{EmailAddress, TokenPurpose, User, UserError, Users, mailed_token::working};
use crate::{
    audit::EventKind,
    mail::Mail,
    roles::Role,
    shared::{Client, TokenId, UserId},
};

/// Somebody followed the link of a verification mail.
#[derive(Clone, Debug)]
pub struct VerifyEmail {
    /// The token of the link.
    pub token: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Proves a mailbox, once, and answers which.
    ///
    /// The token of a waiting registration makes the account, with the name and password of that
    /// registration, and ends all others for the address. It signs nobody in: whoever clicks is
    /// not always whoever registered.
    pub async fn verify_email(&self, command: VerifyEmail) -> Result<EmailAddress, UserError> {
        let text = command.token.expose_secret();
        let tokens = &self.ports.opaque_tokens;
        if let Some(token) = tokens.open(TokenPurpose::ConfirmRegistration, text) {
            self.confirm_registration(TokenId::from_uuid(token.id), &command.client).await
        } else if let Some(token) = tokens.open(TokenPurpose::VerifyEmail, text) {
            self.verify_account(TokenId::from_uuid(token.id), &command.client).await
        } else {
            Err(UserError::TokenInvalid)
        }
    }

    async fn confirm_registration(
        &self,
        token: TokenId,
        client: &Client,
    ) -> Result<EmailAddress, UserError> {
        let now = self.ports.clock.now();
        let id = UserId::mint(now, self.ports.random.as_ref());

        let mut tx = self.ports.store.begin().await?;
        let Some(registration) = tx.registrations().consume(token, now).await? else {
            let waiting = tx.registrations().find_by_token(token).await?;
            working(waiting, |registration| registration.expires_at, now)?;
            return Err(UserError::TokenInvalid);
        };
        let email = registration.email.clone();
        let user = User {
            email_verified_at: Some(now),
            name: Some(registration.name),
            locale: registration.locale,
            password: Some(registration.password),
            ..User::new(id, registration.email, Role::User, now)
        };
        let user = self.settle(tx.as_mut(), registration.visitor, user, now).await;
        let user = user.map_err(|error| match error {
            // Another way led to an account for the address meanwhile, or its former owner can
            // still have it back.
            UserError::EmailTaken => UserError::TokenInvalid,
            other => other,
        })?;
        tx.outbox().insert(&self.ports.owe(&email, &user.locale, Mail::Welcome, now)).await?;
        let event = self.ports.event(EventKind::UserCreated, now, client).by(user.id);
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(email)
    }

    async fn verify_account(
        &self,
        token: TokenId,
        client: &Client,
    ) -> Result<EmailAddress, UserError> {
        let now = self.ports.clock.now();
        let found = self.ports.store.read().one_time_tokens().find(token).await?;
        let user_id = working(found, |token| token.expires_at, now)?.user_id;

        let mut tx = self.ports.store.begin().await?;
        if !tx.users().verify_email(user_id, now).await? {
            // Another link was faster: this one proves nothing new.
            return Err(UserError::TokenInvalid);
        }
        let purpose = TokenPurpose::VerifyEmail;
        let spent = tx.one_time_tokens().consume(token, purpose, now).await?;
        spent.ok_or(UserError::TokenInvalid)?;
        // Whoever asked for another address before the mailbox was proven need not be its owner.
        tx.email_changes().end_confirmations(user_id).await?;
        let user = tx.users().find(user_id).await?;
        let user = user.ok_or(UserError::TokenInvalid)?;
        let email = user.email.ok_or(UserError::TokenInvalid)?;
        tx.outbox().insert(&self.ports.owe(&email, &user.locale, Mail::Welcome, now)).await?;
        let event = self.ports.event(EventKind::EmailVerified, now, client).by(user_id);
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(email)
    }
}
