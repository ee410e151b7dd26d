use super::{Identities, IdentityError, SignIn, make_account::name_of};
use crate::{
    audit::EventKind,
    mail::Mail,
    sessions::EndReason,
    shared::Timestamp,
    store::Transaction,
    users::{DisplayName, EmailAddress, Preferences, User},
};

impl Identities {
    /// Takes everything from whoever registered an address without proving it, now that a provider
    /// vouches for somebody else who has it, and answers the account as it is then. The role stays,
    /// which somebody was invited to, and so do chats: they may be the owner's own.
    pub(super) async fn disown(
        &self,
        tx: &mut dyn Transaction,
        user: User,
        email: &EmailAddress,
        name: Option<DisplayName>,
        command: &SignIn,
        now: Timestamp,
    ) -> Result<User, IdentityError> {
        let id = user.id;
        let name = name.or_else(|| name_of(email));
        let user = User { name, image: None, bio: None, ..user };
        tx.users().update(&user).await?;
        tx.users().clear_password(id, now).await?;
        // It is proven, and mail goes to it as the provider spells it.
        tx.users().change_email(id, email, now).await?;
        if let Some(before) = tx.preferences().find(id).await? {
            let initial = Preferences::initial(command.locale.clone(), now);
            let preferences = Preferences { version: before.version + 1, ..initial };
            tx.preferences().save(id, &preferences).await?;
        }
        tx.identities().delete_all(id).await?;
        tx.one_time_tokens().end_all(id).await?;
        tx.email_changes().end_confirmations(id).await?;
        tx.sessions().revoke_all(id, None, EndReason::Disowned, now).await?;
        let user = tx.users().find(id).await?.ok_or(IdentityError::CodeInvalid)?;
        tx.outbox().insert(&self.ports.owe(email, &user.locale, Mail::Welcome, now)).await?;
        let event = |kind| self.ports.event(kind, now, &command.client).by(id);
        let events = [EventKind::AccountDisowned, EventKind::EmailVerified].map(event);
        tx.audit().record_all(&events).await?;
        Ok(user)
    }
}
