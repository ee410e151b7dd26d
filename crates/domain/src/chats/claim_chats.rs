use super::{Chat, ChatError, ChatLimit, Chats};
use crate::{
    audit::{EventKind, FieldChange},
    roles::Permission,
    sessions::{AccessTokenError, Actor, SessionError, Sessions},
    shared::{ChatId, Client},
};

/// A user takes over what they asked as a visitor.
#[derive(Clone, Debug)]
pub struct ClaimChats {
    /// The visitor's own access token: the proof.
    pub visitor_token: String,
    /// Which chats; `None`: all of them.
    pub chat_ids: Option<Vec<ChatId>>,
    /// Where the request came from.
    pub client: Client,
}

impl Chats {
    /// Gives chats of a visitor to the caller, and answers which. What is not the visitor's is left
    /// out: it may be the caller's already. The visitor stays one.
    ///
    /// `VisitorTokenInvalid` or `VisitorTokenExpired` unless the token is that of a visitor whose
    /// session lives; `LimitExceeded` if the caller would have more chats than are kept;
    /// `Forbidden` without the permission; `Revoked` or `Expired` if the caller's session has ended
    /// by then.
    pub async fn claim_chats(
        &self,
        actor: &Actor,
        command: ClaimChats,
    ) -> Result<Vec<ChatId>, ChatError> {
        actor.require(Permission::ClaimChats)?;
        let ClaimChats { visitor_token, chat_ids, client } = command;
        let sessions = Sessions { ports: self.ports.clone(), policy: self.policy.clone() };
        let visitor = sessions.authenticate(&visitor_token).await.map_err(token_error)?.actor;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let kept = sessions.lock_visitor(tx.as_mut(), Some(visitor), actor.user_id, now).await?;
        let kept = kept.ok_or(ChatError::VisitorTokenInvalid)?;
        actor.require_live(tx.as_mut(), now).await?;
        let given = tx.chats().give(kept.id, actor.user_id, chat_ids.as_deref()).await?;
        if !given.is_empty() {
            if tx.chats().count(actor.user_id).await? > Chat::MAX_PER_USER {
                return Err(ChatError::LimitExceeded(ChatLimit::Chats));
            }
            let event = self.ports.event(EventKind::ChatsClaimed, now, &client);
            let event = event.done_by(Some(actor), actor.user_id);
            let from = FieldChange::told("visitorId", Some(kept.id.to_string()), None);
            let count = FieldChange::told("chats", None, Some(given.len().to_string()));
            tx.audit().record(&event.changing(vec![from, count])).await?;
            tx.commit().await?;
        }
        Ok(given)
    }
}

/// What a visitor's token that is of no use means to whoever brings it.
fn token_error(error: SessionError) -> ChatError {
    match error {
        SessionError::AccessToken(AccessTokenError::Expired) | SessionError::Expired => {
            ChatError::VisitorTokenExpired
        }
        SessionError::AccessToken(_) | SessionError::Revoked | SessionError::NoCredential => {
            ChatError::VisitorTokenInvalid
        }
        other => other.into(),
    }
}
