use secrecy::{ExposeSecret, SecretString};

use super::{Password, UserError, Users};
use crate::{
    audit::EventKind,
    mail::Mail,
    roles::Permission,
    sessions::{Actor, EndReason, SessionError},
    shared::Client,
};

/// A user wants another password.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// The password until now.
    pub current: Password,
    /// The new one as it was typed; it is judged with the user's name and address in mind.
    pub new: SecretString,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Sets a new password for whoever knows the old one, and ends every other session and every
    /// mailed token of the account, but for those that give an old address back.
    pub async fn change_password(
        &self,
        actor: &Actor,
        command: ChangePassword,
    ) -> Result<(), UserError> {
        let ChangePassword { current, new, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        let user = self.sessions().prove_password(actor, &current, &client).await?;
        let password = self.judge_password_of(&user, "newPassword", new.expose_secret())?;
        let hash = self.ports.hasher.hash(&password).await?;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        if !tx.users().set_password(user.id, Some(user.epoch), &hash, now).await? {
            // It was changed by another request meanwhile.
            return Err(SessionError::InvalidCredentials.into());
        }
        actor.require_live(tx.as_mut(), now).await?;
        tx.one_time_tokens().end_all(user.id).await?;
        tx.email_changes().end_confirmations(user.id).await?;
        let others = Some(actor.session_id);
        tx.sessions().revoke_all(user.id, others, EndReason::PasswordChanged, now).await?;
        if let Some(email) = user.proven_email() {
            let mail = Mail::PasswordChanged { at: now };
            tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
        }
        let event = self.ports.event(EventKind::PasswordChanged, now, &client);
        tx.audit().record(&event.by(user.id).in_session(actor.session_id)).await?;
        tx.commit().await?;
        Ok(())
    }
}
