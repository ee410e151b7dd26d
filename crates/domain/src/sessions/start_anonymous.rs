use super::{SessionError, SessionGrant, Sessions};
use crate::{
    audit::EventKind,
    shared::{Client, Locale, UserId},
    store::StoreError,
    users::User,
};

/// Somebody wants to look around without an account.
#[derive(Clone, Debug)]
pub struct StartAnonymous {
    /// How they want to be written to, should they register.
    pub locale: Locale,
    /// Where the request came from.
    pub client: Client,
}

impl Sessions {
    /// Lets a visitor in: a user without an address, and a session. The session lasts until the
    /// visitor is forgotten.
    pub async fn start_anonymous(
        &self,
        command: StartAnonymous,
    ) -> Result<SessionGrant, SessionError> {
        if !self.policy.visitors.enabled {
            return Err(SessionError::VisitorsRefused);
        }
        let StartAnonymous { locale, client } = command;
        let now = self.ports.clock.now();
        let id = UserId::mint(now, self.ports.random.as_ref());
        let grant = self.grant_new(User::visitor(id, locale, now), &client, now)?;
        let mut tx = self.ports.store.begin().await?;
        tx.users().insert(&grant.user).await?;
        if !self.keep(tx.as_mut(), &grant, now).await? {
            let why = "it was not there right after it was added".to_owned();
            return Err(StoreError::Corrupt { what: "user", why }.into());
        }
        let event = self.ports.event(EventKind::VisitorCreated, now, &client);
        tx.audit().record(&event.by(id).in_session(grant.session.id)).await?;
        tx.commit().await?;
        Ok(grant)
    }
}
