use async_trait::async_trait;

use super::{LimitKey, Verdict};
use crate::store::StoreError;

/// Slows down whoever guesses at the password of one account, by a
/// [`GrowingDelay`](super::GrowingDelay).
///
/// All nodes MUST count together and go on after a restart. Tries under other keys MUST NOT count.
/// Everything that is known of a key MUST be kept for a day after its delay has ended; after that,
/// nothing of it may count.
#[async_trait]
pub trait PasswordThrottle: Send + Sync {
    /// Counts a try as a failure before the password is looked at, or refuses it, in one step: of
    /// many at once, no more than are free, or left for the day, MUST be allowed. A refused try
    /// MUST NOT count, or nobody could wait for the end of a delay.
    async fn attempt(&self, key: &LimitKey) -> Result<Verdict, StoreError>;

    /// Takes back one try, whose password was right: it counts for no day, and there are no
    /// failures in a row, and hence no delay, any more. Other tries of the day MUST go on
    /// counting, so that who knows one password of several has no more guesses.
    async fn succeeded(&self, key: &LimitKey) -> Result<(), StoreError>;

    /// Takes back one try whose password nobody looked at, because that could not be done: it is no
    /// failure, and counts for no day. A delay that it began goes on, if there was one before it.
    async fn unjudged(&self, key: &LimitKey) -> Result<(), StoreError>;

    /// Forgets every try: there is another password, which nobody has guessed at.
    async fn forget(&self, key: &LimitKey) -> Result<(), StoreError>;
}
