use uuid::Uuid;

use crate::shared::{SessionId, Timestamp, UserId};

/// Something that makes access tokens worthless before they expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// When.
    pub at: Timestamp,
    /// Which tokens.
    pub what: RevokedTokens,
}

/// Which access tokens are worthless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokedTokens {
    /// All of a session (`sid`).
    OfSession(SessionId),
    /// All of a user (`sub`) that were issued (`iat`) before the moment: what they say is out of
    /// date. A session that lives on gets new ones by its refresh token.
    OfUser(UserId),
}

/// The place in the feed behind one revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedPlace {
    /// The moment of the revocation.
    pub at: Timestamp,
    /// The id of its session or user.
    pub id: Uuid,
}

impl Revoked {
    /// Tokens with a smaller `iat` (Unix seconds) are worthless, if it is about a user. `iat` is
    /// rounded down, so of the second in which it happened no token can be told to be newer: one
    /// that was given right afterwards counts as older, too, until that second is over.
    pub fn issued_before(&self) -> i64 {
        (self.at.unix_millis() + 999) / 1000
    }

    /// The id of the session or user.
    pub fn id(&self) -> Uuid {
        match self.what {
            RevokedTokens::OfSession(id) => id.as_uuid(),
            RevokedTokens::OfUser(id) => id.as_uuid(),
        }
    }

    /// The place in the feed behind this one.
    pub fn place(&self) -> FeedPlace {
        FeedPlace { at: self.at, id: self.id() }
    }
}
