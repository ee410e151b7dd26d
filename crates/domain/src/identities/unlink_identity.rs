use super::{Identities, IdentityError, ProviderName, SignInMethod};
use crate::{
    audit::{EventKind, FieldChange},
    mail::Mail,
    roles::Permission,
    sessions::{Actor, EndReason, SessionError},
    shared::{Client, Timestamp},
    store::{StoreError, Transaction},
    users::User,
};

/// A user no longer wants to sign in in some way.
#[derive(Clone, Debug)]
pub struct UnlinkIdentity {
    /// The provider; `None`: the password.
    pub provider: Option<ProviderName>,
    /// Where the request came from.
    pub client: Client,
}

impl Identities {
    /// Removes a way to sign in to the caller's account, ends every other session, since it may have
    /// been opened that way, and tells the owner by mail.
    ///
    /// `ReauthenticationRequired` without a proof at most ten minutes old; `NotFound` if the account
    /// has no such way; `LastSignInMethod` if it has no other, or none but of providers that are
    /// configured no longer.
    pub async fn unlink_identity(
        &self,
        actor: &Actor,
        command: UnlinkIdentity,
    ) -> Result<(), IdentityError> {
        let UnlinkIdentity { provider, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        let now = self.ports.clock.now();
        // Whoever has to prove first who it is waits for no lock.
        actor.require_fresh_proof(now)?;

        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        actor.require_live(tx.as_mut(), now).await?.require_fresh_proof(now)?;
        let identities = tx.identities().list(user.id).await?;
        let methods = SignInMethod::all_of(&user, identities);
        let name = provider.as_ref().map_or(SignInMethod::PASSWORD, ProviderName::as_str);
        if methods.iter().all(|method| method.provider() != name) {
            return Err(IdentityError::NotFound);
        }
        if !methods.iter().any(|method| method.provider() != name && self.works(method)) {
            return Err(IdentityError::LastSignInMethod);
        }
        let (id, kept) = (user.id, Some(actor.session_id));
        match &provider {
            None => {
                tx.users().clear_password(id, now).await?;
                tx.one_time_tokens().end_all(id).await?;
                tx.email_changes().end_confirmations(id).await?;
            }
            Some(provider) => drop(tx.identities().delete(id, provider).await?),
        }
        tx.sessions().revoke_all(id, kept, EndReason::SignInMethodRemoved, now).await?;
        self.tell_of_its_end(tx.as_mut(), &user, provider.as_ref(), now).await?;
        let event = self.ports.event(EventKind::SignInMethodRemoved, now, &client);
        let change = FieldChange::told("provider", Some(name.to_owned()), None);
        let event = event.by(id).in_session(actor.session_id).changing(vec![change]);
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether somebody can sign in this way now.
    fn works(&self, method: &SignInMethod) -> bool {
        match method {
            SignInMethod::Password => true,
            SignInMethod::Provider(identity) => self.provider(&identity.provider).is_some(),
        }
    }

    async fn tell_of_its_end(
        &self,
        tx: &mut dyn Transaction,
        user: &User,
        provider: Option<&ProviderName>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(email) = user.proven_email() else { return Ok(()) };
        let provider = provider.map(|name| self.title_of(name.as_str()));
        let mail = Mail::SignInMethodRemoved { provider, at: now };
        tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await
    }
}
