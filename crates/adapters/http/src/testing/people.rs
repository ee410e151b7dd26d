//! Accounts of every kind, and sessions of them.

use bookplate_domain::{
    mail::{Mail, MailError, OutboxMail},
    roles::{Role, SetStatus, UpdateUser},
    sessions::{Actor, SessionGrant, StartAnonymous},
    shared::{Client, IfVersion, Locale, MailId, UserId},
    store::Store,
    users::SuspensionReason,
};
use secrecy::ExposeSecret;

use super::{PASSWORD, World};

impl World {
    /// Who acts in a session.
    pub(crate) async fn actor(&self, grant: &SessionGrant) -> Actor {
        let token = grant.tokens.access.0.expose_secret();
        self.app.sessions.authenticate(token).await.unwrap().actor
    }

    /// A verified account of a role, and a session of it.
    pub(crate) async fn signed_in_as(&self, address: &str, role: Role) -> SessionGrant {
        self.account_of(address, role).await;
        self.log_in(address, PASSWORD).await.unwrap()
    }

    /// The same, and who acts in it.
    pub(crate) async fn staff(&self, address: &str, role: Role) -> (SessionGrant, Actor) {
        let grant = self.signed_in_as(address, role).await;
        let actor = self.actor(&grant).await;
        (grant, actor)
    }

    /// A visitor who has no account yet, and a session of it.
    pub(crate) async fn visitor(&self) -> SessionGrant {
        let command = StartAnonymous { locale: Locale::default(), client: Client::default() };
        self.app.sessions.start_anonymous(command).await.unwrap()
    }

    /// Suspends an account from the command line.
    pub(crate) async fn suspend(&self, id: UserId) {
        let reason = SuspensionReason::parse("spam").unwrap();
        let command = UpdateUser {
            id,
            name: None,
            role: None,
            status: Some(SetStatus::Suspended { reason, until: None }),
            if_version: IfVersion::Any,
            client: Client::default(),
        };
        self.app.roles.update_user(None, command).await.unwrap();
    }

    /// A mail that the provider refused for good.
    pub(crate) async fn dead_mail(&self) -> MailId {
        // One whose link cannot have died meanwhile.
        let mail = OutboxMail { mail: Mail::Welcome, ..bookplate_testkit::a_mail() };
        let mut tx = self.store.begin().await.unwrap();
        tx.outbox().insert(&mail).await.unwrap();
        tx.commit().await.unwrap();
        self.mailer.refuse_next(MailError::Permanent("no such mailbox".into()));
        self.letters().await;
        mail.id
    }
}
