use crate::{
    sessions::{KeyState, RotateSigningKey, SessionError, Sessions, SigningKey},
    shared::Client,
};

impl Sessions {
    /// What is to be done for the keys from time to time, on every node, at least once a minute:
    /// load what other nodes have made, replace a key that has signed for long enough, drop those
    /// of which no token lives any more, and seal under the newest secret what was sealed under
    /// another.
    pub async fn tend_signing_keys(&self) -> Result<(), SessionError> {
        self.load_signing_keys().await?;
        let keys = self.list_signing_keys().await?;
        let now = self.ports.clock.now();
        let waits = keys.iter().any(|(_, state)| *state == KeyState::Waiting);
        let old = |(key, state): &(SigningKey, KeyState)| {
            *state == KeyState::Signing && now.since(key.active_at) >= self.policy.keys.rotate_after
        };
        if !waits && keys.iter().any(old) {
            let command = RotateSigningKey { client: Client::default() };
            self.rotate_signing_key(None, command).await?;
        }
        let is_retired = |(_, state): &&(SigningKey, KeyState)| *state == KeyState::Retired;
        let (retired, kept): (Vec<_>, Vec<_>) = keys.iter().partition(is_retired);
        for (key, _) in kept {
            self.reseal(key).await?;
        }
        if retired.is_empty() {
            return Ok(());
        }
        let mut tx = self.ports.store.begin().await?;
        for (key, _) in retired {
            tx.signing_keys().delete(&key.kid).await?;
        }
        tx.commit().await?;
        self.load_signing_keys().await
    }

    async fn reseal(&self, key: &SigningKey) -> Result<(), SessionError> {
        if let Some(sealed) = self.ports.key_ring.reseal(key)? {
            let mut tx = self.ports.store.begin().await?;
            tx.signing_keys().reseal(&key.kid, &sealed).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
