//! The unit of work: what is written together is kept together.

use async_trait::async_trait;

use crate::{
    audit::AuditTrail,
    chats::{ChatRepository, MessageRepository, ReportRepository, VisitorQuestionLog},
    identities::{AuthorizationRepository, IdentityRepository},
    mail::Outbox,
    sessions::{RevocationFeed, Rotation, Session, SessionRepository, SigningKeyRepository},
    shared::{SessionId, UserId},
    users::{
        EmailChangeRepository, OneTimeTokenRepository, PreferencesRepository,
        RegistrationRepository, User, UserRepository,
    },
};

/// Where everything is kept.
///
/// Use cases write the user first, then the user's identities, tokens and changes of address, then
/// the sessions, then a chat, then its messages and reports, so that no two transactions wait for
/// each other; of several users the one with the lowest id first. Whoever writes several chats at
/// once keeps their owner. What nobody has yet, a registration or an authorization, comes before.
#[async_trait]
pub trait Store: Send + Sync {
    /// For reads: each call stands alone and MUST see the latest committed state.
    fn read(&self) -> Box<dyn Repositories>;

    /// Begins a transaction. All or nothing: dropping it MUST undo everything, only
    /// [`commit`](Transaction::commit) keeps it. Any `Err` inside spends it.
    ///
    /// Of two transactions that write the same row, the second MUST wait or fail; it MUST NOT
    /// overwrite what it has not seen.
    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError>;

    /// [Rotates](SessionRepository::rotate) one session, and nothing else: it is kept when this answers.
    /// A transaction of its own does that, which is what this begins unless it is replaced; a store for
    /// which one statement is all or nothing has no need of it.
    async fn rotate_session(
        &self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let mut tx = self.begin().await?;
        let rotated = tx.sessions().rotate(id, rotation).await?;
        tx.commit().await?;
        Ok(rotated)
    }

    /// Answers `Ok` when the store can be read and written now.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Fails unless what is kept has the form that this program needs.
    async fn require_migrated(&self) -> Result<(), StoreError>;

    /// Whether the store is known not to answer. Nobody is asked for it. `false` of a store that is
    /// always there, which is what this says unless it is replaced.
    fn is_away(&self) -> bool {
        false
    }

    /// Returns once the store [is away](Self::is_away), at once where it is already. It MUST NOT
    /// return while the store answers, however slowly. A store that is always there never returns, which
    /// is what this does unless it is replaced.
    async fn outage(&self) {
        std::future::pending().await
    }
}

/// The collections, one accessor each.
pub trait Repositories: Send {
    /// The accounts.
    fn users(&mut self) -> &mut dyn UserRepository;
    /// How each user wants things.
    fn preferences(&mut self) -> &mut dyn PreferencesRepository;
    /// The registrations that wait for their mailbox to be proven.
    fn registrations(&mut self) -> &mut dyn RegistrationRepository;
    /// The mailed tokens of existing users.
    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository;
    /// The ways to sign in that lead through a provider.
    fn identities(&mut self) -> &mut dyn IdentityRepository;
    /// The browsers that are at a provider, and what providers have said.
    fn authorizations(&mut self) -> &mut dyn AuthorizationRepository;
    /// The changes of address that were asked for.
    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository;
    /// The sessions.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// The keys that sign access tokens.
    fn signing_keys(&mut self) -> &mut dyn SigningKeyRepository;
    /// What offline verifiers have to know.
    fn revocations(&mut self) -> &mut dyn RevocationFeed;
    /// The mails that are owed.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// The chats.
    fn chats(&mut self) -> &mut dyn ChatRepository;
    /// Their messages.
    fn messages(&mut self) -> &mut dyn MessageRepository;
    /// What visitors have asked.
    fn visitor_questions(&mut self) -> &mut dyn VisitorQuestionLog;
    /// The reports of messages.
    fn reports(&mut self) -> &mut dyn ReportRepository;
    /// The security events.
    fn audit(&mut self) -> &mut dyn AuditTrail;
}

/// Repositories whose writes wait for [`commit`](Self::commit).
#[async_trait]
pub trait Transaction: Repositories {
    /// Keeps everything that was written; after `Ok` it MUST survive a crash of the process.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Is told of changes that others remember.
///
/// A store that is given one MUST tell it of each change after it was committed, and before
/// [`Transaction::commit`] returns; changes that other processes made to the same database as soon
/// as it hears of them.
pub trait ChangeListener: Send + Sync {
    /// The account was written (but for a new hash of the same password), or a session of it was
    /// ended or proven once more.
    fn user_changed(&self, user: UserId);

    /// A signing key was added or removed; not that it was sealed anew.
    fn signing_keys_changed(&self);

    /// Changes may have been missed: whatever is remembered may be out of date.
    fn anything_may_have_changed(&self);
}

/// A failure's cause, for the log.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// What can go wrong in any store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the write.
    #[error("conflict on {0:?}")]
    Conflict(Unique),
    /// The store cannot be reached or is too busy; the same call may work later.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
    /// A stored row does not make sense.
    #[error("a stored {what} cannot be read: {why}")]
    Corrupt {
        /// Which kind of row.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else; a bug or a broken schema.
    #[error("the store failed")]
    Backend(#[source] Source),
}

/// The unique indexes, by what they keep unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unique {
    /// One account for each canonical address.
    UserEmail,
    /// One account for each issuer and subject.
    Identity,
    /// One identity of each provider for each account.
    UserProvider,
    /// One signing key for each generation.
    SigningKeyGeneration,
    /// One row for each id.
    Id,
}
