use crate::sessions::{SessionError, Sessions};

impl Sessions {
    /// Fails unless this node signs with the key that all nodes sign with now, and could open it
    /// again. One that was made a moment ago, and that it has not heard of, is loaded.
    pub(crate) async fn require_signing_key(&self) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let keys = self.ports.store.read().signing_keys().list().await?;
        let signing = keys.iter().filter(|key| key.is_active(now)).max_by_key(|key| key.generation);
        let held = self.public_keys();
        match signing {
            Some(key) if held.iter().any(|held| held.kid == key.kid) => {
                Ok(self.ports.key_ring.require_openable(key)?)
            }
            _ => self.load_signing_keys().await,
        }
    }
}
