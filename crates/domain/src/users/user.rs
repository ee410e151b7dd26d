use super::{DisplayName, EmailAddress, PasswordHash};
use crate::{
    roles::Role,
    shared::{Locale, Timestamp, UserId},
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
    /// The URL of a picture.
    pub image: Option<String>,
    /// A few words about themselves.
    pub bio: Option<String>,
    /// How the user wants to be written to.
    pub locale: Locale,
    /// What the user may do.
    pub role: Role,
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
    /// A new account that says nothing of its locale. `email_verified_at` is `None` if the mailbox is not proven yet.
    pub fn new(
        id: UserId,
        email: EmailAddress,
        email_verified_at: Option<Timestamp>,
        name: DisplayName,
        password: PasswordHash,
        role: Role,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            email: Some(email),
            email_verified_at,
            name: Some(name),
            image: None,
            bio: None,
            locale: Locale::default(),
            role,
            password: Some(password),
            epoch: 1,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// The address, if its mailbox is proven: news of the account goes nowhere else.
    pub fn proven_email(&self) -> Option<&EmailAddress> {
        self.email_verified_at.and(self.email.as_ref())
    }
}
