use super::{EmailAddress, TokenPurpose, UserError, Users, register::verification_mail};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    shared::{Client, TokenId},
};

/// Somebody did not get the verification mail, or lost it.
#[derive(Clone, Debug)]
pub struct ResendVerification {
    /// The address that they registered.
    pub email: EmailAddress,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Mails a new verification link, if something waits for one; the older link is dead then.
    ///
    /// The answer is the same whatever is known of the address, and something is written either
    /// way, so that the time does not tell.
    pub async fn resend_verification(&self, command: ResendVerification) -> Result<(), UserError> {
        let ResendVerification { email, client } = command;
        let mailbox = LimitKey::mailbox(&email);
        self.ports.limits.check(Rule::ResendVerification, &mailbox).await?.into_result()?;

        let now = self.ports.clock.now();
        let next = TokenId::mint(now, self.ports.random.as_ref());
        let expires_at = now.plus(self.policy.registration.token_lifetime);

        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock_by_email(&email).await?;
        let owed = match &user {
            Some(user) if user.email_verified_at.is_some() || user.is_suspended(now) => None,
            Some(user) => {
                let lifetime = self.policy.registration.token_lifetime;
                let token = self.new_token(TokenPurpose::VerifyEmail, user.id, lifetime, now);
                tx.one_time_tokens().insert(&token).await?;
                let mail = verification_mail(TokenPurpose::VerifyEmail, token.id, token.expires_at);
                Some((mail, user.locale.clone()))
            }
            None => match tx.registrations().find_newest(&email, now).await? {
                Some(waiting)
                    if tx.registrations().renew(waiting.token, next, expires_at).await? =>
                {
                    let purpose = TokenPurpose::ConfirmRegistration;
                    Some((verification_mail(purpose, next, expires_at), waiting.locale))
                }
                _ => None,
            },
        };
        if let Some((mail, locale)) = owed {
            let to = user.as_ref().and_then(|u| u.email.as_ref()).unwrap_or(&email);
            tx.outbox().insert(&self.ports.owe(to, &locale, mail, now)).await?;
        }
        let event = self.ports.event(EventKind::VerificationRequested, now, &client);
        tx.audit().record(&event.concerning(user.map(|u| u.id))).await?;
        tx.commit().await?;
        Ok(())
    }
}
