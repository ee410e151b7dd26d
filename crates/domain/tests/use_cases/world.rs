use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    AuditPolicy, Bookplate, EmailVerification, KeyPolicy, MailPolicy, Policy, Ports,
    ProviderPolicy, RegistrationPolicy, SessionPolicy, VisitorPolicy,
    audit::EventKind,
    identities::{Provider, ProviderKind, ProviderName},
    mail::{Letter, Mail},
    roles::Role,
    sessions::{
        Actor, Authenticated, LiveSessions, LogIn, Refresh, Session, SessionError, SessionGrant,
        StartAnonymous,
    },
    shared::SessionId,
    store::Store,
    users::{
        ConfirmEmailChange, CreateUser, DisplayName, EmailAddress, NewPassword, Password,
        PasswordPolicy, Register, Registered, RequestEmailChange, RequestPasswordReset,
        ResendVerification, ResetPassword, RevertEmailChange, User, UserError, VerifyEmail,
    },
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    ManualClock, SeededRandom, a_client, a_locale,
    doubles::{
        PlainAccessTokens, PlainCodeChallenges, PlainHasher, PlainLimiter, PlainOpaqueTokens,
        PlainThrottle, RecordingMailer, ScriptedProvider,
    },
};
use secrecy::{ExposeSecret, SecretString};

pub const ADA: &str = "Ada@example.com";
pub const PASSWORD: &str = "tidal orchard velvet 47";
pub const OTHER_PASSWORD: &str = "quartz lantern hollow 82";

/// The pages to which a browser may be sent in the end.
pub const APP: &str = "https://app.example.com/signed-in";
pub const OTHER_APP: &str = "https://admin.example.com/in?from=provider";

pub const MILLISECOND: Duration = Duration::from_millis(1);
pub const MINUTE: Duration = Duration::from_secs(60);
pub const DAY: Duration = Duration::from_secs(24 * 3600);

/// The whole application, and a hand on everything around it.
pub struct World {
    pub app: Bookplate,
    pub ports: Ports,
    pub policy: Policy,
    pub store: MemoryStore,
    pub clock: Arc<ManualClock>,
    pub hasher: Arc<PlainHasher>,
    pub mailer: Arc<RecordingMailer>,
    /// `acme`, an issuer of OpenID Connect.
    pub acme: Arc<ScriptedProvider>,
    /// `globex`, another.
    pub globex: Arc<ScriptedProvider>,
}

fn policy() -> Policy {
    Policy {
        registration: RegistrationPolicy {
            open: true,
            verification: EmailVerification::Required,
            token_lifetime: DAY,
            resend_after: MINUTE,
        },
        passwords: PasswordPolicy { min_length: 8, min_score: 3 },
        sessions: SessionPolicy {
            idle: 30 * DAY,
            absolute: 90 * DAY,
            reuse_window: Duration::from_secs(10),
            access_token: 15 * MINUTE,
            max_per_user: 20,
            check_cache: Duration::ZERO,
            retention: 30 * DAY,
        },
        providers: ProviderPolicy { redirect_targets: vec![APP.to_owned(), OTHER_APP.to_owned()] },
        visitors: VisitorPolicy { enabled: true, idle: 30 * DAY, messages_per_day: 20 },
        keys: KeyPolicy { rotate_after: 90 * DAY },
        mail: MailPolicy { attempts: 10, retention: 30 * DAY },
        audit: AuditPolicy { retention: 365 * DAY },
    }
}

fn provider(name: &str, title: &str, adapter: &Arc<ScriptedProvider>) -> Provider {
    Provider {
        name: ProviderName::parse(name).unwrap(),
        kind: ProviderKind::OpenIdConnect,
        title: title.to_owned(),
        adapter: adapter.clone(),
    }
}

