use super::{Actor, SessionError, SessionGrant, Sessions};
use crate::{
    EmailVerification,
    audit::EventKind,
    limits::LimitKey,
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
    /// The visitor who signs in, if it is one: what is theirs comes along.
    pub visitor: Option<Actor>,
    /// Where the request came from.
    pub client: Client,
}

/// What an address leads to; often to one of the two, sometimes to both.
struct Known {
    account: Option<User>,
    waiting: Option<Registration>,
}

/// What became of an address and a password.
enum Judged {
    /// The password is that of the account, and the hash to keep from now on, if it is another.
    Right(Box<User>, Option<PasswordHash>),
    /// It is not that of an account; whose it would be, and whether it is that of a registration.
    Wrong { account: Option<UserId>, waits: bool },
}

impl Sessions {
    /// Opens a session for the right password.
    ///
    /// One hash is worked through whatever the address leads to, and one more if a registration
    /// of it waits and the first did not match, so that neither the time nor the answer tells
    /// whether there is an account. Whether the mailbox is proven, or the account suspended, is
    /// only said after the right password.
    ///
    /// Every try counts against the mailbox, whether it has an account or not, before the password
    /// is looked at; only one that opens a session is taken back. `LimitReached` while the mailbox
    /// has to wait, whatever the password.
    pub async fn log_in(&self, command: LogIn) -> Result<SessionGrant, SessionError> {
        let LogIn { email, password, visitor, client } = command;
        let mailbox = LimitKey::mailbox(&email);
        self.ports.password_throttle.attempt(&mailbox).await?.into_result()?;
        let (user, outdated) =
            match self.judged(&mailbox, self.judge_log_in(&email, &password)).await? {
                Judged::Right(user, outdated) => (*user, outdated),
                Judged::Wrong { account, waits } => {
                    self.note_failure(account, &client).await?;
                    return Err(match waits {
                        true => SessionError::EmailNotVerified,
                        false => SessionError::InvalidCredentials,
                    });
                }
            };
        let required = self.policy.registration.verification == EmailVerification::Required;
        if required && user.email_verified_at.is_none() {
            self.note_failure(Some(user.id), &client).await?;
            return Err(SessionError::EmailNotVerified);
        }

        let now = self.ports.clock.now();
        if user.is_suspended(now) {
            self.note_failure(Some(user.id), &client).await?;
            return Err(SessionError::Suspended);
        }
        // Nothing before this is a success: whoever registers the address knows a password, too.
        self.ports.password_throttle.succeeded(&mailbox).await?;
        let mut grant = self.grant_new(user, &client, now)?;
        let mut tx = self.ports.store.begin().await?;
        let visitor = self.lock_visitor(tx.as_mut(), visitor, grant.user.id, now).await?;
        let known_devices = tx.sessions().devices(grant.user.id).await?;
        if !self.keep(tx.as_mut(), &grant, now).await? {
            // The password was changed, or the account deleted, while it was being checked.
            return Err(SessionError::InvalidCredentials);
        }
        self.tell_of_a_new_device(tx.as_mut(), &grant, &known_devices, now).await?;
        if let (Some(old), Some(new)) = (&grant.user.password, &outdated) {
            tx.users().rehash(grant.user.id, old, new).await?;
        }
        if let Some(visitor) = visitor {
            grant.linked_chats = self.merge_visitor(tx.as_mut(), &visitor, &grant, now).await?;
        }
        let event = self.ports.event(EventKind::LogInSucceeded, now, &client);
        tx.audit().record(&event.by(grant.user.id).in_session(grant.session.id)).await?;
        tx.commit().await?;
        Ok(grant)
    }

    async fn judge_log_in(
        &self,
        email: &EmailAddress,
        password: &Password,
    ) -> Result<Judged, SessionError> {
        let Known { account, waiting } = self.look_up(email).await?;
        let hash = account.as_ref().and_then(|user| user.password.as_ref());
        let check = self.ports.hasher.verify(password, hash).await?;
        Ok(match (account, check) {
            (Some(user), PasswordCheck::Right) => Judged::Right(Box::new(user), None),
            (Some(user), PasswordCheck::RightOutdated(hash)) => {
                Judged::Right(Box::new(user), Some(hash))
            }
            (account, _) => Judged::Wrong {
                account: account.map(|user| user.id),
                waits: self.is_of(waiting, password).await?,
            },
        })
    }

    /// Whether the password is that of a waiting registration.
    async fn is_of(
        &self,
        waiting: Option<Registration>,
        password: &Password,
    ) -> Result<bool, SessionError> {
        let Some(registration) = waiting else { return Ok(false) };
        let check = self.ports.hasher.verify(password, Some(&registration.password)).await?;
        Ok(check != PasswordCheck::Wrong)
    }

    /// Asks for both, whichever answers: the time must not tell an account from its absence.
    async fn look_up(&self, email: &EmailAddress) -> Result<Known, SessionError> {
        let mut read = self.ports.store.read();
        let account = read.users().find_by_email(email).await?;
        let now = self.ports.clock.now();
        let waiting = read.registrations().find_newest(email, now).await?;
        Ok(Known { account, waiting })
    }

    /// Notes that a log in to an account failed, or one to nobody's.
    pub(crate) async fn note_failure(
        &self,
        target: Option<UserId>,
        client: &Client,
    ) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let event = self.ports.event(EventKind::LogInFailed, now, client);
        let mut tx = self.ports.store.begin().await?;
        // The account may have been deleted while the password was checked: then nobody is named.
        // Without an account another id is asked for, so that the time tells nothing.
        let id = target.unwrap_or_else(|| UserId::mint(now, self.ports.random.as_ref()));
        let kept = tx.users().lock(id).await?;
        tx.audit().record(&event.concerning(kept.map(|user| user.id))).await?;
        tx.commit().await?;
        Ok(())
    }
}
