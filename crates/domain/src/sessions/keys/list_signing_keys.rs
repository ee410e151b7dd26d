use crate::{
    sessions::{KeyState, Sessions, SigningKey},
    store::StoreError,
};

impl Sessions {
    /// Every key that is published, the oldest first, and what it is good for now. For the command
    /// line only, so nobody is asked for a permission.
    pub async fn list_signing_keys(&self) -> Result<Vec<(SigningKey, KeyState)>, StoreError> {
        let keys = self.ports.store.read().signing_keys().list().await?;
        let (now, lifetime) = (self.ports.clock.now(), self.policy.sessions.access_token);
        let states: Vec<KeyState> =
            keys.iter().map(|key| key.state(&keys, lifetime, now)).collect();
        Ok(keys.into_iter().zip(states).collect())
    }
}
