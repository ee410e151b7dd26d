use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Backlog, MailFilter, MailRecord, Outbox, OutboxMail},
    shared::{Cursor, Limit, MailId, Page, Timestamp},
    store::{StoreError, Unique},
    users::EmailAddress,
};

use super::{
    Collections,
    pages::{from_the_end, page},
    purge::purge,
};
use crate::{
    kept_mail::{Ended, KeptMail},
    state::{State, insert},
    view::View,
};

fn get_mut(state: &mut State, id: MailId) -> Option<&mut KeptMail> {
    Arc::make_mut(&mut state.outbox).get_mut(&id)
}

fn is_to_one_of(kept: &KeptMail, addresses: &[EmailAddress]) -> bool {
    addresses.iter().any(|address| kept.mail.to.canonical() == address.canonical())
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

    async fn remove(&mut self, id: MailId) -> Result<(), StoreError> {
        self.0.change(|state| {
            Arc::make_mut(&mut state.outbox).remove(&id);
            Ok(())
        })
    }

    async fn remove_all_to(&mut self, addresses: &[EmailAddress]) -> Result<(), StoreError> {
        self.0.change(|state| {
            let outbox = Arc::make_mut(&mut state.outbox);
            outbox.retain(|_, kept| !is_to_one_of(kept, addresses));
            Ok(())
        })
    }

    async fn list(
        &mut self,
        filter: &MailFilter,
        after: Option<&Cursor<MailRecord>>,
        limit: Limit,
    ) -> Result<Page<MailRecord>, StoreError> {
        let state = self.0.state();
        let records = state
            .outbox
            .values()
            .rev()
            .filter(|kept| filter.to.is_empty() || is_to_one_of(kept, &filter.to))
            .map(KeptMail::record)
            .filter(|record| filter.status.is_none_or(|status| status == record.status));
        let place = |record: &MailRecord| from_the_end(record.id.as_uuid().into_bytes());
        Ok(page(records, place, after, limit))
    }

    async fn backlog(&mut self) -> Result<Backlog, StoreError> {
        let state = self.0.state();
        let mut backlog = Backlog::default();
        for kept in state.outbox.values() {
            match kept.ended {
                None => {
                    backlog.owed += 1;
                    let created_at = kept.mail.created_at;
                    let oldest = backlog.oldest_created_at.unwrap_or(created_at);
                    backlog.oldest_created_at = Some(oldest.min(created_at));
                }
                Some(Ended::Dead(_)) => backlog.dead += 1,
                Some(Ended::Sent(_)) => {}
            }
        }
        Ok(backlog)
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| Ok(purge(&mut state.outbox, count, |kept| kept.ended_before(before))))
    }
}
