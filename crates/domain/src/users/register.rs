use std::time::Duration;

use super::{
    DisplayName, EmailAddress, NewPassword, PasswordHash, Registration, TokenPurpose, User,
    UserError, Users,
};
use crate::{
    EmailVerification,
    audit::EventKind,
    limits::{LimitKey, Rule, Verdict},
    mail::Mail,
    roles::Role,
    sessions::{Actor, EndReason, SessionGrant},
    shared::{Client, Locale, RegistrationId, Timestamp, TokenId, UserId},
    store::StoreError,
};

/// Somebody wants an account.
#[derive(Clone, Debug)]
pub struct Register {
    /// The address, not proven yet.
    pub email: EmailAddress,
    /// What they want to be called.
    pub name: DisplayName,
    /// How they want to be written to.
    pub locale: Locale,
    /// The password they chose.
    pub password: NewPassword,
    /// The visitor who asks, if it is one: what is theirs comes along.
    pub visitor: Option<Actor>,
    /// Where the request came from.
    pub client: Client,
}

/// What came of it.
#[derive(Debug)]
pub enum Registered {
    /// A mail is on its way, whether the address has an account or not.
    VerificationRequired {
        /// The address as it was typed.
        email: EmailAddress,
        /// How long to wait before offering to send the mail again.
        resend_after: Duration,
    },
    /// The account exists and is signed in; its mailbox is not proven.
    SignedIn(Box<SessionGrant>),
}

impl Users {
    /// Takes a registration.
    ///
    /// Where verification is required, the answer and the work are the same whether the address
    /// has an account or not: its owner is told by mail. No account exists until the mailbox is
    /// proven. A visitor who registers stays a visitor until then, and becomes the user in place.
    pub async fn register(&self, command: Register) -> Result<Registered, UserError> {
        if !self.policy.registration.open {
            return Err(UserError::RegistrationClosed);
        }
        let hash = self.ports.hasher.hash(&command.password).await?;
        let mailbox = LimitKey::mailbox(&command.email);
        let verdict = self.ports.limits.check(Rule::UnprovenMail, &mailbox).await?;
        let may_mail = matches!(verdict, Verdict::Allowed(_));

        match self.policy.registration.verification {
            EmailVerification::Required => {
                self.register_to_verify(&command, hash, may_mail).await?;
                Ok(Registered::VerificationRequired {
                    email: command.email,
                    resend_after: self.policy.registration.resend_after,
                })
            }
            EmailVerification::Optional => {
                let grant = self.register_at_once(command, hash, may_mail).await?;
                Ok(Registered::SignedIn(Box::new(grant)))
            }
        }
    }

    async fn register_to_verify(
        &self,
        command: &Register,
        hash: PasswordHash,
        may_mail: bool,
    ) -> Result<(), UserError> {
        let now = self.ports.clock.now();
        let random = self.ports.random.as_ref();
        let registration = Registration {
            id: RegistrationId::mint(now, random),
            token: TokenId::mint(now, random),
            email: command.email.clone(),
            name: command.name.clone(),
            locale: command.locale.clone(),
            password: hash,
            visitor: visitor_of(command.visitor),
            created_at: now,
            expires_at: now.plus(self.policy.registration.token_lifetime),
        };

        let mut tx = self.ports.store.begin().await?;
        // Also for an address that has an account, though that token is never mailed: a log in
        // with this password is to be answered alike.
        tx.registrations().insert(&registration).await?;
        let owner = tx.users().find_by_email(&command.email).await?;
        let (kind, mail, to, locale) = match &owner {
            None => {
                let mail = verification_mail(
                    TokenPurpose::ConfirmRegistration,
                    registration.token,
                    registration.expires_at,
                );
                (EventKind::RegistrationStarted, mail, &command.email, &command.locale)
            }
            Some(owner) => {
                let to = owner.email.as_ref().unwrap_or(&command.email);
                let mail = Mail::AddressAlreadyRegistered;
                (EventKind::RegistrationRefused, mail, to, &owner.locale)
            }
        };
        // Only the mail is left out: a registration waits for the mail to be sent again.
        let unwanted = owner.as_ref().is_some_and(|owner| owner.is_suspended(now));
        if may_mail && !unwanted {
            tx.outbox().insert(&self.ports.owe(to, locale, mail, now)).await?;
        }
        let event = self.ports.event(kind, now, &command.client);
        tx.audit().record(&event.concerning(owner.map(|o| o.id))).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn register_at_once(
        &self,
        command: Register,
        hash: PasswordHash,
        may_mail: bool,
    ) -> Result<SessionGrant, UserError> {
        let now = self.ports.clock.now();
        let random = self.ports.random.as_ref();
        let id = UserId::mint(now, random);
        let Register { email, name, locale, client, visitor, .. } = command;
        let user = User {
            name: Some(name),
            locale,
            password: Some(hash),
            ..User::new(id, email, Role::User, now)
        };
        let mut tx = self.ports.store.begin().await?;
        let user = self.settle(tx.as_mut(), visitor_of(visitor), user, now).await?;
        let mut grant = self.sessions().grant_new(user, &client, now)?;
        // Somebody new has none; a visitor who became the user has kept theirs.
        grant.linked_chats = u64::from(tx.chats().count(grant.user.id).await?);
        let (user, session) = (&grant.user, &grant.session);
        // The visitor's own session: whoever has it is given another one here.
        tx.sessions().revoke_all(user.id, None, EndReason::RoleChanged, now).await?;
        let lifetime = self.policy.registration.token_lifetime;
        let token = self.new_token(TokenPurpose::VerifyEmail, user.id, lifetime, now);
        if let (true, Some(email)) = (may_mail, &user.email) {
            tx.one_time_tokens().insert(&token).await?;
            let mail = verification_mail(TokenPurpose::VerifyEmail, token.id, token.expires_at);
            tx.outbox().insert(&self.ports.owe(email, &user.locale, mail, now)).await?;
        }
        if !self.sessions().keep(tx.as_mut(), &grant, now).await? {
            let why = "it was not there right after it was added".to_owned();
            return Err(StoreError::Corrupt { what: "user", why }.into());
        }
        let event = self.ports.event(EventKind::UserCreated, now, &client);
        tx.audit().record(&event.by(user.id).in_session(session.id)).await?;
        tx.commit().await?;
        Ok(grant)
    }
}

/// The visitor that a caller is, if it is one.
pub(crate) fn visitor_of(actor: Option<Actor>) -> Option<UserId> {
    actor.filter(|actor| actor.role == Role::Anonymous).map(|actor| actor.user_id)
}

/// The mail that asks to prove a mailbox.
pub(super) fn verification_mail(
    purpose: TokenPurpose,
    token: TokenId,
    expires_at: Timestamp,
) -> Mail {
    Mail::VerifyEmail { purpose, token, expires_at }
}
