use secrecy::SecretString;

use super::{EmailAddress, TokenPurpose, UserError, Users, mailed_token::working};
use crate::{audit::EventKind, sessions::EndReason, shared::Client};

/// Somebody followed the link that was mailed to the new address.
#[derive(Clone, Debug)]
pub struct ConfirmEmailChange {
    /// The token of the link.
    pub token: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Gives the account its new address, once, and answers it. Every session and every other
    /// mailed token of the account ends, but for those that give an old address back. It signs
    /// nobody in.
    pub async fn confirm_email_change(
        &self,
        command: ConfirmEmailChange,
    ) -> Result<EmailAddress, UserError> {
        let ConfirmEmailChange { token, client } = command;
        let token = self.open_mailed(TokenPurpose::ConfirmEmailChange, &token)?;
        let now = self.ports.clock.now();
        let found = self.ports.store.read().email_changes().find_by_confirm_token(token).await?;
        let change = working(found, |change| change.expires_at, now)?;

        let mut tx = self.ports.store.begin().await?;
        self.give_address(tx.as_mut(), change.user_id, &change.new, now).await?;
        tx.one_time_tokens().end_all(change.user_id).await?;
        if !tx.email_changes().confirm(token, now).await? {
            // Another request was faster, or the owner of the old mailbox.
            return Err(UserError::TokenInvalid);
        }
        let reason = EndReason::EmailChanged;
        tx.sessions().revoke_all(change.user_id, None, reason, now).await?;
        let event = self.ports.event(EventKind::EmailChanged, now, &client);
        tx.audit().record(&event.by(change.user_id)).await?;
        tx.commit().await?;
        Ok(change.new)
    }
}
