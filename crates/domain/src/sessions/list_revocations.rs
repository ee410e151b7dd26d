use std::time::Duration;

use super::{FeedPlace, Revoked, SessionError, Sessions};
use crate::shared::Timestamp;

/// How many revocations one answer has at most.
const PAGE: u32 = 1000;
/// A transaction that began earlier may be committed later: what a reader has seen up to a moment
/// is not all that will be there. So each poll goes back this far: 10 s for the longest request,
/// whose moment is taken before its transaction, and 5 s for clocks that differ.
const OVERLAP: Duration = Duration::from_secs(15);

/// Where a reader of the feed has got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedCursor {
    /// More was there than one answer holds.
    Within {
        /// It goes on behind this place.
        place: FeedPlace,
        /// When the first of these answers was given: what is committed since is not in them all.
        began: Timestamp,
    },
    /// All that was there up to this moment was given.
    UpTo(Timestamp),
}

/// One answer of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocations {
    /// The oldest first; some may have been in an earlier answer.
    pub items: Vec<Revoked>,
    /// Where the next answer begins.
    pub next: FeedCursor,
    /// Whether more is there already.
    pub more: bool,
}

impl Sessions {
    /// What made access tokens worthless since a cursor, or as long as any token can live. For
    /// whoever verifies tokens offline; access is by a key of the configuration.
    pub async fn list_revocations(
        &self,
        since: Option<FeedCursor>,
    ) -> Result<Revocations, SessionError> {
        let now = self.ports.clock.now();
        let oldest = now.minus(self.policy.sessions.access_token + OVERLAP);
        let (from, after, began) = match since {
            None => (oldest, None, now),
            Some(FeedCursor::UpTo(moment)) => (oldest.max(moment.minus(OVERLAP)), None, now),
            Some(FeedCursor::Within { place, began }) => (oldest.max(place.at), Some(place), began),
        };
        let mut read = self.ports.store.read();
        let items = read.revocations().list(from, after, PAGE).await?;
        let more = items.len() >= PAGE as usize;
        let next = match items.last() {
            Some(last) if more => FeedCursor::Within { place: last.place(), began },
            _ => FeedCursor::UpTo(began),
        };
        Ok(Revocations { items, next, more })
    }
}
