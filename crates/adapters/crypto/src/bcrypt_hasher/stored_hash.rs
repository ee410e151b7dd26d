use std::{ops::RangeInclusive, str::FromStr};

use bcrypt::HashParts;
use bookplate_domain::users::PasswordHash;

use crate::imported::Imported;

/// The costs of bcrypt that are worked through. 16 takes some four seconds, and each further one
/// twice as long.
pub(super) const COSTS: RangeInclusive<u32> = 4..=16;

/// A hash that passwords can be compared with.
pub(super) enum StoredHash {
    Bcrypt(HashParts),
    Imported(Imported),
}

impl StoredHash {
    /// `None` if it is of no known kind, broken, or more work than anybody should be made to do.
    pub(super) fn parse(hash: &PasswordHash) -> Option<Self> {
        let text = hash.expose();
        bcrypt(text).map(Self::Bcrypt).or_else(|| Imported::parse(text).map(Self::Imported))
    }
}

fn bcrypt(text: &str) -> Option<HashParts> {
    // Not `$2x$`: hashes of an implementation with a flaw, which would have to be repeated.
    ["$2a$", "$2b$", "$2y$"].iter().find(|kind| text.starts_with(**kind))?;
    HashParts::from_str(text).ok().filter(|parts| COSTS.contains(&parts.get_cost()))
}
