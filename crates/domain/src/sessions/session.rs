use super::Rotation;
use crate::{
    Lifetimes, SessionPolicy,
    roles::Role,
    shared::{Client, SessionId, Timestamp, UserId},
};

/// One signed-in browser or device.
///
/// Its refresh tokens are numbered: generation 1 is given at log in, and each refresh raises the
/// number. Neither the tokens nor anything like them is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its own id, `sid` in the access token.
    pub id: SessionId,
    /// Who is signed in.
    pub user_id: UserId,
    /// The number of the newest refresh token.
    pub generation: u32,
    /// The newest generation of which a token was seen in use: its owner has received it.
    pub seen_generation: u32,
    /// When the newest refresh token was made.
    pub rotated_at: Timestamp,
    /// When the owner last proved the password or the like.
    pub authenticated_at: Timestamp,
    /// Where the session was opened from.
    pub client: Client,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last seen in use.
    pub last_active_at: Timestamp,
    /// When it ends if it is not refreshed.
    pub expires_at: Timestamp,
    /// When it ends however often it is refreshed.
    pub ends_at: Timestamp,
    /// That it was ended, and why.
    pub revoked: Option<Revocation>,
}

/// The early end of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: EndReason,
}

/// Why a session was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// Its owner logged out.
    LoggedOut,
    /// A spent refresh token of it was presented.
    TokenReused,
    /// The password was changed.
    PasswordChanged,
    /// The address was changed, or changed back.
    EmailChanged,
    /// Its owner ended it from another session.
    RevokedByOwner,
    /// Whoever looks after accounts ended it.
    RevokedByStaff,
    /// A way to sign in was removed.
    SignInMethodRemoved,
    /// Its account was registered by somebody who never proved the mailbox, and its owner came.
    Disowned,
    /// The role of its owner was changed.
    RoleChanged,
    /// Its owner was suspended.
    Suspended,
    /// Its owner has opened more sessions than a user may have, and it was the oldest.
    TooMany,
}

impl EndReason {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::LoggedOut,
        Self::TokenReused,
        Self::PasswordChanged,
        Self::EmailChanged,
        Self::RevokedByOwner,
        Self::RevokedByStaff,
        Self::SignInMethodRemoved,
        Self::Disowned,
        Self::RoleChanged,
        Self::Suspended,
        Self::TooMany,
    ];

    /// The reason as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LoggedOut => "logged_out",
            Self::TokenReused => "token_reused",
            Self::PasswordChanged => "password_changed",
            Self::EmailChanged => "email_changed",
            Self::RevokedByOwner => "revoked_by_owner",
            Self::RevokedByStaff => "revoked_by_staff",
            Self::SignInMethodRemoved => "sign_in_method_removed",
            Self::Disowned => "disowned",
            Self::RoleChanged => "role_changed",
            Self::Suspended => "suspended",
            Self::TooMany => "too_many",
        }
    }
}

/// What presenting a refresh token of some generation means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// It is the newest: a new one takes its place.
    Rotate,
    /// It was spent, but honestly so: the newest is given again.
    Again,
    /// It was spent, and its successor is in use: somebody has a copy.
    Reused,
    /// It was never given.
    Unknown,
    /// The session has come to its end in time.
    Expired,
    /// The session was ended.
    Revoked,
}

impl Session {
    /// The generation of the refresh token that is given at log in.
    pub const FIRST_GENERATION: u32 = 1;

    /// Opens a session.
    pub fn open(
        id: SessionId,
        user_id: UserId,
        client: Client,
        lifetimes: Lifetimes,
        now: Timestamp,
    ) -> Self {
        let ends_at = now.plus(lifetimes.absolute);
        Self {
            id,
            user_id,
            generation: Self::FIRST_GENERATION,
            seen_generation: 0,
            rotated_at: now,
            authenticated_at: now,
            client,
            created_at: now,
            last_active_at: now,
            expires_at: now.plus(lifetimes.idle).min(ends_at),
            ends_at,
            revoked: None,
        }
    }

    /// Judges a refresh token of this session.
    ///
    /// A spent token is honest while its successor was not seen in use (the answer was lost, at
    /// whatever age), or shortly after it was spent (two tabs raced). Anything else is theft
    /// (RFC 9700, 4.14.2).
    pub fn present(&self, generation: u32, now: Timestamp, policy: &SessionPolicy) -> Presented {
        if self.revoked.is_some() {
            Presented::Revoked
        } else if self.has_expired(now) {
            Presented::Expired
        } else if generation == self.generation {
            Presented::Rotate
        } else if generation > self.generation || generation < Self::FIRST_GENERATION {
            Presented::Unknown
        } else if self.generation - generation == 1 && self.may_repeat(now, policy) {
            Presented::Again
        } else {
            Presented::Reused
        }
    }

