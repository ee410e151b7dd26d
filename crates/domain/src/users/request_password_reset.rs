use std::time::Duration;

use super::{EmailAddress, TokenPurpose, User, UserError, Users};
use crate::{
    audit::{Event, EventKind},
    limits::{LimitKey, Rule, Verdict},
    mail::Mail,
    shared::{Client, Timestamp},
    store::{StoreError, Transaction},
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
        // In silence: whoever spends the mails of others must not keep them from asking, and the
        // links that were mailed go on working.
        let verdict = self.ports.limits.check(Rule::PasswordResetMail, &mailbox).await?;
        let may_mail = matches!(verdict, Verdict::Allowed(_));

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock_by_email(&email).await?;
        let usable = user.as_ref().filter(|user| may_mail && !user.is_suspended(now));
        if let Some((user, to)) = usable.and_then(|user| Some((user, user.email.as_ref()?))) {
            self.mail_reset(tx.as_mut(), user, to, now).await?;
        }
        let event = self.reset_requested(&client, now);
        tx.audit().record(&event.concerning(user.map(|u| u.id))).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Owes a user, whom the transaction keeps, a link that sets a new password.
    pub(crate) async fn mail_reset(
        &self,
        tx: &mut dyn Transaction,
        user: &User,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let token = self.new_token(TokenPurpose::ResetPassword, user.id, RESET_WITHIN, now);
        tx.one_time_tokens().insert(&token).await?;
        let mail = Mail::ResetPassword { token: token.id, expires_at: token.expires_at };
        tx.outbox().insert(&self.ports.owe(to, &user.locale, mail, now)).await
    }

    /// That somebody asked for such a link.
    pub(crate) fn reset_requested(&self, client: &Client, now: Timestamp) -> Event {
        self.ports.event(EventKind::PasswordResetRequested, now, client)
    }
}
