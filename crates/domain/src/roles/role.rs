use std::fmt;

use crate::shared::{FieldCode, InputErrors, Invalid};

/// What kind of caller a user is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A visitor who has no account yet.
    Anonymous,
    /// An account.
    User,
    /// An account that also looks after others.
    Moderator,
    /// An account that may do everything.
    Admin,
}

impl Role {
    /// Every role, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Anonymous, Self::User, Self::Moderator, Self::Admin];

    /// Those that an account can be given: registering makes a user of a visitor, and nothing a
    /// visitor of a user.
    pub const GIVEN: [Self; 3] = [Self::User, Self::Moderator, Self::Admin];

    /// The role as it is written in tokens, answers and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// Refuses a role that no account is given, as the field `role`.
    pub(super) fn require_given(self) -> Result<(), InputErrors> {
        if Self::GIVEN.contains(&self) {
            return Ok(());
        }
        let why = "must be \"user\", \"moderator\" or \"admin\"";
        Err(InputErrors::one("role", Invalid::new(FieldCode::NotAllowed, why)))
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
