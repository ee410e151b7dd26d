use std::borrow::Cow;

use crate::{
    sessions::Actor,
    shared::{Client, EventId, SessionId, Timestamp, UserId},
};

/// Writes the enum and its names from one list.
macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What happened, in the words of OWASP's logging vocabulary where it has one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum EventKind {$(
            $(#[$doc])*
            $name,
        )*}

        impl EventKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The kind as it is stored and shown.
            pub const fn as_str(self) -> &'static str {
                match self {$( Self::$name => $word, )*}
            }
        }
    };
}

event_kinds! {
    /// Somebody asked for an account; its mailbox is not proven yet.
    RegistrationStarted = "user_registration_started",
    /// Somebody tried to register an address that has an account.
    RegistrationRefused = "user_registration_refused",
    /// Somebody asked for a verification mail once more.
    VerificationRequested = "user_verification_requested",
    /// Somebody began to look around without an account.
    VisitorCreated = "user_visitor_created",
    /// A visitor signed in to an account, which has what was the visitor's.
    VisitorMerged = "user_visitor_merged",
    /// An account came to be.
    UserCreated = "user_created",
    /// An account was made for somebody who was asked in by mail.
    UserInvited = "user_invited",
    /// Whoever was asked in has taken the account over.
    InvitationAccepted = "user_invitation_accepted",
    /// A mailbox was proven.
    EmailVerified = "user_email_verified",
    /// The profile of an account was changed.
    UserUpdated = "user_updated",
    /// An account was suspended.
    UserSuspended = "user_suspended",
    /// The suspension of an account was taken back.
    UserReinstated = "user_reinstated",
    /// An account was deleted, with everything that belonged to it.
    UserDeleted = "user_deleted",
    /// Everything that is held about an account was handed out.
    UserExported = "user_exported",
    /// A log in succeeded.
    LogInSucceeded = "authn_login_success",
    /// A log in failed.
    LogInFailed = "authn_login_fail",
    /// Somebody whom a provider knows can sign in to an account from now on.
    IdentityLinked = "authn_identity_link",
    /// A way to sign in to an account was removed.
    SignInMethodRemoved = "authn_sign_in_method_remove",
    /// Whoever registered an account without proving its mailbox has lost it: its owner came.
    AccountDisowned = "authn_account_disowned",
    /// A signed-in user proved once more who it is.
    Reauthenticated = "authn_reauthentication_success",
    /// A signed-in user gave a wrong password, or an identity of somebody else.
    ReauthenticationFailed = "authn_reauthentication_fail",
    /// Somebody asked for a link that sets a new password.
    PasswordResetRequested = "authn_password_reset_request",
    /// A new password was set by a mailed link.
    PasswordReset = "authn_password_reset",
    /// A user set a new password with the old one.
    PasswordChanged = "authn_password_change",
    /// A spent refresh token was presented: theft, and the end of its session.
    RefreshTokenReused = "authn_token_reuse",
    /// A user asked for another address.
    EmailChangeRequested = "authn_email_change_request",
    /// An account has another address, whose mailbox is proven.
    EmailChanged = "authn_email_change",
    /// The owner of the old address took a change of address back.
    EmailChangeReverted = "authn_email_change_revert",
    /// The role of an account was changed.
    RoleChanged = "authz_change",
    /// Somebody tried what they may not do.
    AuthorizationFailed = "authz_fail",
    /// A session was ended by its owner.
    LoggedOut = "session_logout",
    /// Sessions were ended from another, by their owner or by whoever looks after accounts.
    SessionRevoked = "session_revoked",
    /// A user took over the chats of a visitor.
    ChatsClaimed = "chats_claimed",
    /// Somebody reported a message of a chat of their own.
    MessageReported = "moderation_message_reported",
    /// A moderator listed reports.
    ReportsListed = "moderation_reports_listed",
    /// A moderator read a report, with its message and those around it.
    ReportRead = "moderation_report_read",
    /// A moderator settled a report.
    ReportResolved = "moderation_report_resolved",
    /// A mail was not sent: the link in it works no longer.
    MailDropped = "mail_dropped",
    /// A mail that was given up is tried again.
    MailRetried = "mail_retried",
    /// A new key was made to sign access tokens.
    SigningKeyRotated = "signing_key_rotated",
    /// A key that signs access tokens was revoked.
    SigningKeyRevoked = "signing_key_revoked",
}

impl EventKind {
    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
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
    /// What it changed.
    pub changes: Vec<FieldChange>,
}

/// A field that an event changed.
///
/// An event outlives the account it concerns, so values stand here only where they tell nothing
/// about a person: a role, a status, a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field, as the contract names it.
    pub field: Cow<'static, str>,
    /// What it was before, if that may be told.
    pub from: Option<String>,
    /// What it is now, if that may be told.
    pub to: Option<String>,
}

impl FieldChange {
    /// A field whose values are nobody's business.
    pub fn of(field: &'static str) -> Self {
        Self { field: field.into(), from: None, to: None }
    }

    /// A field whose values tell nothing about a person.
    pub fn told(field: &'static str, from: Option<String>, to: Option<String>) -> Self {
        Self { field: field.into(), from, to }
    }
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

    /// The same event, done by a signed-in `actor`, or from the command line if there is none, to
    /// the account of `target`.
    #[must_use]
    pub fn done_by(mut self, actor: Option<&Actor>, target: UserId) -> Self {
        self.actor = actor.map(|actor| actor.user_id);
        self.session = actor.map(|actor| actor.session_id);
        self.target = Some(target);
        self
    }

    /// The same event, in a session.
    #[must_use]
    pub fn in_session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// The same event, with what it changed.
    #[must_use]
    pub fn changing(mut self, changes: Vec<FieldChange>) -> Self {
        self.changes = changes;
        self
    }
}
