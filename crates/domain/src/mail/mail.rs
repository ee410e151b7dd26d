use secrecy::SecretString;

use crate::{
    shared::{MailId, Timestamp, TokenId},
    users::TokenPurpose,
};

/// One thing to tell somebody. It names a token, never a link: the link is derived when the mail
/// is rendered, so a stolen copy of the outbox opens nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// Prove that this mailbox is yours.
    VerifyEmail {
        /// What the token proves: a waiting registration, or the address of an existing account.
        purpose: TokenPurpose,
        /// The token that the link carries.
        token: TokenId,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// Set a new password.
    ResetPassword {
        /// The token that the link carries.
        token: TokenId,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// Your password was changed.
    PasswordChanged {
        /// When.
        at: Timestamp,
    },
    /// Somebody tried to register your address, which has an account already.
    AddressAlreadyRegistered,
    /// A spent refresh token of yours was used; the session was ended.
    SessionEndedAfterReuse {
        /// The browser or device of the session, as it called itself.
        device: Option<String>,
        /// When the session was ended.
        at: Timestamp,
    },
}

impl Mail {
    /// The token whose link stands in the mail.
    pub fn token(&self) -> Option<(TokenPurpose, TokenId)> {
        match self {
            Self::VerifyEmail { purpose, token, .. } => Some((*purpose, *token)),
            Self::ResetPassword { token, .. } => Some((TokenPurpose::ResetPassword, *token)),
            Self::AddressAlreadyRegistered
            | Self::PasswordChanged { .. }
            | Self::SessionEndedAfterReuse { .. } => None,
        }
    }
}

/// A mail ready to be rendered and handed to a provider.
#[derive(Debug)]
pub struct Letter {
    /// The same for every attempt, so that a provider can recognise a repetition.
    pub id: MailId,
    /// The address as its owner typed it.
    pub to: String,
    /// What to say.
    pub mail: Mail,
    /// The bearer token for the link, if the mail has one.
    pub token: Option<SecretString>,
}
