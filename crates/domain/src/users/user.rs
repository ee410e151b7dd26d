use super::{
    Bio, DisplayName, EmailAddress, ImageUrl, PasswordHash, Status, Suspension, UserError,
};
use crate::{
    roles::Role,
    shared::{IfVersion, Locale, Timestamp, UserId},
};

/// An account, or a visitor who has none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Stays the same for good, also when a visitor becomes a user.
    pub id: UserId,
    /// `None` for a visitor.
    pub email: Option<EmailAddress>,
    /// When the mailbox was proven; `None` until then.
    pub email_verified_at: Option<Timestamp>,
    /// `None` for a visitor.
    pub name: Option<DisplayName>,
    /// Where a picture of them is.
    pub image: Option<ImageUrl>,
    /// A few words about themselves.
    pub bio: Option<Bio>,
    /// How the user wants to be written to.
    pub locale: Locale,
    /// What the user may do.
    pub role: Role,
    /// That the account was suspended, if it was; it may be over by now.
    pub suspension: Option<Suspension>,
    /// `None` if the account has no password.
    pub password: Option<PasswordHash>,
    /// Raised whenever all credentials given before must die. A session is opened only under the
    /// epoch that its password was checked in.
    pub epoch: u32,
    /// Raised by every change that the owner can see: the `ETag`.
    pub version: u32,
    /// When the account came to be.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// A new account of which nothing else is known: its mailbox is not proven, and it has no
    /// password.
    pub fn new(id: UserId, email: EmailAddress, role: Role, now: Timestamp) -> Self {
        Self {
            id,
            email: Some(email),
            email_verified_at: None,
            name: None,
            image: None,
            bio: None,
            locale: Locale::default(),
            role,
            suspension: None,
            password: None,
            epoch: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Somebody who looks around without an account.
    pub fn visitor(id: UserId, locale: Locale, now: Timestamp) -> Self {
        Self {
            id,
            email: None,
            email_verified_at: None,
            name: None,
            image: None,
            bio: None,
            locale,
            role: Role::Anonymous,
            suspension: None,
            password: None,
            epoch: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Whether the account may be used.
    pub fn status(&self, now: Timestamp) -> Status {
        match &self.suspension {
            Some(suspension) if suspension.holds(now) => Status::Suspended,
            _ => Status::Active,
        }
    }

    /// Whether nobody may use the account now.
    pub fn is_suspended(&self, now: Timestamp) -> bool {
        self.status(now) == Status::Suspended
    }

    /// Refuses whoever has read another version.
    pub(crate) fn require_version(&self, expected: &IfVersion) -> Result<(), UserError> {
        if expected.allows(self.version) { Ok(()) } else { Err(UserError::VersionConflict) }
    }

    /// Notes that something which the owner can see has changed.
    pub(crate) fn touch(&mut self, now: Timestamp) {
        self.version += 1;
        self.updated_at = now;
    }

    /// The address, if its mailbox is proven: news of the account goes nowhere else.
    pub fn proven_email(&self) -> Option<&EmailAddress> {
        self.email_verified_at.and(self.email.as_ref())
    }
}
