use super::{Actor, SessionError, Sessions};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    shared::Client,
    users::{Password, PasswordCheck, User},
};

impl Sessions {
    /// Lets a signed-in user prove the password once more. Every try counts, so that a stolen
    /// session is no way to guess.
    pub(crate) async fn prove_password(
        &self,
        actor: &Actor,
        password: &Password,
        client: &Client,
    ) -> Result<User, SessionError> {
        let key = LimitKey::User(actor.user_id);
        self.ports.limits.check(Rule::ProvePassword, &key).await?.into_result()?;
        let user = self.ports.store.read().users().find(actor.user_id).await?;
        let user = user.ok_or(SessionError::Revoked)?;
        // Here and where everybody logs in, it is the same password that is guessed at.
        let account = LimitKey::password_of(&user);
        self.ports.password_throttle.attempt(&account).await?.into_result()?;
        let hash = user.password.as_ref();
        let judging = async { Ok(self.ports.hasher.verify(password, hash).await?) };
        match self.judged(&account, judging).await? {
            PasswordCheck::Right | PasswordCheck::RightOutdated(_) => {
                self.ports.password_throttle.succeeded(&account).await?;
                Ok(user)
            }
            PasswordCheck::Wrong => {
                self.note_failed_proof(actor, client).await?;
                Err(SessionError::InvalidCredentials)
            }
        }
    }

    /// Notes that a signed-in user did not prove who it is.
    async fn note_failed_proof(&self, actor: &Actor, client: &Client) -> Result<(), SessionError> {
        let now = self.ports.clock.now();
        let event = self.ports.event(EventKind::ReauthenticationFailed, now, client);
        let event = event.concerning(Some(actor.user_id)).in_session(actor.session_id);
        let mut tx = self.ports.store.begin().await?;
        // Of somebody who was deleted meanwhile nothing is noted.
        tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Judges a try that was counted. One that could not be judged is taken back: whoever keeps the
    /// service busy must not make others wait.
    pub(super) async fn judged<T>(
        &self,
        account: &LimitKey,
        judging: impl Future<Output = Result<T, SessionError>> + Send,
    ) -> Result<T, SessionError> {
        let judged = judging.await;
        if judged.is_err() {
            self.ports.password_throttle.unjudged(account).await?;
        }
        judged
    }
}
