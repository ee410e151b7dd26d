use super::{
    Assertion, CompletedAuthorization, Identities, IdentityError, OneTimeCode,
    redeem_code::OpenedCode,
};
use crate::{
    EmailVerification,
    audit::EventKind,
    sessions::{Actor, SessionError, SessionGrant},
    shared::{Client, Locale, Timestamp, UserId},
    store::{StoreError, Transaction, Unique},
    users::{User, UserError},
};

/// A front end brings a one-time code, to sign somebody in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The code, and what proves that it is the caller's.
    pub code: OneTimeCode,
    /// The visitor who signs in, if it is one: what is theirs comes along.
    pub visitor: Option<Actor>,
    /// How somebody new wants to be written to.
    pub locale: Locale,
    /// Where the request came from.
    pub client: Client,
}

/// Another request may make the account or link the identity first; the next try finds that.
const TRIES: usize = 3;

/// What one try came to.
enum Attempt {
    SignedIn(Box<SessionGrant>),
    /// The account may not be used.
    Refused(UserId, SessionError),
    /// Another request has changed what the try began with.
    Outdated,
}

impl Identities {
    /// Opens a session for whoever a provider vouched for.
    ///
    /// A linked identity leads to its account, whatever the address. Otherwise the provider has to
    /// vouch for the address (`EmailUnproven` if it does not, and nothing is written): an account
    /// that has it and has proven its mailbox is linked, and its owner told by mail; one that has
    /// not proven it may be somebody else's, so whoever registered it loses everything first; if
    /// there is none, it is made, of the visitor who signs in if there is one.
    ///
    /// The code is spent together with the effect: what is refused leaves it as it was.
    /// `CodeInvalid` for one that is unknown, spent, too old, or bound to another verifier;
    /// `ProviderAlreadyLinked` if the account that has the address has another identity of this
    /// provider, since addresses change hands; `RegistrationClosed`, `EmailTaken`, `Suspended`,
    /// `EmailNotVerified`.
    pub async fn sign_in(&self, command: SignIn) -> Result<SessionGrant, IdentityError> {
        let code = self.open_code(&command.code)?;
        let mut last = IdentityError::CodeInvalid;
        for _ in 0..TRIES {
            match self.try_sign_in(&command, &code).await {
                Ok(Attempt::SignedIn(grant)) => return Ok(*grant),
                Ok(Attempt::Refused(user, error)) => {
                    self.sessions().note_failure(Some(user), &command.client).await?;
                    return Err(error.into());
                }
                Ok(Attempt::Outdated) => {}
                Err(error) if is_race(&error) => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    async fn try_sign_in(
        &self,
        command: &SignIn,
        code: &OpenedCode,
    ) -> Result<Attempt, IdentityError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let completed = code.redeem(tx.as_mut(), now).await?;
        let Assertion { issuer, subject, .. } = &completed.assertion;
        let account = match tx.identities().find(issuer, subject).await? {
            Some(identity) => Some(identity.user_id),
            None => self.claim_address(tx.as_mut(), &completed.assertion).await?,
        };
        match account {
            Some(account) => self.sign_in_to(tx, command, &completed, account, now).await,
            None => {
                let grant = self.make_account(tx, command, &completed, now).await?;
                Ok(Attempt::SignedIn(Box::new(grant)))
            }
        }
    }

    /// Claims the address for whom the provider vouches, and answers the account that has it, as far
    /// as can be told before that is locked. Unless that account has proven the mailbox, whoever else
    /// waits to prove it never will.
    async fn claim_address(
        &self,
        tx: &mut dyn Transaction,
        assertion: &Assertion,
    ) -> Result<Option<UserId>, IdentityError> {
        let email = assertion.verified_email().ok_or(IdentityError::EmailUnproven)?;
        let account = tx.users().find_by_email(email).await?;
        if account.as_ref().is_none_or(|user| user.email_verified_at.is_none()) {
            // Before any account is locked, as whoever proves a registration does it.
            tx.registrations().remove_all(email).await?;
        }
        Ok(account.map(|user| user.id))
    }

    /// Signs somebody in to an account that is there.
    async fn sign_in_to(
        &self,
        mut tx: Box<dyn Transaction>,
        command: &SignIn,
        completed: &CompletedAuthorization,
        account: UserId,
        now: Timestamp,
    ) -> Result<Attempt, IdentityError> {
        let (sessions, client) = (self.sessions(), &command.client);
        let visitor = sessions.lock_visitor(tx.as_mut(), command.visitor, account, now).await?;
        let Some(user) = tx.users().lock(account).await? else { return Ok(Attempt::Outdated) };
        if user.is_suspended(now) {
            return Ok(Attempt::Refused(account, SessionError::Suspended));
        }
        // Another request may have linked it, or unlinked it, until the account was locked.
        let Assertion { issuer, subject, .. } = &completed.assertion;
        let linked = tx.identities().find(issuer, subject).await?;
        let was_linked = linked.is_some();
        let mut events = Vec::new();
        let user = match linked {
            Some(identity) if identity.user_id == account => user,
            Some(_) => return Ok(Attempt::Outdated),
            None => {
                events.push(self.linked_event(&user, completed, client, now));
                match self.link_by_address(tx.as_mut(), user, command, completed, now).await? {
                    Some(user) => user,
                    None => return Ok(Attempt::Outdated),
                }
            }
        };
        let required = self.policy.registration.verification == EmailVerification::Required;
        if required && user.email_verified_at.is_none() {
            return Ok(Attempt::Refused(account, SessionError::EmailNotVerified));
        }

        let mut grant = sessions.grant_new(user, client, now)?;
        let known_devices = tx.sessions().devices(account).await?;
        if !sessions.keep(tx.as_mut(), &grant, now).await? {
            return Ok(Attempt::Outdated);
        }
        if was_linked {
            // Whoever was just linked has been told of that, or welcomed.
            sessions.tell_of_a_new_device(tx.as_mut(), &grant, &known_devices, now).await?;
        }
        if let Some(visitor) = visitor {
            grant.linked_chats = sessions.merge_visitor(tx.as_mut(), &visitor, &grant, now).await?;
        }
        let event = self.ports.event(EventKind::LogInSucceeded, now, client);
        events.push(event.by(account).in_session(grant.session.id));
        tx.audit().record_all(&events).await?;
        tx.commit().await?;
        Ok(Attempt::SignedIn(Box::new(grant)))
    }

    /// Links an identity to the account that has its address, and answers the account as it is then;
    /// `None` if it has that address no longer.
    async fn link_by_address(
        &self,
        tx: &mut dyn Transaction,
        user: User,
        command: &SignIn,
        completed: &CompletedAuthorization,
        now: Timestamp,
    ) -> Result<Option<User>, IdentityError> {
        let email = completed.assertion.verified_email().ok_or(IdentityError::EmailUnproven)?;
        if user.email.as_ref().map(|own| own.canonical()) != Some(email.canonical()) {
            return Ok(None);
        }
        let (was_proven, name) =
            (user.email_verified_at.is_some(), completed.assertion.name.clone());
        let user = if was_proven {
            user
        } else {
            self.disown(tx, user, email, name, command, now).await?
        };
        self.link(tx, user.id, completed, now).await?;
        if was_proven {
            self.tell_of_a_new_method(tx, &user, completed, now).await?;
        }
        Ok(Some(user))
    }
}

/// Whether another request was faster in making or linking what this one wanted to.
fn is_race(error: &IdentityError) -> bool {
    matches!(
        error,
        IdentityError::User(
            UserError::EmailTaken
                | UserError::Store(StoreError::Conflict(Unique::Identity | Unique::UserProvider))
        )
    )
}
