use secrecy::SecretString;

use crate::{
    shared::{Locale, MailId, Timestamp, TokenId},
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
    /// Somebody tried to take your address for an account, but it has one already.
    AddressAlreadyRegistered,
    /// Your mailbox is proven, and your account ready.
    Welcome,
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
    /// Prove that the new address of your account is yours.
    ConfirmEmailChange {
        /// The token that the link carries.
        token: TokenId,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// Another address was asked for; this one, the old, can be had back.
    EmailChangeRequested {
        /// The new address.
        new: String,
        /// The token that the link carries.
        token: TokenId,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// A change of address was taken back: this address counts again, the password is dead, set a
    /// new one.
    EmailChangeReverted {
        /// The token that the link carries; it sets a new password.
        token: TokenId,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// Somebody signed in to your account from a device that is new to it.
    NewDevice {
        /// The browser or device, as it called itself.
        device: Option<String>,
        /// When.
        at: Timestamp,
    },
    /// Somebody outside can sign you in from now on.
    SignInMethodAdded {
        /// What people call the provider.
        provider: String,
        /// When.
        at: Timestamp,
    },
    /// A way to sign in to your account was removed.
    SignInMethodRemoved {
        /// What people call the provider; `None` for the password.
        provider: Option<String>,
        /// When.
        at: Timestamp,
    },
    /// A spent refresh token of yours was used; the session was ended.
    SessionEndedAfterReuse {
        /// The browser or device of the session, as it called itself.
        device: Option<String>,
        /// When the session was ended.
        at: Timestamp,
    },
    /// Your account was suspended.
    AccountSuspended {
        /// When.
        at: Timestamp,
        /// Until when; `None` if it does not end by itself.
        until: Option<Timestamp>,
    },
    /// You were invited: choose a password.
    Invitation {
        /// The token that the link carries.
        token: TokenId,
        /// Until when the link works.
        expires_at: Timestamp,
    },
    /// Your account was deleted.
    Goodbye,
}

/// The token whose link stands in a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailedToken {
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// Which it is.
    pub id: TokenId,
    /// Until when it works.
    pub expires_at: Timestamp,
}

impl Mail {
    /// Which mail it is, by the name under which it is stored and shown.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify_email",
            Self::AddressAlreadyRegistered => "address_already_registered",
            Self::Welcome => "welcome",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged { .. } => "password_changed",
            Self::ConfirmEmailChange { .. } => "confirm_email_change",
            Self::EmailChangeRequested { .. } => "email_change_requested",
            Self::EmailChangeReverted { .. } => "email_change_reverted",
            Self::NewDevice { .. } => "new_device",
            Self::SignInMethodAdded { .. } => "sign_in_method_added",
            Self::SignInMethodRemoved { .. } => "sign_in_method_removed",
            Self::SessionEndedAfterReuse { .. } => "session_ended_after_reuse",
            Self::AccountSuspended { .. } => "account_suspended",
            Self::Invitation { .. } => "invitation",
            Self::Goodbye => "goodbye",
        }
    }

    /// The token whose link stands in the mail.
    pub fn token(&self) -> Option<MailedToken> {
        let (purpose, id, expires_at) = match self {
            Self::VerifyEmail { purpose, token, expires_at } => (*purpose, token, expires_at),
            Self::ResetPassword { token, expires_at }
            | Self::EmailChangeReverted { token, expires_at } => {
                (TokenPurpose::ResetPassword, token, expires_at)
            }
            Self::ConfirmEmailChange { token, expires_at } => {
                (TokenPurpose::ConfirmEmailChange, token, expires_at)
            }
            Self::EmailChangeRequested { token, expires_at, .. } => {
                (TokenPurpose::RevertEmailChange, token, expires_at)
            }
            Self::Invitation { token, expires_at } => {
                (TokenPurpose::AcceptInvitation, token, expires_at)
            }
            Self::AddressAlreadyRegistered
            | Self::Welcome
            | Self::PasswordChanged { .. }
            | Self::NewDevice { .. }
            | Self::SignInMethodAdded { .. }
            | Self::SignInMethodRemoved { .. }
            | Self::SessionEndedAfterReuse { .. }
            | Self::AccountSuspended { .. }
            | Self::Goodbye => return None,
        };
        Some(MailedToken { purpose, id: *id, expires_at: *expires_at })
    }
}

/// A mail ready to be rendered and handed to a provider.
#[derive(Debug)]
pub struct Letter {
    /// The same for every attempt, so that a provider can recognise a repetition.
    pub id: MailId,
    /// The address as its owner typed it.
    pub to: String,
    /// How its reader wants to be written to.
    pub locale: Locale,
    /// What to say.
    pub mail: Mail,
    /// The bearer token for the link, if the mail has one.
    pub token: Option<SecretString>,
}