    fn may_repeat(&self, now: Timestamp, policy: &SessionPolicy) -> bool {
        self.seen_generation < self.generation || now < self.rotated_at.plus(policy.reuse_window)
    }

    /// Whether it has come to its end in time.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at || now >= self.ends_at
    }

    /// The session of somebody with this role one generation on: whoever presented `rotation.from` has
    /// received it.
    #[must_use]
    pub fn rotated(self, role: Role, rotation: Rotation) -> Self {
        let expires_at = match role {
            Role::Anonymous => rotation.visitor_expires_at,
            Role::User | Role::Moderator | Role::Admin => rotation.expires_at,
        };
        Self {
            generation: rotation.from + 1,
            seen_generation: self.seen_generation.max(rotation.from),
            rotated_at: rotation.now,
            last_active_at: rotation.now,
            expires_at: expires_at.min(self.ends_at),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;

    const POLICY: SessionPolicy = SessionPolicy {
        idle: Duration::from_secs(7 * 86_400),
        absolute: Duration::from_secs(30 * 86_400),
        reuse_window: Duration::from_secs(10),
        access_token: Duration::from_secs(900),
        max_per_user: 20,
        check_cache: Duration::ZERO,
        retention: Duration::from_secs(30 * 86_400),
    };

    const LIFETIMES: Lifetimes = Lifetimes { idle: POLICY.idle, absolute: POLICY.absolute };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_millis(seconds * 1000)
    }

    fn session(generation: u32, seen_generation: u32) -> Session {
        let (id, user) = (SessionId::from_uuid(Uuid::nil()), UserId::from_uuid(Uuid::nil()));
        let opened = Session::open(id, user, Client::default(), LIFETIMES, at(0));
        Session { generation, seen_generation, rotated_at: at(100), ..opened }
    }

    #[test]
    fn the_newest_token_rotates() {
        assert_eq!(session(3, 2).present(3, at(101), &POLICY), Presented::Rotate);
        assert_eq!(session(3, 3).present(3, at(101), &POLICY), Presented::Rotate);
    }

    #[test]
    fn a_lost_answer_is_given_again_at_any_age() {
        let days_later = at(100 + 6 * 86_400);
        assert_eq!(session(3, 2).present(2, days_later, &POLICY), Presented::Again);
    }

    #[test]
    fn racing_tabs_get_the_same_answer_for_ten_seconds() {
        assert_eq!(session(3, 3).present(2, at(109), &POLICY), Presented::Again);
        assert_eq!(session(3, 3).present(2, at(110), &POLICY), Presented::Reused);
    }

    #[test]
    fn an_older_token_is_theft_at_any_age() {
        assert_eq!(session(3, 2).present(1, at(101), &POLICY), Presented::Reused);
    }

    #[test]
    fn a_token_that_was_never_given_is_unknown() {
        assert_eq!(session(3, 3).present(4, at(101), &POLICY), Presented::Unknown);
        assert_eq!(session(3, 3).present(0, at(101), &POLICY), Presented::Unknown);
        assert_eq!(session(3, 3).present(u32::MAX, at(101), &POLICY), Presented::Unknown);
    }

    #[test]
    fn an_end_comes_before_everything_else() {
        let mut ended = session(3, 3);
        assert_eq!(ended.present(3, at(7 * 86_400), &POLICY), Presented::Expired);
        ended.revoked = Some(Revocation { at: at(5), reason: EndReason::LoggedOut });
        assert_eq!(ended.present(3, at(101), &POLICY), Presented::Revoked);
    }

    #[test]
    fn no_refresh_carries_a_session_past_its_absolute_end() {
        let late = at(29 * 86_400);
        let (expires_at, visitor_expires_at) = (late.plus(POLICY.idle), at(29 * 86_400 + 60));
        let rotation = Rotation { from: 3, now: late, expires_at, visitor_expires_at };
        let ends = |role| session(3, 3).rotated(role, rotation).expires_at;
        assert_eq!(ends(Role::User), at(30 * 86_400));
        assert_eq!(ends(Role::Anonymous), visitor_expires_at);
    }
}
