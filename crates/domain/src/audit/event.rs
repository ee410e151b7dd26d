use crate::shared::{Client, EventId, SessionId, Timestamp, UserId};

/// What happened, in the words of OWASP's logging vocabulary where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// Somebody asked for an account; its mailbox is not proven yet.
    RegistrationStarted,
    /// Somebody tried to register an address that has an account.
    RegistrationRefused,
    /// Somebody asked for a verification mail once more.
    VerificationRequested,
    /// An account came to be.
    UserCreated,
    /// A mailbox was proven.
    EmailVerified,
    /// A log in succeeded.
    LogInSucceeded,
    /// A log in failed.
    LogInFailed,
    /// A signed-in user proved the password once more.
    Reauthenticated,
    /// A signed-in user gave a wrong password.
    ReauthenticationFailed,
    /// Somebody asked for a link that sets a new password.
    PasswordResetRequested,
    /// A new password was set by a mailed link.
    PasswordReset,
    /// A user set a new password with the old one.
    PasswordChanged,
    /// A spent refresh token was presented: theft, and the end of its session.
    RefreshTokenReused,
    /// A session was ended by its owner.
    LoggedOut,
    /// A user asked for another address.
    EmailChangeRequested,
    /// An account has another address, whose mailbox is proven.
    EmailChanged,
    /// The owner of the old address took a change of address back.
    EmailChangeReverted,
    /// A mail was not sent: the link in it works no longer.
    MailDropped,
    /// A session was ended from another by its owner.
    SessionRevoked,
    /// A new key was made to sign access tokens.
    SigningKeyRotated,
    /// A key that signs access tokens was revoked.
    SigningKeyRevoked,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::RegistrationStarted,
        Self::RegistrationRefused,
        Self::VerificationRequested,
        Self::UserCreated,
        Self::EmailVerified,
        Self::LogInSucceeded,
        Self::LogInFailed,
        Self::Reauthenticated,
        Self::ReauthenticationFailed,
        Self::PasswordResetRequested,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::RefreshTokenReused,
        Self::LoggedOut,
        Self::EmailChangeRequested,
        Self::EmailChanged,
        Self::EmailChangeReverted,
        Self::MailDropped,
        Self::SessionRevoked,
        Self::SigningKeyRotated,
        Self::SigningKeyRevoked,
    ];

    /// The kind as it is stored and logged.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RegistrationStarted => "user_registration_started",
            Self::RegistrationRefused => "user_registration_refused",
            Self::VerificationRequested => "user_verification_requested",
            Self::UserCreated => "user_created",
            Self::EmailVerified => "user_email_verified",
            Self::LogInSucceeded => "authn_login_success",
            Self::LogInFailed => "authn_login_fail",
            Self::Reauthenticated => "authn_reauthentication_success",
            Self::ReauthenticationFailed => "authn_reauthentication_fail",
            Self::PasswordResetRequested => "authn_password_reset_request",
            Self::PasswordReset => "authn_password_reset",
            Self::PasswordChanged => "authn_password_change",
            Self::RefreshTokenReused => "authn_token_reuse",
            Self::LoggedOut => "session_logout",
            Self::EmailChangeRequested => "authn_email_change_request",
            Self::EmailChanged => "authn_email_change",
            Self::EmailChangeReverted => "authn_email_change_revert",
            Self::MailDropped => "mail_dropped",
            Self::SessionRevoked => "session_revoked",
            Self::SigningKeyRotated => "signing_key_rotated",
            Self::SigningKeyRevoked => "signing_key_revoked",
        }
    }
}

/// One entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its own id.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// Who did it, as far as that is proven.
    pub actor: Option<UserId>,
    /// Whose account it concerns.
    pub target: Option<UserId>,
    /// The session it concerns.
    pub session: Option<SessionId>,
    /// Where the request came from.
    pub client: Client,
}

impl Event {
    /// The same event, done by `user` to the own account.
    #[must_use]
    pub fn by(mut self, user: UserId) -> Self {
        self.actor = Some(user);
        self.target = Some(user);
        self
    }

    /// The same event, done to the account of `user` by somebody who proved nothing.
    #[must_use]
    pub fn concerning(mut self, user: Option<UserId>) -> Self {
        self.target = user;
        self
    }

    /// The same event, in a session.
    #[must_use]
    pub fn in_session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }
}
