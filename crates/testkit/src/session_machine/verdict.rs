use bookplate_domain::{SessionPolicy, sessions::Presented, shared::Timestamp};

use super::{answer::Answer, model::Life};

/// What must come of presenting a refresh token, told from the history alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the newest.
    Next,
    /// It is the one before, and the newest has not been used, or the tabs race.
    Again,
    /// It was stolen, from the owner or by them.
    Reuse,
    Expired,
    Ended,
}

impl Verdict {
    pub fn of(life: &Life, generation: usize, now: Timestamp, policy: &SessionPolicy) -> Self {
        let newest = life.refresh.len();
        if life.ended.is_some() {
            Self::Ended
        } else if life.has_expired(now) {
            Self::Expired
        } else if generation == newest {
            Self::Next
        } else if generation + 1 == newest
            && (!life.newest_was_used || now.since(life.refreshed_at) < policy.reuse_window)
        {
            Self::Again
        } else {
            Self::Reuse
        }
    }

    pub fn is_honest(self) -> bool {
        matches!(self, Self::Next | Self::Again)
    }

    /// The same as the domain must see it.
    pub fn presented(self) -> Presented {
        match self {
            Self::Next => Presented::Rotate,
            Self::Again => Presented::Again,
            Self::Reuse => Presented::Reused,
            Self::Expired => Presented::Expired,
            Self::Ended => Presented::Revoked,
        }
    }

    /// The answer to a refresh, given what the newest generation was before it.
    pub fn answer(self, newest: usize) -> Answer {
        match self {
            Self::Next => Answer::Granted(newest + 1),
            Self::Again => Answer::Granted(newest),
            Self::Reuse => Answer::Reused,
            Self::Expired => Answer::Expired,
            Self::Ended => Answer::Revoked,
        }
    }
}
