use async_trait::async_trait;
use secrecy::SecretString;
use uuid::Uuid;

use super::{
    EmailAddress, EmailChange, NewPassword, OneTimeToken, Password, PasswordHash, Preferences,
    Registration, TokenPurpose, User, UserFilter,
};
use crate::{
    shared::{Cursor, Limit, Page, Timestamp, TokenId, UserId},
    store::{Source, StoreError},
};

/// The accounts.
#[async_trait]
pub trait UserRepository: Send {
    /// Adds an account. A canonical address that another has MUST be refused with
    /// `Conflict(Unique::UserEmail)`, however many try at once.
    async fn insert(&mut self, user: &User) -> Result<(), StoreError>;

    /// Adds those of many accounts whose canonical address no other has, and answers which. An
    /// address that stands among them twice MUST be added once at most. None may fail because of
    /// another.
    async fn insert_new(&mut self, users: &[User]) -> Result<Vec<UserId>, StoreError>;

    /// Finds an account by id.
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Finds an account by the canonical form of an address.
    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError>;

    /// Those of many addresses whose canonical form is that of an account.
    async fn taken_among(
        &mut self,
        emails: &[EmailAddress],
    ) -> Result<Vec<EmailAddress>, StoreError>;

    /// Finds an account by id and keeps it: until the transaction ends, every other one that writes
    /// or locks the same account MUST wait, and what is read here MUST be what they left.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The same, by the canonical form of an address.
    async fn lock_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError>;

    /// Finds and keeps an account as [`lock`](Self::lock) does, together with every admin, by
    /// rising id. Of two transactions that do so at once, the second MUST see who is an admin after
    /// the first.
    async fn lock_with_admins(&mut self, id: UserId) -> Result<Vec<User>, StoreError>;

    /// The accounts that a filter lets through at `now`, from behind `after` on. Without a query
    /// they come newest first. A query finds keys, and the accounts come in the order of these: each
    /// once, at the first of its keys that was found.
    async fn list(
        &mut self,
        filter: &UserFilter,
        now: Timestamp,
        after: Option<&Cursor<User>>,
        limit: Limit,
    ) -> Result<Page<User>, StoreError>;

    /// Writes the profile, the role, the suspension, the epoch and the version of an account that
    /// the same transaction keeps. If the epoch is raised, that was at the moment of the update.
    /// The address, the password, the locale and the moment it was made MUST stay, whatever `user`
    /// says of them. `false` if there is no such account.
    async fn update(&mut self, user: &User) -> Result<bool, StoreError>;

    /// Makes a user of a visitor whom the same transaction keeps: writes address, name, locale,
    /// password, role and version. A canonical address that another has MUST be refused with
    /// `Conflict(Unique::UserEmail)`, however many try at once.
    async fn promote(&mut self, user: &User) -> Result<(), StoreError>;

