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
        Ok(match hash.and_then(PlainHash::parse) {
            Some(hash) if checksum((hash.salt, password.expose())) != hash.sum => {
                PasswordCheck::Wrong
            }
            Some(PlainHash { kind: NEW, .. }) => PasswordCheck::Right,
            Some(_) => PasswordCheck::RightOutdated(self.salted(NEW, password)),
            None => PasswordCheck::Wrong,
        })
    }

    fn reads(&self, hash: &PasswordHash) -> bool {
        PlainHash::parse(hash).is_some()
    }
}

/// A hash in its parts.
struct PlainHash<'a> {
    kind: &'a str,
    salt: u64,
    sum: &'a str,
}

impl<'a> PlainHash<'a> {
    const SUM_LENGTH: usize = 16;

    fn parse(hash: &'a PasswordHash) -> Option<Self> {
        let (kind, rest) = hash.expose().split_once('$')?;
        let (salt, sum) = rest.split_once('$')?;
        let whole = [NEW, OUTDATED].contains(&kind) && sum.len() == Self::SUM_LENGTH;
        let salt = salt.parse().ok()?;
        whole.then_some(Self { kind, salt, sum })
    }
}

#[cfg(test)]
mod tests {
    use super::PlainHasher;

    crate::password_hasher_conformance!(PlainHasher::default);
}
