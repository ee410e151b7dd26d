use super::{SessionError, SessionGrant, Sessions};
use crate::{
    EmailVerification,
    audit::EventKind,
    shared::{Client, UserId},
    users::{EmailAddress, Password, PasswordCheck, PasswordHash, Registration, User},
};

/// Somebody presents an address and a password.
#[derive(Clone, Debug)]
pub struct LogIn {
    /// The address.
    pub email: EmailAddress,
    /// The password.
    pub password: Password,
    /// Where the request came from.
    pub client: Client,
}

/// What an address leads to.
enum Known {
    Account(Box<User>),
    Waiting(Box<Registration>),
    Nothing,
}

impl Known {
    fn hash(&self) -> Option<&PasswordHash> {
        match self {
            Self::Account(user) => user.password.as_ref(),
            Self::Waiting(registration) => Some(&registration.password),
            Self::Nothing => None,
        }
    }

    fn user_id(&self) -> Option<UserId> {
        match self {
            Self::Account(user) => Some(user.id),
            Self::Waiting(_) | Self::Nothing => None,
        }
    }
}

impl Sessions {
    /// Opens a session for the right password.
    ///
    /// Exactly one hash is worked through whatever the address leads to, so that the time does
    /// not tell. Whether the mailbox is proven is only said after the right password.
    pub async fn log_in(&self, command: LogIn) -> Result<SessionGrant, SessionError> {
        let LogIn { email, password, client } = command;
        let known = self.look_up(&email).await?;
        let check = self.ports.hasher.verify(&password, known.hash()).await?;

        let outdated = match &check {
            PasswordCheck::Wrong => {
                self.note_failure(known.user_id(), &client).await?;
                return Err(SessionError::InvalidCredentials);
            }
            PasswordCheck::Right => None,
            PasswordCheck::RightOutdated(hash) => Some(hash),
        };
        let required = self.policy.registration.verification == EmailVerification::Required;
        let user = match known {
            Known::Account(user) if user.email_verified_at.is_some() || !required => *user,
            unproven => {
                self.note_failure(unproven.user_id(), &client).await?;
                return Err(SessionError::EmailNotVerified);
            }
        };

        let now = self.ports.clock.now();
        let grant = self.grant_new(user, &client, now)?;
        let mut tx = self.ports.store.begin().await?;
        if !tx.sessions().insert(&grant.session, grant.user.epoch).await? {
            // The password was changed, or the account deleted, while it was being checked.
            return Err(SessionError::InvalidCredentials);
        }
        if let (Some(old), Some(new)) = (&grant.user.password, outdated) {
            tx.users().rehash(grant.user.id, old, new).await?;
        }
        let event = self.ports.event(EventKind::LogInSucceeded, now, &client);
        tx.audit().record(&event.by(grant.user.id).in_session(grant.session.id)).await?;
        tx.commit().await?;
        Ok(grant)
    }

    /// Asks for both, whichever answers: the time must not tell an account from its absence.
    async fn look_up(&self, email: &EmailAddress) -> Result<Known, SessionError> {
        let mut read = self.ports.store.read();
        let user = read.users().find_by_email(email).await?;
        let now = self.ports.clock.now();
        let waiting = read.registrations().find_newest(email, now).await?;
        Ok(match (user, waiting) {
            (Some(user), _) => Known::Account(Box::new(user)),
            (None, Some(registration)) => Known::Waiting(Box::new(registration)),
            (None, None) => Known::Nothing,
        })
    }

    async fn note_failure(
        &self,
        target: Option<UserId>,
        client: &Client,
    ) -> Result<(), SessionError> {
        let event = self.ports.event(EventKind::LogInFailed, self.ports.clock.now(), client);
        let mut tx = self.ports.store.begin().await?;
        tx.audit().record(&event.concerning(target)).await?;
        tx.commit().await?;
        Ok(())
    }
}
