use std::time::Duration;

use crate::{roles::Role, users::PasswordPolicy};

/// The choices of whoever runs the service: plain data, all of it explicit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Who may have an account.
    pub registration: RegistrationPolicy,
    /// What a new password must be.
    pub passwords: PasswordPolicy,
    /// How long sessions and their tokens last.
    pub sessions: SessionPolicy,
    /// Where sign-ins through a provider lead.
    pub providers: ProviderPolicy,
    /// Who may look around without an account.
    pub visitors: VisitorPolicy,
    /// How long keys are used.
    pub keys: KeyPolicy,
    /// How mails are delivered.
    pub mail: MailPolicy,
    /// How long security events are kept.
    pub audit: AuditPolicy,
}

/// How long security events are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPolicy {
    /// An event is removed when it is this old. It must be longer than an access token works
    /// ([`SessionPolicy::access_token`]): that a user was deleted is told to offline verifiers from
    /// these events.
    pub retention: Duration,
}

/// How mails are delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPolicy {
    /// After this many attempts that the provider refused for the time being, a mail is dead.
    pub attempts: u32,
    /// A mail is removed this long after it was sent or given up.
    pub retention: Duration,
}

/// Who may have an account, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationPolicy {
    /// Whether anybody may register.
    pub open: bool,
    /// Whether a mailbox is proven before the first log in.
    pub verification: EmailVerification,
    /// How long a mailed verification token works.
    pub token_lifetime: Duration,
    /// How long a front end should wait before it offers to send the mail again.
    pub resend_after: Duration,
}

/// When a mailbox must be proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailVerification {
    /// Before the account exists.
    Required,
    /// At any time; the account exists at once and is merely unverified.
    Optional,
}

/// How long sessions and their tokens last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// A session ends this long after its last refresh.
    pub idle: Duration,
    /// A session ends this long after it began, however busy.
    pub absolute: Duration,
    /// A spent refresh token still answers its successor for this long: tabs that race.
    pub reuse_window: Duration,
    /// An access token works this long.
    pub access_token: Duration,
    /// A user has at most this many sessions; a further one ends the oldest.
    pub max_per_user: u32,
    /// For this long the state of a session is remembered. A change made by this process counts at
    /// once, one made by another as soon as it is heard of, and after this time at the latest.
    pub check_cache: Duration,
    /// A session is forgotten this long after it was ended or expired. It must be longer than an
    /// access token works: that it was ended is told to offline verifiers from the session.
    pub retention: Duration,
}

/// Where sign-ins through a provider lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderPolicy {
    /// The pages of front ends to which a browser may be sent in the end, to the letter and without
    /// a fragment. The first is meant where none is named; without any nobody signs in through a
    /// provider.
    pub redirect_targets: Vec<String>,
}

/// Who may look around without an account, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorPolicy {
    /// Whether anybody may.
    pub enabled: bool,
    /// A visitor who was away for this long is forgotten, with everything that was theirs.
    pub idle: Duration,
    /// How many questions a visitor may ask on a rolling day.
    pub messages_per_day: u32,
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// From its last refresh.
    pub idle: Duration,
    /// From its beginning, however busy.
    pub absolute: Duration,
}

impl Policy {
    /// A visitor has nothing but the session, so that lasts as long as the visitor does.
    const VISITOR_ABSOLUTE: Duration = Duration::from_secs(365 * 24 * 3600);

    /// How long the sessions of a role last.
    pub fn lifetimes(&self, role: Role) -> Lifetimes {
        match role {
            Role::Anonymous => {
                Lifetimes { idle: self.visitors.idle, absolute: Self::VISITOR_ABSOLUTE }
            }
            Role::User | Role::Moderator | Role::Admin => {
                Lifetimes { idle: self.sessions.idle, absolute: self.sessions.absolute }
            }
        }
    }
}

/// How long the keys that sign access tokens are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPolicy {
    /// A key is replaced when it has signed for this long.
    pub rotate_after: Duration,
}
