use crate::{
    audit::EventKind,
    roles::{Permission, authorise_now},
    sessions::{Actor, SessionError, Sessions, SigningKey},
    shared::Client,
    store::StoreError,
};

/// Somebody wants another key to sign access tokens.
#[derive(Clone, Debug)]
pub struct RotateSigningKey {
    /// Where the request came from.
    pub client: Client,
}

impl Sessions {
    /// Makes the key that will sign next, and answers it: published now, in use some minutes
    /// later. If one waits already, that is it. Nobody is signed out.
    ///
    /// An `actor` must be permitted (`Forbidden`) and still signed in (`Revoked`, `Expired`); the
    /// command line and the clock act for nobody.
    pub async fn rotate_signing_key(
        &self,
        actor: Option<&Actor>,
        command: RotateSigningKey,
    ) -> Result<SigningKey, SessionError> {
        let client = &command.client;
        self.ports.authorise(actor, Permission::ManageSigningKeys, client).await?;
        let permitted = self.may_rotate_now(actor).await;
        self.ports.noting_refusal(permitted, actor, None, client).await?;
        // Another node may make the same generation at the same time: then its key is found here
        // the second time.
        for _ in 0..2 {
            let now = self.ports.clock.now();
            let keys = self.ports.store.read().signing_keys().list().await?;
            if let Some(waiting) = keys.iter().find(|key| !key.is_active(now)) {
                return Ok(waiting.clone());
            }
            let key = self.mint_key(&keys, SigningKey::active_after_publication(now), now)?;
            let event = self.ports.event(EventKind::SigningKeyRotated, now, client);
            let event = match actor {
                Some(actor) => event.by(actor.user_id).in_session(actor.session_id),
                None => event,
            };
            if self.add_key(&key, Some(event)).await? {
                self.load_signing_keys().await?;
                return Ok(key);
            }
        }
        let why = "two other keys of the same generation were made at once".into();
        Err(StoreError::Unavailable(why).into())
    }

    /// Asks for the permission of the caller as of now, and not as remembered some seconds ago.
    async fn may_rotate_now(&self, actor: Option<&Actor>) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        authorise_now(tx.as_mut(), actor, Permission::ManageSigningKeys, now).await
    }
}
