use super::{Actor, SessionError, SessionGrant, Sessions};
use crate::{
    audit::{EventKind, FieldChange},
    roles::Role,
    shared::{Client, Timestamp, UserId},
    store::{StoreError, Transaction},
    users::User,
};

impl Sessions {
    /// Keeps the visitor who signs in to an account, together with the account. `None` if the
    /// caller is no visitor, or none any more: somebody signs in all the same.
    pub(crate) async fn lock_visitor(
        &self,
        tx: &mut dyn Transaction,
        caller: Option<Actor>,
        account: UserId,
        now: Timestamp,
    ) -> Result<Option<User>, SessionError> {
        let Some(caller) = caller.filter(|caller| caller.role == Role::Anonymous) else {
            return Ok(None);
        };
        // The lowest id first, as everybody who keeps several.
        let (first, second) = (caller.user_id.min(account), caller.user_id.max(account));
        let kept = [tx.users().lock(first).await?, tx.users().lock(second).await?];
        let visitor = kept.into_iter().flatten().find(|user| user.id == caller.user_id);
        let Some(visitor) = visitor.filter(|user| user.role == Role::Anonymous) else {
            return Ok(None);
        };
        match caller.require_live(tx, now).await {
            Ok(_) => Ok(Some(visitor)),
            Err(SessionError::Store(error)) => Err(error.into()),
            Err(_) => Ok(None),
        }
    }

    /// Ends a visitor whom the transaction keeps: what was theirs is the account's from now on.
    /// Answers how many chats that were; an account may have more than it could start for it.
    pub(crate) async fn merge_visitor(
        &self,
        tx: &mut dyn Transaction,
        visitor: &User,
        grant: &SessionGrant,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let (account, client) = (grant.user.id, &grant.session.client);
        let chats = tx.chats().give(visitor.id, account, None).await?;
        tx.users().delete(visitor.id).await?;
        let merged = self.ports.event(EventKind::VisitorMerged, now, client);
        let who = FieldChange::told("visitorId", Some(visitor.id.to_string()), None);
        let merged = merged.by(account).in_session(grant.session.id).changing(vec![who]);
        let deleted = self.ports.event(EventKind::UserDeleted, now, &Client::default());
        tx.audit().record_all(&[merged, deleted.concerning(Some(visitor.id))]).await?;
        Ok(chats.len() as u64)
    }
}
