use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use bookplate_domain::users::{
    HashError, NewPassword, Password, PasswordCheck, PasswordHash, PasswordHasher,
};
use tokio::{sync::Semaphore, task::yield_now};

use super::checksum;

const NEW: &str = "plain2";
const OUTDATED: &str = "plain1";

/// Hashes that cost nothing, and a count of the passwords that were compared.
#[derive(Debug)]
pub struct PlainHasher {
    queue: Semaphore,
    salts: AtomicU64,
    comparisons: AtomicUsize,
}

impl Default for PlainHasher {
    fn default() -> Self {
        Self {
            queue: Semaphore::new(100),
            salts: AtomicU64::new(1),
            comparisons: AtomicUsize::new(0),
        }
    }
}

impl PlainHasher {
    /// How many passwords were compared so far, with whatever.
    pub fn comparisons(&self) -> usize {
        self.comparisons.load(Ordering::SeqCst)
    }

    /// A hash of the kind that was made before.
    pub fn outdated_hash(&self, password: &Password) -> PasswordHash {
        self.salted(OUTDATED, password)
    }

    /// Whether a hash is of the kind that is made now.
    pub fn is_up_to_date(hash: &PasswordHash) -> bool {
        hash.expose().starts_with(NEW)
    }

    fn salted(&self, kind: &str, password: &Password) -> PasswordHash {
        let salt = self.salts.fetch_add(1, Ordering::SeqCst);
        let sum = checksum((salt, password.expose()));
        PasswordHash::from_stored(format!("{kind}${salt}${sum}"))
    }
}

#[async_trait::async_trait]
impl PasswordHasher for PlainHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashError> {
        let _place = self.queue.try_acquire().map_err(|_| HashError::Busy)?;
        yield_now().await;
        Ok(self.salted(NEW, password.as_password()))
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        self.comparisons.fetch_add(1, Ordering::SeqCst);
        let parts = hash.map(|hash| hash.expose().split('$').collect::<Vec<_>>());
        let Some([kind, salt, sum]) = parts.as_deref() else {
            return Ok(PasswordCheck::Wrong);
        };
        let salt = salt.parse::<u64>().ok();
        if salt.is_none_or(|salt| checksum((salt, password.expose())) != **sum) {
            return Ok(PasswordCheck::Wrong);
        }
        Ok(match *kind {
            NEW => PasswordCheck::Right,
            OUTDATED => PasswordCheck::RightOutdated(self.salted(NEW, password)),
            _ => PasswordCheck::Wrong,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::PlainHasher;

    crate::password_hasher_conformance!(PlainHasher::default);
}
