//! Sign-ins through a provider, and what they are linked to.

mod complete_authorization;
mod disowned_account;
mod held_identities;
mod link_identity;
mod lost_ways;
mod make_account;
mod one_time_codes;
mod proven_account;
mod provider_failures;
mod purge_authorizations;
mod races;
mod reauthenticate;
mod refusals;
mod sign_in;
mod start_authorization;
mod unlink_identity;
mod visitors;

use bookplate_domain::{
    identities::{
        Assertion, AuthorizationResponse, CodeVerifier, CompleteAuthorization, Completed, Identity,
        IdentityError, LinkIdentity, OneTimeCode, ProviderAnswer, ProviderName, SignIn,
        SignInMethod, StartAuthorization, Started, Subject, UnlinkIdentity,
    },
    roles::{SetStatus, UpdateUser},
    sessions::{Actor, EndReason, SessionError, SessionGrant},
    shared::{Clock, IfVersion, Limit, UserId},
    store::Store,
    users::{DisplayName, EmailAddress, SuspensionReason, User, UserError},
};
use bookplate_testkit::{a_client, a_locale};
use secrecy::{ExposeSecret, SecretString};

use crate::world::{ADA, World};

pub const ACME: &str = "acme";
pub const GLOBEX: &str = "globex";

/// What the front end keeps for itself.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const OTHER_VERIFIER: &str = "a-verifier-of-somebody-else-who-found-the-code";

pub fn name(text: &str) -> ProviderName {
    ProviderName::parse(text).unwrap()
}

fn verifier(text: &str) -> CodeVerifier {
    CodeVerifier::parse(text).unwrap()
}

/// Somebody of this subject at Acme, who has a verified address and a name.
pub fn at_acme(subject: &str, email: &str) -> Assertion {
    Assertion {
        issuer: "https://id.acme.example".to_owned(),
        subject: Subject::parse(subject).unwrap(),
        email: Some(EmailAddress::parse(email).unwrap()),
        email_verified: true,
        name: Some(DisplayName::parse("Ada Lovelace").unwrap()),
    }
}

/// The same, at Globex.
pub fn at_globex(subject: &str, email: &str) -> Assertion {
    Assertion { issuer: "https://globex.example/".to_owned(), ..at_acme(subject, email) }
}

/// The owner of [`ADA`], at Acme.
pub fn ada() -> Assertion {
    at_acme("248289761001", ADA)
}

/// The same person, of whose address the provider says nothing.
pub fn unverified(assertion: Assertion) -> Assertion {
    Assertion { email_verified: false, ..assertion }
}

/// A browser at a provider.
pub struct Away {
    pub url: String,
    pub state: SecretString,
    pub browser: SecretString,
}

/// A browser that comes back with a code of Acme's.
pub fn coming_back(away: &Away) -> CompleteAuthorization {
    CompleteAuthorization {
        provider: name(ACME),
        state: Some(away.state.clone()),
        browser: Some(away.browser.clone()),
        answer: ProviderAnswer::Code(AuthorizationResponse {
            code: "a code of the provider".into(),
            issuer: None,
        }),
    }
}

/// The page and the one-time code that a browser goes to the front end with.
pub fn with_code(completed: Completed) -> (String, SecretString) {
    match completed {
        Completed::Code { redirect_to, code } => (redirect_to, code),
        failed @ Completed::Failed(_) => panic!("it was to work: {failed:?}"),
    }
}

/// The page and the error that a browser goes to the front end with.
pub fn with_error(completed: Completed) -> (String, &'static str) {
    match completed {
        Completed::Failed(failure) => (failure.redirect_to, failure.reason.code()),
        Completed::Code { .. } => panic!("it was to fail"),
    }
}

/// Whether it was refused for a reason of sessions.
pub fn is_session_error<T>(
    result: &Result<T, IdentityError>,
    is_meant: fn(&SessionError) -> bool,
) -> bool {
    match result {
        Err(IdentityError::User(UserError::Session(error))) => is_meant(error),
        _ => false,
    }
}

impl World {
    /// What a front end starts with that has no wishes.
    pub fn to_acme(&self) -> StartAuthorization {
        StartAuthorization {
            provider: name(ACME),
            redirect_to: None,
            code_challenge: self.ports.code_challenges.s256(&verifier(VERIFIER)),
            browser: None,
            prompt: None,
        }
    }

    /// Sends a browser to a provider.
    pub async fn send(&self, command: StartAuthorization) -> Away {
        match self.app.identities.start_authorization(command).await.unwrap() {
            Started::AtProvider { url, browser } => {
                let state = url.split_once("state=").unwrap().1.split('&').next().unwrap();
                Away { state: state.into(), url: url.clone(), browser }
            }
            failed @ Started::Failed(_) => panic!("it was to work: {failed:?}"),
        }
    }

