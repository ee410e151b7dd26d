use std::time::Duration;

use super::{EmailAddress, TokenPurpose, UserError, Users};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    mail::Mail,
    shared::Client,
};

/// How long a mailed link works (OWASP, Forgot Password Cheat Sheet: short).
pub(super) const RESET_WITHIN: Duration = Duration::from_secs(30 * 60);

/// Somebody cannot log in any more.
#[derive(Clone, Debug)]
pub struct RequestPasswordReset {
    /// The address of the account.
    pub email: EmailAddress,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Mails a link that sets a new password, if the address has an account; an older link is dead
    /// then. It also gives a password to an account that has none.
    ///
    /// The answer is the same whatever is known of the address, and something is written either
    /// way, so that the time does not tell.
    pub async fn request_password_reset(
        &self,
        command: RequestPasswordReset,
    ) -> Result<(), UserError> {
        let RequestPasswordReset { email, client } = command;
        let mailbox = LimitKey::mailbox(&email);
        self.ports.limits.check(Rule::PasswordResetMail, &mailbox).await?.into_result()?;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock_by_email(&email).await?;
        if let Some((user, to)) = user.as_ref().and_then(|u| Some((u, u.email.as_ref()?))) {
            let token = self.new_token(TokenPurpose::ResetPassword, user.id, RESET_WITHIN, now);
            tx.one_time_tokens().insert(&token).await?;
            let mail = Mail::ResetPassword { token: token.id, expires_at: token.expires_at };
            tx.outbox().insert(&self.ports.owe(to, &user.locale, mail, now)).await?;
        }
        let event = self.ports.event(EventKind::PasswordResetRequested, now, &client);
        tx.audit().record(&event.concerning(user.map(|u| u.id))).await?;
        tx.commit().await?;
        Ok(())
    }
}
