use secrecy::SecretString;

use super::{
    EmailAddress, TokenPurpose, UserError, Users, mailed_token::working,
    request_password_reset::RESET_WITHIN,
};
use crate::{audit::EventKind, mail::Mail, sessions::EndReason, shared::Client};

/// Somebody followed the link that was mailed to the old address.
#[derive(Clone, Debug)]
pub struct RevertEmailChange {
    /// The token of the link.
    pub token: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Gives the account its old address back, once, and answers it; a change that was not
    /// confirmed yet never will be.
    ///
    /// Whoever asked for the change knew the password and had a session, and may have linked an
    /// identity. So the password dies, every link to a provider, all sessions, all mailed tokens and
    /// all later changes; a link that sets a new password is mailed to the old address.
    pub async fn revert_email_change(
        &self,
        command: RevertEmailChange,
    ) -> Result<EmailAddress, UserError> {
        let RevertEmailChange { token, client } = command;
        let token = self.open_mailed(TokenPurpose::RevertEmailChange, &token)?;
        let now = self.ports.clock.now();
        let found = self.ports.store.read().email_changes().find_by_revert_token(token).await?;
        let change = working(found, |change| change.revertible_until, now)?;
        let id = change.user_id;
        let reset = self.new_token(TokenPurpose::ResetPassword, id, RESET_WITHIN, now);

        let mut tx = self.ports.store.begin().await?;
        self.give_address(tx.as_mut(), id, &change.old, now).await?;
        tx.users().clear_password(id, now).await?;
        tx.identities().delete_all(id).await?;
        tx.one_time_tokens().end_all(id).await?;
        if !tx.email_changes().revert(token, now).await? {
            // Another request was faster.
            return Err(UserError::TokenInvalid);
        }
        tx.one_time_tokens().insert(&reset).await?;
        tx.sessions().revoke_all(id, None, EndReason::EmailChanged, now).await?;
        let user = tx.users().find(id).await?.ok_or(UserError::TokenInvalid)?;
        if user.is_suspended(now) {
            // No token by any path. This one works again when the account does.
            return Err(UserError::TokenInvalid);
        }
        let mail = Mail::EmailChangeReverted { token: reset.id, expires_at: reset.expires_at };
        tx.outbox().insert(&self.ports.owe(&change.old, &user.locale, mail, now)).await?;
        let event = self.ports.event(EventKind::EmailChangeReverted, now, &client);
        tx.audit().record(&event.by(id)).await?;
        tx.commit().await?;
        Ok(change.old)
    }
}