pub fn verification_optional(policy: &mut Policy) {
    policy.registration.verification = EmailVerification::Optional;
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut Policy)) -> Self {
        Self::limited(change, PlainLimiter::default()).await
    }

    pub async fn limited(change: impl FnOnce(&mut Policy), limits: PlainLimiter) -> Self {
        let mut policy = policy();
        change(&mut policy);
        let live_sessions = Arc::new(LiveSessions::new(policy.sessions.check_cache));
        let store = MemoryStore::new().told_to(live_sessions.clone());
        let clock = Arc::new(ManualClock::default());
        let hasher = Arc::new(PlainHasher::default());
        let mailer = Arc::new(RecordingMailer::default());
        let [acme, globex] = [(); 2].map(|()| Arc::new(ScriptedProvider::default()));
        let tokens = Arc::new(PlainAccessTokens::default());
        let ports = Ports {
            store: Arc::new(store.clone()),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            hasher: hasher.clone(),
            access_tokens: tokens.clone(),
            key_ring: tokens,
            live_sessions,
            opaque_tokens: Arc::new(PlainOpaqueTokens),
            code_challenges: Arc::new(PlainCodeChallenges),
            providers: [provider("acme", "Acme", &acme), provider("globex", "Globex", &globex)]
                .into(),
            limits: Arc::new(limits),
            password_throttle: Arc::new(PlainThrottle::default()),
            mailer: mailer.clone(),
        };
        let app = Bookplate::new(ports.clone(), policy.clone());
        app.sessions.load_signing_keys().await.unwrap();
        Self { app, ports, policy, store, clock, hasher, mailer, acme, globex }
    }

    /// Another node of the same service, with one port changed.
    pub fn node(&self, change: impl FnOnce(&mut Ports)) -> Bookplate {
        let mut ports = self.ports.clone();
        change(&mut ports);
        Bookplate::new(ports, self.policy.clone())
    }

    pub fn email(&self, text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    pub fn new_password(&self, text: &str) -> NewPassword {
        NewPassword::parse(text, self.policy.passwords, &[]).unwrap()
    }

    pub async fn register(&self, email: &str, password: &str) -> Result<Registered, UserError> {
        self.register_as(None, email, password).await
    }

    /// Registers in the session of a visitor.
    pub async fn register_as(
        &self,
        visitor: Option<Actor>,
        email: &str,
        password: &str,
    ) -> Result<Registered, UserError> {
        let command = Register {
            email: self.email(email),
            name: DisplayName::parse("Ada").unwrap(),
            locale: a_locale(),
            password: self.new_password(password),
            visitor,
            client: a_client(),
        };
        self.app.users.register(command).await
    }

    /// Registers, and answers the token of the mail that it caused.
    pub async fn registered(&self, email: &str, password: &str) -> SecretString {
        self.register(email, password).await.unwrap();
        self.token_of_the_mail().await
    }

    pub async fn resend(&self, email: &str) -> Result<(), UserError> {
        let command = ResendVerification { email: self.email(email), client: a_client() };
        self.app.users.resend_verification(command).await
    }

    pub async fn verify(&self, token: &SecretString) -> Result<EmailAddress, UserError> {
        let command = VerifyEmail { token: token.clone(), client: a_client() };
        self.app.users.verify_email(command).await
    }

    /// A verified account for [`ADA`] with [`PASSWORD`].
    pub async fn account(&self) -> User {
        self.account_of(ADA, Role::User).await
    }

    /// A verified account with [`PASSWORD`].
    pub async fn account_of(&self, email: &str, role: Role) -> User {
        let command = CreateUser {
            email: self.email(email),
            name: DisplayName::parse("Ada").unwrap(),
            locale: a_locale(),
            password: self.new_password(PASSWORD),
            role,
        };
        self.app.users.create_user(command).await.unwrap()
    }

    /// A signed-in caller with a new account, whose proof of the password is fresh.
    pub async fn actor_of(&self, email: &str, role: Role) -> Actor {
        self.account_of(email, role).await;
        self.actor(email, PASSWORD).await
    }

    pub async fn log_in(&self, email: &str, password: &str) -> Result<SessionGrant, SessionError> {
        self.log_in_as(None, email, password).await
    }

    /// Logs in in the session of a visitor.
    pub async fn log_in_as(
        &self,
        visitor: Option<Actor>,
        email: &str,
        password: &str,
    ) -> Result<SessionGrant, SessionError> {
        let command = LogIn {
            email: self.email(email),
            password: Password::parse(password).unwrap(),
            visitor,
            client: a_client(),
        };
        self.app.sessions.log_in(command).await
    }

    /// A session of a new visitor.
    pub async fn visit(&self) -> SessionGrant {
        let command = StartAnonymous { locale: a_locale(), client: a_client() };
        self.app.sessions.start_anonymous(command).await.unwrap()
    }

    /// A first session of a new account.
    pub async fn signed_in(&self) -> SessionGrant {
        self.account().await;
        self.log_in(ADA, PASSWORD).await.unwrap()
    }

    pub async fn request_reset(&self, email: &str) -> Result<(), UserError> {
        let command = RequestPasswordReset { email: self.email(email), client: a_client() };
        self.app.users.request_password_reset(command).await
    }

    pub async fn reset(&self, token: &SecretString, password: &str) -> Result<(), UserError> {
        let command =
            ResetPassword { token: token.clone(), password: password.into(), client: a_client() };
        self.app.users.reset_password(command).await
    }

    pub async fn request_change(&self, actor: &Actor, new: &str) -> Result<(), UserError> {
        let command = RequestEmailChange { new: self.email(new), client: a_client() };
        self.app.users.request_email_change(actor, command).await
    }

    pub async fn confirm_change(&self, token: &SecretString) -> Result<EmailAddress, UserError> {
        let command = ConfirmEmailChange { token: token.clone(), client: a_client() };
        self.app.users.confirm_email_change(command).await
    }

    pub async fn revert_change(&self, token: &SecretString) -> Result<EmailAddress, UserError> {
        let command = RevertEmailChange { token: token.clone(), client: a_client() };
        self.app.users.revert_email_change(command).await
    }

    /// Asks for another address, and answers the tokens that confirm and take back.
    pub async fn changing(&self, actor: &Actor, new: &str) -> (SecretString, SecretString) {
        self.request_change(actor, new).await.unwrap();
        let [confirm, revert] = self.letters_of_a_change().await;
        assert!(matches!(confirm.mail, Mail::ConfirmEmailChange { .. }), "{confirm:?}");
        assert!(matches!(revert.mail, Mail::EmailChangeRequested { .. }), "{revert:?}");
        (confirm.token.unwrap(), revert.token.unwrap())
    }

    /// Delivers the two mails of a change: the one to the new address, then the notice. They are
    /// due at the same moment, so any of them may come first.
    pub async fn letters_of_a_change(&self) -> [Letter; 2] {
        let mut letters = self.letters().await;
        letters.sort_by_key(|letter| matches!(letter.mail, Mail::EmailChangeRequested { .. }));
        letters.try_into().unwrap()
    }

    /// A caller whose proof of the password is fresh.
    pub async fn actor(&self, email: &str, password: &str) -> Actor {
        let grant = self.log_in(email, password).await.unwrap();
        self.authenticate(&grant).await.unwrap().actor
    }

    pub async fn refresh(&self, token: &SecretString) -> Result<SessionGrant, SessionError> {
        let command = Refresh { token: token.clone(), client: a_client() };
        self.app.sessions.refresh(command).await
    }

    pub async fn authenticate(&self, grant: &SessionGrant) -> Result<Authenticated, SessionError> {
        let token = grant.tokens.access.0.expose_secret();
        self.app.sessions.authenticate(token).await
    }

    /// Delivers what is due, and answers the letters that were taken.
    pub async fn letters(&self) -> Vec<Letter> {
        self.app.mail.deliver_due(100, 0).await.unwrap();
        self.mailer.collect()
    }

    /// Delivers the one mail that is due, and answers its token.
    pub async fn token_of_the_mail(&self) -> SecretString {
        let mut letters = self.letters().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        letters.remove(0).token.expect("the mail has a token")
    }

    pub async fn user(&self, email: &str) -> Option<User> {
        let email = self.email(email);
        let mut read = self.store.read();
        read.users().find_by_email(&email).await.unwrap()
    }

    pub async fn session(&self, id: SessionId) -> Session {
        let mut read = self.store.read();
        let found = read.sessions().find_with_user(id).await.unwrap();
        found.expect("the session is kept").0
    }

    /// What the audit trail says, oldest first.
    pub fn trail(&self) -> Vec<EventKind> {
        let events = self.store.audit_events();
        events.into_iter().map(|event| event.kind).collect()
    }
}
