use std::time::Duration;

use super::{ChatError, Chats};
use crate::{
    shared::{Timestamp, UserId},
    store::{Repositories, StoreError, Transaction},
    users::User,
};

/// How much a visitor may still ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitorAllowance {
    /// How many questions a visitor has on a rolling day.
    pub limit: u32,
    /// How many are left now.
    pub remaining: u32,
    /// When the next one comes back; `None` if none is spent.
    pub next_at: Option<Timestamp>,
}

/// A question counts for this long.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Chats {
    /// How much a visitor may still ask now.
    pub async fn visitor_allowance(&self, visitor: UserId) -> Result<VisitorAllowance, StoreError> {
        let now = self.ports.clock.now();
        let spent = spent(self.ports.store.read().as_mut(), visitor, now).await?;
        let limit = self.policy.visitors.messages_per_day;
        let left = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(spent.len());
        Ok(VisitorAllowance {
            limit,
            remaining: left.try_into().unwrap_or(u32::MAX),
            next_at: spent.first().map(|first| first.plus(DAY)),
        })
    }

    /// Counts questions of a visitor, and refuses them if they are too many. Whoever is no visitor
    /// asks as much as they like.
    pub(super) async fn charge(
        &self,
        tx: &mut dyn Transaction,
        visitor: Option<&User>,
        questions: u32,
        now: Timestamp,
    ) -> Result<(), ChatError> {
        let Some(visitor) = visitor.filter(|_| questions > 0) else { return Ok(()) };
        let limit = self.policy.visitors.messages_per_day;
        let spent = spent(tx, visitor.id, now).await?;
        let allowed = usize::try_from(limit).unwrap_or(usize::MAX);
        let wanted = usize::try_from(questions).unwrap_or(usize::MAX);
        let over = (spent.len() + wanted).saturating_sub(allowed);
        if over > 0 {
            // As many must have come back; if more is asked than a day has, it never fits.
            let back = spent.get(over - 1).map(|moment| moment.plus(DAY).since(now));
            return Err(ChatError::VisitorLimitReached { limit, retry_after: back.unwrap_or(DAY) });
        }
        tx.visitor_questions().add(visitor.id, now, questions).await?;
        Ok(())
    }

    /// Forgets what visitors asked more than a day ago, some of it; answers how much that was.
    pub async fn purge_visitor_questions(&self) -> Result<u64, StoreError> {
        const BATCH: u32 = 250;
        let mut tx = self.ports.store.begin().await?;
        let before = self.ports.clock.now().minus(DAY);
        let purged = tx.visitor_questions().purge(before, BATCH).await?;
        tx.commit().await?;
        Ok(purged)
    }
}

/// The moments of a visitor's questions within a day.
async fn spent(
    read: &mut (dyn Repositories + '_),
    visitor: UserId,
    now: Timestamp,
) -> Result<Vec<Timestamp>, StoreError> {
    read.visitor_questions().since(visitor, now.minus(DAY)).await
}