    /// A browser at Acme.
    pub async fn away(&self) -> Away {
        self.send(self.to_acme()).await
    }

    pub async fn complete(&self, command: CompleteAuthorization) -> Completed {
        self.app.identities.complete_authorization(command).await.unwrap()
    }

    /// To Acme and back, where it says this.
    pub async fn code(&self, assertion: Assertion) -> OneTimeCode {
        self.acme.say(assertion);
        let back = coming_back(&self.away().await);
        self.one_time_code(back).await
    }

    /// To Globex and back, where it says this.
    pub async fn code_of_globex(&self, assertion: Assertion) -> OneTimeCode {
        self.globex.say(assertion);
        let provider = name(GLOBEX);
        let start = StartAuthorization { provider: provider.clone(), ..self.to_acme() };
        let back = CompleteAuthorization { provider, ..coming_back(&self.send(start).await) };
        self.one_time_code(back).await
    }

    async fn one_time_code(&self, back: CompleteAuthorization) -> OneTimeCode {
        let (_, code) = with_code(self.complete(back).await);
        OneTimeCode { code, verifier: verifier(VERIFIER) }
    }

    pub async fn enter(&self, code: &OneTimeCode) -> Result<SessionGrant, IdentityError> {
        self.enter_as(None, code).await
    }

    /// Signs in in the session of a visitor.
    pub async fn enter_as(
        &self,
        visitor: Option<Actor>,
        code: &OneTimeCode,
    ) -> Result<SessionGrant, IdentityError> {
        let command =
            SignIn { code: code.clone(), visitor, locale: a_locale(), client: a_client() };
        self.app.identities.sign_in(command).await
    }

    /// To Acme, back, and in.
    pub async fn sign_in(&self, assertion: Assertion) -> Result<SessionGrant, IdentityError> {
        let code = self.code(assertion).await;
        self.enter(&code).await
    }

    /// A caller who has just signed in through Acme.
    pub async fn actor_by(&self, assertion: Assertion) -> Actor {
        let grant = self.sign_in(assertion).await.unwrap();
        self.authenticate(&grant).await.unwrap().actor
    }

    pub async fn link(
        &self,
        actor: &Actor,
        code: &OneTimeCode,
    ) -> Result<SignInMethod, IdentityError> {
        let command = LinkIdentity { code: code.clone(), client: a_client() };
        self.app.identities.link_identity(actor, command).await
    }

    /// Unlinks a provider; `None`: the password.
    pub async fn unlink(&self, actor: &Actor, provider: Option<&str>) -> Result<(), IdentityError> {
        let command = UnlinkIdentity { provider: provider.map(name), client: a_client() };
        self.app.identities.unlink_identity(actor, command).await
    }

    /// By what the caller can sign in.
    pub async fn methods(&self, actor: &Actor) -> Vec<String> {
        let methods = self.app.identities.list_identities(actor).await.unwrap();
        methods.iter().map(|method| method.provider().to_owned()).collect()
    }

    /// The identities that lead to an account.
    pub async fn identities_of(&self, user: UserId) -> Vec<Identity> {
        self.store.read().identities().list(user).await.unwrap()
    }

    /// Whose account an identity leads to.
    pub async fn linked_to(&self, assertion: &Assertion) -> Option<UserId> {
        let mut read = self.store.read();
        let found = read.identities().find(&assertion.issuer, &assertion.subject).await.unwrap();
        found.map(|identity| identity.user_id)
    }

    /// Writes an account as no use case would.
    pub async fn keep(&self, user: &User) {
        let mut tx = self.store.begin().await.unwrap();
        tx.users().insert(user).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn suspend(&self, id: UserId) {
        let reason = SuspensionReason::parse("spam").unwrap();
        let command = UpdateUser {
            id,
            name: None,
            role: None,
            status: Some(SetStatus::Suspended { reason, until: None }),
            if_version: IfVersion::Any,
            client: a_client(),
        };
        self.app.roles.update_user(None, command).await.unwrap();
    }

    /// Somebody logs out everywhere.
    pub async fn end_sessions_of(&self, user: UserId) {
        let mut tx = self.store.begin().await.unwrap();
        let (reason, now) = (EndReason::LoggedOut, self.clock.now());
        tx.sessions().revoke_all(user, None, reason, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// How many sessions of an account live.
    pub async fn live_sessions(&self, user: UserId) -> usize {
        let mut read = self.store.read();
        let sessions = read.sessions().history(user, None, Limit::MOST).await.unwrap().items;
        sessions.iter().filter(|session| session.revoked.is_none()).count()
    }
}

/// The text of a code.
pub fn text(code: &OneTimeCode) -> &str {
    code.code.expose_secret()
}
