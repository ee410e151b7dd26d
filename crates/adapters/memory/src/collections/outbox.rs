use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Outbox, OutboxMail},
    shared::{MailId, Timestamp},
    store::{StoreError, Unique},
};

use super::Collections;
use crate::{memory_store::BuriedMail, state::insert, view::View};

#[async_trait]
impl<V: View> Outbox for Collections<V> {
    async fn insert(&mut self, mail: &OutboxMail) -> Result<(), StoreError> {
        self.0.change(|state| insert(&mut state.outbox, mail.id, mail.clone(), Unique::Id))
    }

    async fn claim(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        count: u32,
    ) -> Result<Vec<OutboxMail>, StoreError> {
        self.0.change(|state| {
            let owed = Arc::make_mut(&mut state.outbox).values_mut();
            let mut due: Vec<_> = owed.filter(|mail| mail.due_at <= now).collect();
            due.sort_by_key(|mail| mail.due_at);
            due.truncate(usize::try_from(count).unwrap_or(usize::MAX));
            let claim = |mail: &mut OutboxMail| {
                mail.attempts += 1;
                mail.due_at = lease_until;
                mail.clone()
            };
            Ok(due.into_iter().map(claim).collect())
        })
    }

    async fn delivered(&mut self, id: MailId, _now: Timestamp) -> Result<(), StoreError> {
        self.0.change(|state| {
            Arc::make_mut(&mut state.outbox).remove(&id);
            Ok(())
        })
    }

    async fn postpone(
        &mut self,
        id: MailId,
        due_at: Timestamp,
        _why: &str,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(mail) = Arc::make_mut(&mut state.outbox).get_mut(&id) {
                mail.due_at = due_at;
            }
            Ok(())
        })
    }

    async fn bury(&mut self, id: MailId, now: Timestamp, why: &str) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(mail) = Arc::make_mut(&mut state.outbox).remove(&id) {
                let why = why.to_owned();
                let buried = BuriedMail { mail, at: now, why };
                Arc::make_mut(&mut state.buried).insert(id, buried);
            }
            Ok(())
        })
    }
}
