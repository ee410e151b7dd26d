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

/// How often a race with others is tried again, which is over after the first time mostly: somebody
/// else has made the account, or linked the identity.
const TRIES: usize = 3;

/// Whose account an assertion leads to.
enum Known {
    /// The identity is linked to it.
    Linked(UserId),
    /// It has the address that the provider vouches for.
    ByAddress(UserId),
    /// Nobody's, so far.
    Nobody,
}

/// What one try came to.
enum Tried {
    In(Box<SessionGrant>),
    /// The account may not be used.
    Refused(UserId, SessionError),
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
        let mut tries = 1..=TRIES;
        loop {
            tries.next();
            match self.try_sign_in(&command, &code).await {
                Ok(Tried::In(grant)) => return Ok(*grant),
                Ok(Tried::Refused(user, error)) => {
                    self.sessions().note_failure(Some(user), &command.client).await?;
                    return Err(error.into());
                }
                Err(error) if is_race(&error) && !tries.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
    }

    async fn try_sign_in(
        &self,
        command: &SignIn,
        code: &OpenedCode,
    ) -> Result<Tried, IdentityError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let said = code.redeem(tx.as_mut(), now).await?;
        match self.known(tx.as_mut(), &said.assertion).await? {
            Known::Linked(account) => self.enter(tx, command, &said, account, true, now).await,
            Known::ByAddress(account) => self.enter(tx, command, &said, account, false, now).await,
            Known::Nobody => {
                let grant = self.make_account(tx, command, &said, now).await?;
                Ok(Tried::In(Box::new(grant)))
            }
        }
    }

    async fn known(
        &self,
        tx: &mut dyn Transaction,
        assertion: &Assertion,
    ) -> Result<Known, IdentityError> {
        let linked = tx.identities().find(&assertion.issuer, &assertion.subject).await?;
        if let Some(identity) = linked {
            return Ok(Known::Linked(identity.user_id));
        }
        let email = assertion.verified_email().ok_or(IdentityError::EmailUnproven)?;
        let account = tx.users().find_by_email(email).await?;
        Ok(account.map_or(Known::Nobody, |user| Known::ByAddress(user.id)))
    }

    /// Signs somebody in to an account that is there.
    async fn enter(
        &self,
        mut tx: Box<dyn Transaction>,
        command: &SignIn,
        said: &CompletedAuthorization,
        account: UserId,
        was_linked: bool,
        now: Timestamp,
    ) -> Result<Tried, IdentityError> {
        let (sessions, client) = (self.sessions(), &command.client);
        let visitor = sessions.lock_visitor(tx.as_mut(), command.visitor, account, now).await?;
        // Deleted, unlinked or renamed meanwhile: what led here leads elsewhere.
        let user = tx.users().lock(account).await?.ok_or(IdentityError::CodeInvalid)?;
        if user.is_suspended(now) {
            return Ok(Tried::Refused(account, SessionError::Suspended));
        }
        let mut events = Vec::new();
        let user = if was_linked {
            let found = tx.identities().find(&said.assertion.issuer, &said.assertion.subject);
            if found.await?.is_none_or(|identity| identity.user_id != account) {
                return Err(IdentityError::CodeInvalid);
            }
            user
        } else {
            events.push(self.linked_event(&user, said, client, now));
            self.link_by_address(tx.as_mut(), user, command, said, now).await?
        };
        let required = self.policy.registration.verification == EmailVerification::Required;
        if required && user.email_verified_at.is_none() {
            return Ok(Tried::Refused(account, SessionError::EmailNotVerified));
        }

        let mut grant = sessions.grant_new(user, client, now)?;
        let known_devices = tx.sessions().devices(account).await?;
        if !sessions.keep(tx.as_mut(), &grant, now).await? {
            return Err(IdentityError::CodeInvalid);
        }
        if was_linked {
            // Who was just linked is told of that.
            sessions.tell_of_a_new_device(tx.as_mut(), &grant, &known_devices, now).await?;
        }
        if let Some(visitor) = visitor {
            grant.linked_chats = sessions.merge_visitor(tx.as_mut(), &visitor, &grant, now).await?;
        }
        let event = self.ports.event(EventKind::LogInSucceeded, now, client);
        events.push(event.by(account).in_session(grant.session.id));
        tx.audit().record_all(&events).await?;
        tx.commit().await?;
        Ok(Tried::In(Box::new(grant)))
    }

    /// Links an identity to the account that has its address, and answers the account as it is
    /// then.
    async fn link_by_address(
        &self,
        tx: &mut dyn Transaction,
        user: User,
        command: &SignIn,
        said: &CompletedAuthorization,
        now: Timestamp,
    ) -> Result<User, IdentityError> {
        let email = said.assertion.verified_email().ok_or(IdentityError::EmailUnproven)?;
        if user.email.as_ref().map(|own| own.canonical()) != Some(email.canonical()) {
            // The address was changed since it was found.
            return Err(IdentityError::CodeInvalid);
        }
        let was_proven = user.email_verified_at.is_some();
        let user = if was_proven {
            user
        } else {
            self.disown(tx, user, &said.assertion, command, now).await?
        };
        self.link(tx, user.id, said, now).await?;
        if was_proven {
            self.tell_of_a_new_method(tx, &user, said, now).await?;
        }
        Ok(user)
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