    /// Removes at most `count` visitors who came before a moment and of whom no session was in use
    /// since, with everything that was theirs, and answers how many that were.
    async fn purge_visitors(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;

    /// Removes an account with its sessions, its mailed tokens, its changes of address, its
    /// preferences, its chats and the reports of their messages. Reports that it has settled MUST
    /// stay, and forget who did ([`Resolution::by`](crate::chats::Resolution::by)). `false` if there
    /// is no such account.
    async fn delete(&mut self, id: UserId) -> Result<bool, StoreError>;

    /// Marks the mailbox of an account as proven and raises its version. `false` if there is no
    /// such account or it was proven before.
    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<bool, StoreError>;

    /// Sets a new password, raises the epoch and the version. With `epoch`, it MUST change nothing
    /// if the account is in another by now. `false` if nothing was changed.
    async fn set_password(
        &mut self,
        id: UserId,
        epoch: Option<u32>,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Gives an account another address, whose mailbox is proven, and raises its epoch and version.
    /// A canonical address that another has MUST be refused with `Conflict(Unique::UserEmail)`,
    /// however many try at once. `false` if there is no such account.
    async fn change_email(
        &mut self,
        id: UserId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Takes the password away and raises the epoch and the version.
    async fn clear_password(&mut self, id: UserId, now: Timestamp) -> Result<(), StoreError>;

    /// Replaces the hash of a password that stays the same. It MUST change nothing if the account
    /// has another hash than `old` by now.
    async fn rehash(
        &mut self,
        id: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<(), StoreError>;
}

/// How each user wants things.
#[async_trait]
pub trait PreferencesRepository: Send {
    /// What a user wants, or what everybody gets who has said nothing yet; `None` if there is no
    /// such user.
    async fn find(&mut self, user: UserId) -> Result<Option<Preferences>, StoreError>;

    /// Replaces what a user wants, the locale of the account included. The same transaction keeps
    /// the account.
    async fn save(&mut self, user: UserId, preferences: &Preferences) -> Result<(), StoreError>;
}

/// The registrations that wait for their mailbox to be proven.
#[async_trait]
pub trait RegistrationRepository: Send {
    /// Adds a registration. Others for the same address MUST NOT stand in its way.
    async fn insert(&mut self, registration: &Registration) -> Result<(), StoreError>;

    /// The newest registration for an address that has not expired at `now`.
    async fn find_newest(
        &mut self,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError>;

    /// Finds the registration that a token belongs to, expired or not.
    async fn find_by_token(&mut self, token: TokenId) -> Result<Option<Registration>, StoreError>;

    /// Ends every registration for the address of the one that `token` belongs to, and answers
    /// that one. `None`, and nothing ended, if the token is unknown, spent or expired at `now`.
    /// Of many calls at once for one address, with whichever tokens, at most one MUST get an
    /// answer, and none may fail.
    async fn consume(
        &mut self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<Registration>, StoreError>;

    /// Gives a registration a new token and a new expiry; the token `from` is dead afterwards.
    /// `false`, and nothing changed, if `from` is not its token by now.
    async fn renew(
        &mut self,
        from: TokenId,
        to: TokenId,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Removes every registration for an address.
    async fn remove_all(&mut self, email: &EmailAddress) -> Result<(), StoreError>;

    /// Removes at most `count` registrations that expired before a moment, and answers how many
    /// that were. Of many calls at once, each MUST be counted by one, and none may fail.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;
}

/// The mailed tokens of existing users.
#[async_trait]
pub trait OneTimeTokenRepository: Send {
    /// Adds a token and ends every older one of the same user and purpose.
    async fn insert(&mut self, token: &OneTimeToken) -> Result<(), StoreError>;

    /// Finds a token that was not spent, expired or not.
    async fn find(&mut self, id: TokenId) -> Result<Option<OneTimeToken>, StoreError>;

    /// Takes a token out, if it has this purpose and has not expired at `now`. Of many calls at
    /// once, exactly one MUST get it.
    async fn consume(
        &mut self,
        id: TokenId,
        purpose: TokenPurpose,
        now: Timestamp,
    ) -> Result<Option<OneTimeToken>, StoreError>;

    /// Ends every token of a user, whatever its purpose.
    async fn end_all(&mut self, user: UserId) -> Result<(), StoreError>;

    /// Removes at most `count` tokens that expired before a moment, and answers how many
    /// that were. Of many calls at once, each MUST be counted by one, and none may fail.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;
}

/// The changes of address that were asked for.
#[async_trait]
pub trait EmailChangeRepository: Send {
    /// Adds a change and ends the confirmation tokens of every other one of the same user. Their
    /// revert tokens MUST live on. An id or a token that another has MUST be refused with
    /// `Conflict(Unique::Id)`.
    async fn insert(&mut self, change: &EmailChange) -> Result<(), StoreError>;

    /// Finds the change whose confirmation token was not spent or ended, expired or not.
    async fn find_by_confirm_token(
        &mut self,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError>;

    /// Finds the change whose revert token was not spent or ended, expired or not.
    async fn find_by_revert_token(
        &mut self,
        token: TokenId,
    ) -> Result<Option<EmailChange>, StoreError>;

    /// Spends a confirmation token that has not expired at `now`, and notes that the change took
    /// effect. `false` if there was nothing to spend. Of many calls at once, exactly one MUST
    /// answer `true`.
    async fn confirm(&mut self, token: TokenId, now: Timestamp) -> Result<bool, StoreError>;

    /// Spends a revert token that has not expired at `now`, and ends every other token of the
    /// change and of all that the same user asked for in the same epoch or later. `false`, and nothing ended, if there was
    /// nothing to spend. Of many calls at once, exactly one MUST answer `true`.
    async fn revert(&mut self, token: TokenId, now: Timestamp) -> Result<bool, StoreError>;

    /// Ends every confirmation token of a user. The revert tokens MUST live on.
    async fn end_confirmations(&mut self, user: UserId) -> Result<(), StoreError>;

    /// Who gave an address up by a change that took effect and can still be reverted at `now`; of
    /// several, whoever gave it up first.
    async fn find_holder(
        &mut self,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError>;

    /// Those of many addresses that [`find_holder`](Self::find_holder) finds somebody for.
    async fn held_among(
        &mut self,
        emails: &[EmailAddress],
        now: Timestamp,
    ) -> Result<Vec<EmailAddress>, StoreError>;

    /// Every change that a user asked for and that is still kept, the oldest first.
    async fn list(&mut self, user: UserId) -> Result<Vec<EmailChange>, StoreError>;

    /// Removes at most `count` changes that could be taken back until before a moment, confirmed or
    /// not, and answers how many that were. Of many calls at once, each MUST be counted by one, and
    /// none may fail.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;
}

/// Hashes and verifies passwords without slowing anything else down.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Hashes a password with a fresh salt. It MUST refuse with [`HashError::Busy`] rather than
    /// let a queue grow without bound.
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashError>;

    /// Compares a password with a hash. With no hash, or one that cannot be read, it MUST do the
    /// same work and answer that it does not match.
    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<PasswordCheck, HashError>;

    /// Whether [`verify`](Self::verify) can compare passwords with this hash: its kind is known and
    /// its work within bounds. It MUST NOT do that work.
    fn reads(&self, hash: &PasswordHash) -> bool;
}

/// What came of comparing a password with a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    /// It is another password.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, but the hash is of an older kind: this one should take its place.
    RightOutdated(PasswordHash),
}

/// Why a hasher did not answer.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many passwords wait already.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// Anything else.
    #[error("the password hasher failed")]
    Failed(#[source] Source),
}

/// Bearer tokens that are derived from what is stored, never stored themselves.
pub trait OpaqueTokens: Send + Sync {
    /// Derives the token of one purpose, id and generation: the same text every time.
    fn issue(&self, purpose: TokenPurpose, id: Uuid, generation: u32) -> SecretString;

    /// Reads a token of this purpose. It MUST answer `None` for anything that
    /// [`issue`](Self::issue) did not make for the same purpose, and compare in constant time.
    fn open(&self, purpose: TokenPurpose, text: &str) -> Option<OpaqueToken>;
}

/// What an authentic opaque token names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpaqueToken {
    /// The row it belongs to.
    pub id: Uuid,
    /// Which of that row's tokens it is.
    pub generation: u32,
}
