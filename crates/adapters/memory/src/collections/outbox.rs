use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    mail::{MailRecord, MailStatus, Outbox, OutboxMail},
    shared::{Cursor, Limit, MailId, Page, Timestamp},
    store::{StoreError, Unique},
};

use super::Collections;
use crate::{
    kept_mail::{Ended, KeptMail},
    state::{State, insert},
    view::View,
};

fn get_mut(state: &mut State, id: MailId) -> Option<&mut KeptMail> {
    Arc::make_mut(&mut state.outbox).get_mut(&id)
}

fn owed_mut(state: &mut State, id: MailId) -> Option<&mut KeptMail> {
    get_mut(state, id).filter(|kept| kept.is_owed())
}

#[async_trait]
impl<V: View> Outbox for Collections<V> {
    async fn insert(&mut self, mail: &OutboxMail) -> Result<(), StoreError> {
        let kept = KeptMail::new(mail.clone());
        self.0.change(|state| insert(&mut state.outbox, mail.id, kept, Unique::Id))
    }

    async fn claim(
        &mut self,
        now: Timestamp,
        lease_until: Timestamp,
        count: u32,
    ) -> Result<Vec<OutboxMail>, StoreError> {
        self.0.change(|state| {
            let owed = Arc::make_mut(&mut state.outbox).values_mut().filter(|kept| kept.is_owed());
            let mails = owed.map(|kept| &mut kept.mail);
            let mut due: Vec<_> = mails.filter(|mail| mail.due_at <= now).collect();
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

    async fn delivered(&mut self, id: MailId, now: Timestamp) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(kept) = get_mut(state, id) {
                kept.ended = Some(Ended::Sent(now));
            }
            Ok(())
        })
    }

    async fn postpone(
        &mut self,
        id: MailId,
        due_at: Timestamp,
        why: &str,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(kept) = owed_mut(state, id) {
                kept.mail.due_at = due_at;
                kept.last_error = Some(why.to_owned());
            }
            Ok(())
        })
    }

    async fn release(
        &mut self,
        id: MailId,
        due_at: Timestamp,
        why: &str,
    ) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(kept) = owed_mut(state, id) {
                kept.mail.attempts = kept.mail.attempts.saturating_sub(1);
                kept.mail.due_at = due_at;
                kept.last_error = Some(why.to_owned());
            }
            Ok(())
        })
    }

    async fn bury(&mut self, id: MailId, now: Timestamp, why: &str) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(kept) = get_mut(state, id).filter(|kept| !kept.is_sent()) {
                kept.ended = Some(Ended::Dead(now));
                kept.last_error = Some(why.to_owned());
            }
            Ok(())
        })
    }

    async fn retry(&mut self, id: MailId, now: Timestamp) -> Result<bool, StoreError> {
        self.0.change(|state| {
            let dead = |kept: &&mut KeptMail| matches!(kept.ended, Some(Ended::Dead(_)));
            let Some(kept) = get_mut(state, id).filter(dead) else {
                return Ok(false);
            };
            let mail = OutboxMail { attempts: 0, due_at: now, ..kept.mail.clone() };
            *kept = KeptMail::new(mail);
            Ok(true)
        })
    }

    /// A cursor is the 16 bytes of the last id.
    async fn list(
        &mut self,
        status: Option<MailStatus>,
        after: Option<&Cursor<MailRecord>>,
        limit: Limit,
    ) -> Result<Page<MailRecord>, StoreError> {
        let state = self.0.state();
        let behind =
            |id: &MailId| after.is_none_or(|cursor| id.as_uuid().as_bytes()[..] < *cursor.key());
        let newest_first = state.outbox.iter().rev().filter(|(id, _)| behind(id));
        let mut records = newest_first
            .map(|(_, kept)| kept.record())
            .filter(|record| status.is_none_or(|status| status == record.status));
        let items: Vec<_> = records.by_ref().take(limit.get().into()).collect();
        let next = match (items.last(), records.next()) {
            (Some(last), Some(_)) => Some(Cursor::after(last.id.as_uuid().as_bytes().to_vec())),
            _ => None,
        };
        Ok(Page { items, next })
    }
}
