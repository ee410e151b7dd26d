use super::{PublicKey, SessionError, Sessions, SigningKey};
use crate::store::{StoreError, Unique};

impl Sessions {
    /// Brings the signing keys from the store into the key ring, making the first one where there
    /// is none. Nodes that start together end with the same keys.
    pub async fn load_signing_keys(&self) -> Result<(), SessionError> {
        let mut keys = self.ports.store.read().signing_keys().list().await?;
        if keys.is_empty() {
            self.make_first_key().await?;
            keys = self.ports.store.read().signing_keys().list().await?;
        }
        self.ports.key_ring.install(&keys)?;
        Ok(())
    }

    async fn make_first_key(&self) -> Result<(), SessionError> {
        let minted = self.ports.key_ring.mint()?;
        let key = SigningKey {
            kid: minted.kid,
            generation: 1,
            sealed: minted.sealed,
            created_at: self.ports.clock.now(),
        };
        let mut tx = self.ports.store.begin().await?;
        match tx.signing_keys().insert(&key).await {
            Ok(()) => Ok(tx.commit().await?),
            // Another node was first; its key is as good.
            Err(StoreError::Conflict(Unique::SigningKeyGeneration)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The public keys that verify our access tokens (RFC 7517).
    pub fn public_keys(&self) -> Vec<PublicKey> {
        self.ports.access_tokens.public_keys()
    }
}
