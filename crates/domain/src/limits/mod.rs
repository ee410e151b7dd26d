//! How often something may be tried.

mod growing_delay;
mod password_throttle;
mod quota;

use std::{net::IpAddr, time::Duration};

use async_trait::async_trait;

use crate::{
    shared::{SessionId, UserId},
    store::StoreError,
    users::{EmailAddress, User},
};

pub use growing_delay::GrowingDelay;
pub use password_throttle::PasswordThrottle;
pub use quota::Quota;

/// A limit by name; its numbers are configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Visitors from one network address.
    Anonymous,
    /// Registrations from one network address, those with a mistake in them not counted.
    Register,
    /// Mails to one mailbox that registering or a change of address causes, before it is proven;
    /// more are left out in silence.
    UnprovenMail,
    /// Log ins from one network address.
    LogIn,
    /// Sign-ins through a provider from one network address: each counts when it begins, when the
    /// browser comes back, and when its one-time code is used.
    ProviderSignIn,
    /// Refreshes of one session.
    Refresh,
    /// Confirmations of mailed tokens from one network address; of invitations those with a mistake
    /// in them are not counted.
    VerifyEmail,
    /// Requests to send a verification mail to one mailbox again.
    ResendVerification,
    /// Requests from one network address to send a verification mail again, to any mailbox.
    ResendFromNetwork,
    /// Requests for a new password, and uses of a mailed link, from one network address; those that
    /// set a password which would do for nobody are not counted.
    PasswordReset,
    /// Mails to one mailbox with a link that sets a new password; more are left out in silence.
    PasswordResetMail,
    /// Passwords, or a provider's one-time codes, that one signed-in user gives once more.
    ProvePassword,
    /// Wrong passwords for one mailbox, wherever they are given. It has a [`GrowingDelay`] and no
    /// [`Quota`].
    FailedPasswords,
    /// Passwords from one network address whose strength is estimated: questions how strong one is,
    /// and forms that set the first or a new one without being signed in.
    PasswordStrength,
    /// Changes of address that one user asks for.
    EmailChange,
    /// What one user, or visitor, writes to chats, but for deletions.
    Chats,
    /// Times that one user gets everything held about the account.
    Export,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 17] = [
        Self::Anonymous,
        Self::Register,
        Self::UnprovenMail,
        Self::LogIn,
        Self::ProviderSignIn,
        Self::Refresh,
        Self::VerifyEmail,
        Self::ResendVerification,
        Self::ResendFromNetwork,
        Self::PasswordReset,
        Self::PasswordResetMail,
        Self::ProvePassword,
        Self::FailedPasswords,
        Self::PasswordStrength,
        Self::EmailChange,
        Self::Chats,
        Self::Export,
    ];

    /// The rule's name in the configuration and in the `RateLimit` headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Register => "register",
            Self::UnprovenMail => "unproven_mail",
            Self::LogIn => "log_in",
            Self::ProviderSignIn => "provider_sign_in",
            Self::Refresh => "refresh",
            Self::VerifyEmail => "verify_email",
            Self::ResendVerification => "resend_verification",
            Self::ResendFromNetwork => "resend_from_network",
            Self::PasswordReset => "password_reset",
            Self::PasswordResetMail => "password_reset_mail",
            Self::ProvePassword => "prove_password",
            Self::FailedPasswords => "failed_passwords",
            Self::PasswordStrength => "password_strength",
            Self::EmailChange => "email_change",
            Self::Chats => "chats",
            Self::Export => "export",
        }
    }

    /// Whether all nodes count together, and go on counting after they were started again: where
    /// secrets are guessed at, mail is sent, or a day is counted.
    pub const fn is_shared(self) -> bool {
        !matches!(
            self,
            Self::Anonymous
                | Self::ProviderSignIn
                | Self::Refresh
                | Self::PasswordStrength
                | Self::Chats
        )
    }
}

/// Whose tries are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LimitKey {
    /// A network: an IPv4 address, or the first 64 bits of an IPv6 address.
    Network(IpAddr),
    /// A mailbox, by its canonical address.
    Mailbox(String),
    /// A session.
    Session(SessionId),
    /// A user.
    User(UserId),
}

impl LimitKey {
    /// The network of an address: IPv6 by /64, since one household holds that many; an IPv4
    /// address mapped into IPv6 is the IPv4 address.
    pub fn network(ip: IpAddr) -> Self {
        Self::Network(match ip.to_canonical() {
            IpAddr::V6(v6) => {
                let network = u128::from(v6) & !u128::from(u64::MAX);
                IpAddr::V6(network.into())
            }
            v4 @ IpAddr::V4(_) => v4,
        })
    }

    /// A mailbox, however it is spelled.
    pub fn mailbox(email: &EmailAddress) -> Self {
        Self::Mailbox(email.canonical().to_owned())
    }

    /// Whose password it is that a user gives: the mailbox's, as for everybody who logs in.
    pub fn password_of(user: &User) -> Self {
        user.email.as_ref().map_or(Self::User(user.id), Self::mailbox)
    }
}

/// What is left after a try that was allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The rule that was asked.
    pub rule: Rule,
    /// How many tries at once the rule allows.
    pub burst: u32,
    /// How long it takes for a spent burst to be whole again.
    pub per: Duration,
    /// How many more tries are allowed now.
    pub remaining: u32,
}

/// A try that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries under the rule {}", rule.as_str())]
pub struct LimitReached {
    /// The rule that refused it.
    pub rule: Rule,
    /// How many tries at once the rule allows.
    pub burst: u32,
    /// How long it takes for a spent burst to be whole again.
    pub per: Duration,
    /// When the next try will be allowed, from now.
    pub retry_after: Duration,
}

/// The answer to one try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may go on. `None`: nothing limits it.
    Allowed(Option<Allowance>),
    /// It may not.
    Refused(LimitReached),
}

impl Verdict {
    /// The allowance, or the refusal as an error.
    pub fn into_result(self) -> Result<Option<Allowance>, LimitReached> {
        match self {
            Self::Allowed(allowance) => Ok(allowance),
            Self::Refused(refusal) => Err(refusal),
        }
    }
}

/// Names whose tries are counted together where others could read the name.
pub trait LimitKeyDigest: Send + Sync {
    /// The same for the same rule and key, and another for any other. Nobody without our secret
    /// can tell what it stands for, or make it.
    fn digest(&self, rule: Rule, key: &LimitKey) -> [u8; 16];
}

/// Counts tries.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Counts one try and judges it in one step: of many at once, no more than the rule's burst
    /// MUST be allowed. Tries under other keys or rules MUST NOT count.
    async fn check(&self, rule: Rule, key: &LimitKey) -> Result<Verdict, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> LimitKey {
        LimitKey::network(text.parse().unwrap())
    }

    #[test]
    fn ipv6_counts_by_its_first_64_bits() {
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2::"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    }

    #[test]
    fn a_mapped_ipv4_address_counts_as_ipv4() {
        assert_eq!(key("::ffff:203.0.113.7"), key("203.0.113.7"));
        assert_ne!(key("203.0.113.7"), key("203.0.113.8"));
    }
}
