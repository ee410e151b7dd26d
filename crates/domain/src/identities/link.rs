use super::{CompletedAuthorization, Identities, Identity, IdentityError, Provider};
use crate::{
    audit::{Event, EventKind, FieldChange},
    mail::Mail,
    sessions::Sessions,
    shared::{Client, Timestamp, UserId},
    store::{StoreError, Transaction},
    users::{User, Users},
};

/// What every way of linking has in common.
impl Identities {
    /// Links an identity to an account that the transaction keeps.
    pub(super) async fn link(
        &self,
        tx: &mut dyn Transaction,
        user: UserId,
        completed: &CompletedAuthorization,
        now: Timestamp,
    ) -> Result<Identity, IdentityError> {
        let CompletedAuthorization { provider, assertion, .. } = completed;
        let mut others = tx.identities().list(user).await?.into_iter();
        if others.any(|other| other.provider == *provider || other.issuer == assertion.issuer) {
            return Err(IdentityError::ProviderAlreadyLinked);
        }
        let identity = Identity {
            user_id: user,
            provider: provider.clone(),
            issuer: assertion.issuer.clone(),
            subject: assertion.subject.clone(),
            email: assertion.email.clone(),
            created_at: now,
        };
        tx.identities().insert(&identity).await?;
        Ok(identity)
    }

    /// Tells the owner of an account that somebody outside can sign in to it.
    pub(super) async fn tell_of_a_new_method(
        &self,
        tx: &mut dyn Transaction,
        user: &User,
        completed: &CompletedAuthorization,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(email) = &user.email else { return Ok(()) };
        let provider = self.title_of(completed.provider.as_str());
        let mail = Mail::SignInMethodAdded { provider, at: now };
        tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await
    }

    /// What people call a provider, also one that is configured no longer.
    pub(super) fn title_of(&self, name: &str) -> String {
        let found = self.ports.providers.iter().find(|provider| provider.name.as_str() == name);
        found.map_or_else(|| name.to_owned(), |Provider { title, .. }| title.clone())
    }

    pub(super) fn linked_event(
        &self,
        user: &User,
        completed: &CompletedAuthorization,
        client: &Client,
        now: Timestamp,
    ) -> Event {
        let provider = Some(completed.provider.as_str().to_owned());
        let change = FieldChange::told("provider", None, provider);
        self.ports.event(EventKind::IdentityLinked, now, client).by(user.id).changing(vec![change])
    }

    /// The same ports, seen as sessions.
    pub(super) fn sessions(&self) -> Sessions {
        Sessions { ports: self.ports.clone(), policy: self.policy.clone() }
    }

    /// The same ports, seen as accounts.
    pub(super) fn users(&self) -> Users {
        Users { ports: self.ports.clone(), policy: self.policy.clone() }
    }
}
