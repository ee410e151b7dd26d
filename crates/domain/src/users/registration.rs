use super::{DisplayName, EmailAddress, PasswordHash};
use crate::shared::{Locale, RegistrationId, Timestamp, TokenId, UserId};

/// A wish for an account that waits for its mailbox to be proven. It is not an account: several
/// may wait for one address, and none blocks another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Its own id.
    pub id: RegistrationId,
    /// The mailed token that proves the mailbox; a new mail brings a new one and ends this.
    pub token: TokenId,
    /// The address to be proven.
    pub email: EmailAddress,
    /// The name the account will have.
    pub name: DisplayName,
    /// How its owner wants to be written to.
    pub locale: Locale,
    /// The password the account will have.
    pub password: PasswordHash,
    /// The visitor who asked, and who becomes the user if still there.
    pub visitor: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when its token works.
    pub expires_at: Timestamp,
}
