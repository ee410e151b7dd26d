use std::time::Duration;

use crate::shared::Timestamp;

/// A node may hear of a new key a minute late.
const NODES_FOLLOW: Duration = Duration::from_secs(60);
/// How far the clock of a verifier may be behind.
const LEEWAY: Duration = Duration::from_secs(60);
/// How far the clocks of two nodes may be apart.
const CLOCKS: Duration = Duration::from_secs(5);

/// A key that signs access tokens, as it is kept: sealed under the configured secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// `kid`: the thumbprint of the public key (RFC 7638).
    pub kid: String,
    /// Keys are numbered; the highest number of those that are active signs.
    pub generation: u32,
    /// The private key, encrypted.
    pub sealed: Vec<u8>,
    /// When it was made, and published from then on.
    pub created_at: Timestamp,
    /// From when on it signs: later than it was made, so that every verifier has it by then.
    pub active_at: Timestamp,
}

/// What a key is good for at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It is published and does not sign yet.
    Waiting,
    /// It signs.
    Signing,
    /// It verifies what it signed, until the last of that expires.
    Retiring,
    /// All that it signed has expired.
    Retired,
}

impl KeyState {
    /// The state by name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Signing => "signing",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }
}

impl SigningKey {
    /// For how long verifiers may keep the published keys: the `max-age` of the JWKS.
    pub const PUBLISHED_FOR: Duration = Duration::from_secs(300);

    /// When a key that is made now begins to sign, if every verifier is to have it by then.
    pub(super) fn active_after_publication(now: Timestamp) -> Timestamp {
        now.plus(Self::PUBLISHED_FOR + NODES_FOLLOW)
    }

    /// When a key that has to sign at once began to: also for a node whose clock is behind.
    pub(super) fn active_at_once(now: Timestamp) -> Timestamp {
        now.minus(CLOCKS)
    }

    /// Whether it may sign.
    pub(super) fn is_active(&self, now: Timestamp) -> bool {
        self.active_at <= now
    }

    /// What the key is good for among `all`, where tokens live for `lifetime`.
    pub fn state(&self, all: &[Self], lifetime: Duration, now: Timestamp) -> KeyState {
        if !self.is_active(now) {
            return KeyState::Waiting;
        }
        let replaced_at = all
            .iter()
            .filter(|other| other.generation > self.generation && other.is_active(now))
            .map(|other| other.active_at)
            .min();
        match replaced_at {
            None => KeyState::Signing,
            Some(moment) if now < moment.plus(lifetime + LEEWAY) => KeyState::Retiring,
            Some(_) => KeyState::Retired,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: Duration = Duration::from_secs(900);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_millis(seconds * 1000)
    }

    fn key(generation: u32, active_at: i64) -> SigningKey {
        SigningKey {
            kid: generation.to_string(),
            generation,
            sealed: Vec::new(),
            created_at: at(0),
            active_at: at(active_at),
        }
    }

    #[test]
    fn a_key_waits_signs_retires_and_is_gone() {
        let keys = [key(1, 0), key(2, 1000)];
        let states = |seconds| keys.each_ref().map(|key| key.state(&keys, LIFETIME, at(seconds)));
        assert_eq!(states(999), [KeyState::Signing, KeyState::Waiting]);
        assert_eq!(states(1000), [KeyState::Retiring, KeyState::Signing]);
        assert_eq!(states(1959), [KeyState::Retiring, KeyState::Signing]);
        assert_eq!(states(1960), [KeyState::Retired, KeyState::Signing]);
    }

    #[test]
    fn of_two_that_are_active_the_newer_signs() {
        let keys = [key(1, 0), key(2, 500), key(3, 100)];
        let states = keys.each_ref().map(|key| key.state(&keys, LIFETIME, at(600)));
        assert_eq!(states, [KeyState::Retiring, KeyState::Retiring, KeyState::Signing]);
    }
}
