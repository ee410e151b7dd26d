use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    store::Source,
    users::{HashError, NewPassword, Password, PasswordCheck, PasswordHash, PasswordHasher},
};

use crate::hashing_pool::HashingPool;

mod effort;
mod stored_hash;
mod work;

use stored_hash::StoredHash;
use work::Work;

/// bcrypt, on a few threads of its own.
///
/// It writes `$2b$`. It also reads `$2a$` and `$2y$`, which are the same algorithm, and what
/// accounts from elsewhere bring: argon2id, the scrypt of Better Auth and of Firebase, and
/// Django's PBKDF2. A right password on one of those gets a bcrypt hash.
///
/// A wrong password takes as long on any of them as on a hash of its own. The exception is a hash
/// that is more work than one of its own, such as a bcrypt of higher cost: nothing can make up for
/// that, so that the time tells of such an account until its owner logs in.
pub struct BcryptHasher {
    pool: HashingPool,
    work: Arc<Work>,
}

impl BcryptHasher {
    /// `cost` is the binary logarithm of the number of rounds, 4 to 16. `threads` passwords are
    /// hashed at a time while `queue` more wait; on an imported hash each thread may need 256 MiB.
    pub fn new(cost: u32, threads: usize, queue: usize) -> Result<Self, Source> {
        if threads == 0 {
            return Err("hashing passwords needs at least one thread".into());
        }
        Ok(Self { work: Arc::new(Work::new(cost)?), pool: HashingPool::start(threads, queue)? })
    }
}

#[async_trait]
impl PasswordHasher for BcryptHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashError> {
        let (work, password) = (Arc::clone(&self.work), password.clone());
        self.pool
            .run(move || work.hash(password.as_password()))
            .await?
            .map_err(|error| HashError::Failed(error.into()))
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        let (work, password, hash) = (Arc::clone(&self.work), password.clone(), hash.cloned());
        self.pool.run(move || work.check(&password, hash.as_ref())).await
    }

    fn reads(&self, hash: &PasswordHash) -> bool {
        StoredHash::parse(hash).is_some()
    }
}

impl fmt::Debug for BcryptHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BcryptHasher").field("cost", &self.work.cost()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
