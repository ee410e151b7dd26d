use crate::{
    audit::Event,
    sessions::{PublicKey, SessionError, Sessions, SigningKey},
    shared::Timestamp,
    store::{StoreError, Transaction, Unique},
};

impl Sessions {
    /// Brings the signing keys from the store into the key ring, making one where none is active.
    /// Nodes that start together end with the same keys. One key that does not open under the
    /// configured secrets is an error and leaves the ring as it was.
    pub async fn load_signing_keys(&self) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let mut keys = self.ports.store.read().signing_keys().list().await?;
        if !keys.iter().any(|key| key.is_active(now)) {
            let key = self.mint_key(&keys, SigningKey::active_at_once(now), now)?;
            self.add_key(&key, None).await?;
            keys = self.ports.store.read().signing_keys().list().await?;
        }
        self.ports.key_ring.install(&keys)?;
        Ok(())
    }

    /// The key after `keys`, not kept yet.
    pub(super) fn mint_key(
        &self,
        keys: &[SigningKey],
        active_at: Timestamp,
        now: Timestamp,
    ) -> Result<SigningKey, SessionError> {
        let minted = self.ports.key_ring.mint()?;
        let generation = keys.iter().map(|key| key.generation).max().unwrap_or(0) + 1;
        let (kid, sealed) = (minted.kid, minted.sealed);
        Ok(SigningKey { kid, generation, sealed, created_at: now, active_at })
    }

    /// Keeps a key and the event of it. `false` if another node has made one of the same
    /// generation meanwhile, which is as good.
    pub(super) async fn add_key(
        &self,
        key: &SigningKey,
        event: Option<Event>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.ports.store.begin().await?;
        if !insert(tx.as_mut(), key).await? {
            return Ok(false);
        }
        if let Some(event) = event {
            tx.audit().record(&event).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The public keys that verify our access tokens (RFC 7517).
    pub fn public_keys(&self) -> Vec<PublicKey> {
        self.ports.access_tokens.public_keys()
    }
}

/// `false` if the generation is taken.
async fn insert(tx: &mut dyn Transaction, key: &SigningKey) -> Result<bool, StoreError> {
    match tx.signing_keys().insert(key).await {
        Ok(()) => Ok(true),
        Err(StoreError::Conflict(Unique::SigningKeyGeneration)) => Ok(false),
        Err(error) => Err(error),
    }
}
