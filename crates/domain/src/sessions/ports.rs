use async_trait::async_trait;

use super::{
    AccessToken, AccessTokenError, Claims, EndReason, FeedPlace, Revoked, Session, SigningKey,
};
use crate::{
    shared::{Cursor, Limit, Page, SessionId, Timestamp, UserId},
    store::{Source, StoreError},
    users::User,
};

/// The sessions.
#[async_trait]
pub trait SessionRepository: Send {
    /// Adds a session, if its user exists and still has this epoch; `false` if not. Against a
    /// change of the epoch at the same time, either the session MUST NOT be added or that change
    /// MUST see it.
    async fn insert(&mut self, session: &Session, epoch: u32) -> Result<bool, StoreError>;

    /// Finds a session together with its user, in one statement.
    async fn find_with_user(
        &mut self,
        id: SessionId,
    ) -> Result<Option<(Session, User)>, StoreError>;

    /// [Rotates](Session::rotated) a session that is still at `rotation.from`, was not revoked and has
    /// not expired at `rotation.now`; answers it as it is then, with its user. `None` if it is not so.
    /// Of many calls at once with one `from`, exactly one MUST get the session.
    async fn rotate(
        &mut self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError>;

    /// Notes that a token of this generation was seen in use, and when. It MUST lower neither the
    /// number nor the moment.
    async fn saw_generation(
        &mut self,
        id: SessionId,
        generation: u32,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// The sessions of a user that have neither ended nor expired at `now`, the one that was used
    /// last first.
    async fn list(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError>;

    /// How many sessions have neither ended nor expired at `now`, whosever they are.
    async fn count_live(&mut self, now: Timestamp) -> Result<u64, StoreError>;

    /// Every session of a user that is kept, ended or not, the newest first, from behind `after` on.
    async fn history(
        &mut self,
        user: UserId,
        after: Option<&Cursor<Session>>,
        limit: Limit,
    ) -> Result<Page<Session>, StoreError>;

    /// The names of the devices that a user had sessions on, ended or not, each once; at most a
    /// hundred, the latest.
    async fn devices(&mut self, user: UserId) -> Result<Vec<String>, StoreError>;

    /// Ends a session and answers whose it was; `None` if there is none or it was ended before.
    async fn revoke(
        &mut self,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError>;

    /// Ends a session of this user; `false` if it is none of theirs or was ended before.
    async fn revoke_own(
        &mut self,
        user: UserId,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Ends all sessions of a user but the `keep` that were opened last, and answers how many that
    /// were. Those that had ended or expired at `now` do not count. Inside the transaction that
    /// opened one it MUST see every session opened before.
    async fn revoke_oldest(
        &mut self,
        user: UserId,
        keep: u32,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError>;

    /// Ends every session of a user but `except`, and answers how many that were. Inside the
    /// transaction that raised the user's epoch it MUST see every session opened before.
    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError>;

    /// Has every session of a user end no later than this, whatever was said before.
    async fn bound(
        &mut self,
        user: UserId,
        expires_at: Timestamp,
        ends_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Notes that the owner has proven the password once more.
    async fn reauthenticated(&mut self, id: SessionId, now: Timestamp) -> Result<(), StoreError>;

    /// Removes at most `count` sessions that were ended before a moment, or that nobody ended and
    /// that expired before it, and answers how many that were. Those of visitors MUST stay: they go
    /// with the visitor. Nothing else of a user may go with a session. Of many calls at once, each
    /// session MUST be counted by one, and none may fail.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;
}

/// A step from one refresh token to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The generation that was presented.
    pub from: u32,
    /// When.
    pub now: Timestamp,
    /// When the session ends from now on if it is not refreshed again.
    pub expires_at: Timestamp,
    /// The same for the session of a visitor.
    pub visitor_expires_at: Timestamp,
}

/// The signing keys.
#[async_trait]
pub trait SigningKeyRepository: Send {
    /// Adds a key. A generation that another key has MUST be refused with
    /// `Conflict(Unique::SigningKeyGeneration)`.
    async fn insert(&mut self, key: &SigningKey) -> Result<(), StoreError>;

    /// Every key, the lowest generation first.
    async fn list(&mut self) -> Result<Vec<SigningKey>, StoreError>;

    /// Replaces what a key is sealed as. Nothing happens if there is no such key any more.
    async fn reseal(&mut self, kid: &str, sealed: &[u8]) -> Result<(), StoreError>;

    /// Removes a key; `false` if there is none.
    async fn delete(&mut self, kid: &str) -> Result<bool, StoreError>;
}

/// What whoever verifies access tokens offline has to know: the sessions that were ended, and the
/// users whose epoch was raised or who were deleted.
#[async_trait]
pub trait RevocationFeed: Send {
    /// At most `count` revocations from `from` on, the oldest first, and of one moment by id; with
    /// `after`, only those behind that place.
    async fn list(
        &mut self,
        from: Timestamp,
        after: Option<FeedPlace>,
        count: u32,
    ) -> Result<Vec<Revoked>, StoreError>;
}

/// Signs and verifies access tokens.
pub trait AccessTokens: Send + Sync {
    /// Signs a token with the newest key of the ring that is active when the token is issued.
    fn sign(&self, claims: &Claims) -> Result<AccessToken, KeyRingError>;

    /// Verifies a token at a moment. The algorithm MUST come from the key, never from the token;
    /// type, issuer, audience and all times MUST be there and right. It MUST NOT panic on any
    /// text, nor ask anybody outside.
    fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, AccessTokenError>;

    /// The public keys that verify what [`sign`](Self::sign) signs.
    fn public_keys(&self) -> Vec<PublicKey>;
}

/// Makes, opens and holds the keys that sign access tokens.
pub trait KeyRing: Send + Sync {
    /// Makes a fresh key and seals it.
    fn mint(&self) -> Result<MintedKey, KeyRingError>;

    /// Opens sealed keys and holds exactly these from now on.
    fn install(&self, keys: &[SigningKey]) -> Result<(), KeyRingError>;

    /// Fails unless a key opens under one of the secrets.
    fn require_openable(&self, key: &SigningKey) -> Result<(), KeyRingError>;

    /// Seals a key under the newest secret; `None` if it is.
    fn reseal(&self, key: &SigningKey) -> Result<Option<Vec<u8>>, KeyRingError>;
}

/// A fresh key, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MintedKey {
    /// The thumbprint of the public key (RFC 7638).
    pub kid: String,
    /// The private key, encrypted.
    pub sealed: Vec<u8>,
}

/// One Ed25519 public key (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// The thumbprint of the key (RFC 7638).
    pub kid: String,
    /// The 32 bytes of the key.
    pub x: Vec<u8>,
}

/// The keys are of no use.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    /// No key was installed, or none is active yet.
    #[error("there is no signing key")]
    Empty,
    /// A sealed key does not open: it was sealed under another secret, or altered.
    #[error("signing key {kid} does not open under the configured secret")]
    Sealed {
        /// Which key.
        kid: String,
    },
    /// Anything else.
    #[error("the signing keys failed")]
    Failed(#[source] Source),
}
