use super::{Identities, IdentityError, OneTimeCode, SignInMethod};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::Client,
    store::{StoreError, Unique},
    users::UserError,
};

/// A user brings a one-time code, to sign in by that provider from now on.
#[derive(Clone, Debug)]
pub struct LinkIdentity {
    /// The code, and what proves that it is the caller's.
    pub code: OneTimeCode,
    /// Where the request came from.
    pub client: Client,
}

impl Identities {
    /// Links the identity that a provider vouched for to the caller's account, and tells the owner
    /// by mail. One that is linked to it already stays so.
    ///
    /// `ReauthenticationRequired` without a proof at most ten minutes old; `EmailNotVerified` if the
    /// mailbox is not proven: the account may be somebody else's; `CodeInvalid`; `IdentityTaken` if
    /// another account has it; `ProviderAlreadyLinked` if the account has another identity of this
    /// provider. Whatever is refused leaves the code as it was.
    pub async fn link_identity(
        &self,
        actor: &Actor,
        command: LinkIdentity,
    ) -> Result<SignInMethod, IdentityError> {
        let LinkIdentity { code, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        let now = self.ports.clock.now();
        // Whoever has to prove first who it is waits for no lock.
        actor.require_fresh_proof(now)?;
        let code = self.open_code(&code)?;

        let mut tx = self.ports.store.begin().await?;
        let completed = code.redeem(tx.as_mut(), now).await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        actor.require_live(tx.as_mut(), now).await?.require_fresh_proof(now)?;
        if user.email_verified_at.is_none() {
            return Err(SessionError::EmailNotVerified.into());
        }
        let found =
            tx.identities().find(&completed.assertion.issuer, &completed.assertion.subject).await?;
        let identity = match found {
            Some(identity) if identity.user_id == user.id => identity,
            Some(_) => return Err(IdentityError::IdentityTaken),
            None => {
                let linked =
                    self.link(tx.as_mut(), user.id, &completed, now).await.map_err(taken)?;
                self.tell_of_a_new_method(tx.as_mut(), &user, &completed, now).await?;
                let event = self.linked_event(&user, &completed, &client, now);
                tx.audit().record(&event.in_session(actor.session_id)).await?;
                linked
            }
        };
        tx.commit().await?;
        Ok(SignInMethod::Provider(identity))
    }
}

fn taken(error: IdentityError) -> IdentityError {
    match error {
        IdentityError::User(UserError::Store(StoreError::Conflict(Unique::Identity))) => {
            IdentityError::IdentityTaken
        }
        other => other,
    }
}
