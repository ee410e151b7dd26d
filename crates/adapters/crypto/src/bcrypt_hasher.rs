use std::{fmt, str::FromStr, sync::Arc};

use async_trait::async_trait;
use bcrypt::{BcryptError, HashParts};
use bookplate_domain::{
    store::Source,
    users::{HashError, NewPassword, Password, PasswordCheck, PasswordHash, PasswordHasher},
};

use crate::hashing_pool::HashingPool;

/// bcrypt, on a few threads of its own.
///
/// It writes `$2b$` and also reads `$2a$` and `$2y$`, which are the same algorithm.
pub struct BcryptHasher {
    pool: HashingPool,
    work: Arc<Work>,
}

impl BcryptHasher {
    /// `cost` is the binary logarithm of the number of rounds, 4 to 31. `threads` passwords are
    /// hashed at a time while `queue` more wait. Takes as long as one hash.
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
}

impl fmt::Debug for BcryptHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BcryptHasher").field("cost", &self.work.cost).finish_non_exhaustive()
    }
}

/// What the threads do.
struct Work {
    cost: u32,
    /// Stands in where there is no hash, so that the absence of an account takes as long as a
    /// wrong password.
    decoy: HashParts,
}

impl Work {
    const COSTS: std::ops::RangeInclusive<u32> = 4..=31;

    fn new(cost: u32) -> Result<Self, BcryptError> {
        Ok(Self {
            cost,
            decoy: bcrypt::non_truncating_hash_with_result("nobody's password", cost)?,
        })
    }

    fn hash(&self, password: &Password) -> Result<PasswordHash, BcryptError> {
        bcrypt::non_truncating_hash(password.expose(), self.cost).map(PasswordHash::from_stored)
    }

    fn check(&self, password: &Password, hash: Option<&PasswordHash>) -> PasswordCheck {
        let readable = hash
            .and_then(|hash| HashParts::from_str(hash.expose()).ok())
            .filter(|parts| Self::COSTS.contains(&parts.get_cost()));
        let parts = readable.as_ref().unwrap_or(&self.decoy);
        let matches = bcrypt::verify(password.expose(), &parts.to_string()).unwrap_or(false);
        // bcrypt repeats the password up to its own width, with a NUL between: "a\0a" would pass
        // for "a". No password that was set has one.
        let right = matches && readable.is_some() && !password.expose().contains('\0');
        if !right {
            self.make_up_for(parts.get_cost(), password);
            return PasswordCheck::Wrong;
        }
        if parts.get_cost() == self.cost {
            return PasswordCheck::Right;
        }
        // An imported password may be longer than bcrypt takes whole; it stays as it is.
        self.hash(password).map_or(PasswordCheck::Right, PasswordCheck::RightOutdated)
    }

    /// After a hash of lower cost, does what is missing to the work of the configured cost, or the
    /// time would tell that there is an account, and an old one. Each cost is twice the work of
    /// the one below: 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n.
    fn make_up_for(&self, spent: u32, password: &Password) {
        for cost in spent..self.cost {
            // The result is of no interest, and a password of any length has one.
            let _ = bcrypt::hash_with_salt(password.expose(), cost, self.decoy.get_salt_raw());
        }
    }
}

#[cfg(test)]
mod tests;
