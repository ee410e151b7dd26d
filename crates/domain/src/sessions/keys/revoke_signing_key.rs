use crate::{
    audit::EventKind,
    sessions::{SessionError, Sessions, SigningKey},
    shared::Client,
};

impl Sessions {
    /// Removes a key, and with it every access token that it signed; refresh tokens go on. If no
    /// active key is left, a new one signs at once: verifiers that have not fetched it yet refuse
    /// its tokens for up to five minutes. `false` if there is no such key. For the command line
    /// only, so nobody is asked for a permission.
    pub async fn revoke_signing_key(&self, kid: &str) -> Result<bool, SessionError> {
        let now = self.ports.clock.now();
        let keys = self.ports.store.read().signing_keys().list().await?;
        if !keys.iter().any(|key| key.kid == kid) {
            return Ok(false);
        }
        if !keys.iter().any(|key| key.kid != kid && key.is_active(now)) {
            // If another node is faster, its key is as good.
            let next = self.mint_key(&keys, SigningKey::active_at_once(now), now)?;
            self.add_key(&next, None).await?;
        }
        let mut tx = self.ports.store.begin().await?;
        let deleted = tx.signing_keys().delete(kid).await?;
        if deleted {
            let event = self.ports.event(EventKind::SigningKeyRevoked, now, &Client::default());
            tx.audit().record(&event).await?;
        }
        tx.commit().await?;
        // Of two that revoke at once each may have counted on the other's key: then this makes one.
        self.load_signing_keys().await?;
        Ok(deleted)
    }
}
