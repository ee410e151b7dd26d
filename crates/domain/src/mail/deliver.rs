use std::time::Duration;

use super::{Backoff, Letter, MailError, Mailroom, OutboxMail};
use crate::{
    audit::EventKind,
    mail::MailedToken,
    shared::{Client, Timestamp},
    store::{StoreError, Transaction},
    users::TokenPurpose,
};

/// How long one worker keeps a claimed mail to itself; a dead worker loses it after that.
const LEASE: Duration = Duration::from_secs(60);
/// How long a mail waits when the provider did not take it.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_secs(5), longest: Duration::from_secs(3600) };
/// How long a mail waits at most, unless the provider says otherwise, when it could not be asked.
const AFTER_OUTAGE: Duration = Duration::from_secs(60);
/// A mail that is older than this when the provider cannot be asked is given up. Resend knows an
/// idempotency key for as long.
const OUTAGE_LIMIT: Duration = Duration::from_secs(24 * 3600);

/// What became of one claimed mail.
#[derive(Debug)]
pub enum Delivery {
    /// The provider took it.
    Sent(OutboxMail),
    /// The provider refused it for now; it will be tried again.
    Postponed(OutboxMail, MailError),
    /// The provider could not be asked, so nothing was tried; it will be.
    Waiting(OutboxMail, MailError),
    /// It will not be tried again.
    Dead(OutboxMail, MailError),
    /// The link in it works no longer, so it was not sent and never will be.
    Dropped(OutboxMail),
}

impl Mailroom {
    /// Claims at most `count` due mails and sends them one after the other. An empty answer means
    /// that nothing is due. Once the provider cannot be asked, the rest is left for another time:
    /// the caller is to wait before the next call.
    pub async fn deliver_due(&self, count: u32) -> Result<Vec<Delivery>, StoreError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let claimed = tx.outbox().claim(now, now.plus(LEASE), count).await?;
        tx.commit().await?;

        let mut deliveries = Vec::with_capacity(claimed.len());
        let mut claimed = claimed.into_iter();
        while let Some(mail) = claimed.next() {
            let delivery = self.deliver(mail).await?;
            let waiting = matches!(delivery, Delivery::Waiting(..));
            deliveries.push(delivery);
            if waiting {
                self.release(claimed.as_slice()).await?;
                break;
            }
        }
        Ok(deliveries)
    }

    /// Gives claimed mails back untried.
    async fn release(&self, mails: &[OutboxMail]) -> Result<(), StoreError> {
        if mails.is_empty() {
            return Ok(());
        }
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        for mail in mails {
            tx.outbox().release(mail.id, now, "the provider cannot be asked").await?;
        }
        tx.commit().await
    }

    async fn deliver(&self, owed: OutboxMail) -> Result<Delivery, StoreError> {
        let token = owed.mail.token();
        if let Some(token) = token
            && !self.works(token).await?
        {
            return self.drop_mail(owed).await;
        }
        let token =
            token.map(|token| self.ports.opaque_tokens.issue(token.purpose, token.id.as_uuid(), 0));
        let letter = Letter {
            id: owed.id,
            to: owed.to.clone(),
            locale: owed.locale.clone(),
            mail: owed.mail.clone(),
            token,
        };
        let result = self.ports.mailer.send(&letter).await;

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let delivery = match result {
            Ok(()) => {
                tx.outbox().delivered(owed.id, now).await?;
                Delivery::Sent(owed)
            }
            Err(error) => self.note_failure(tx.as_mut(), owed, error, now).await?,
        };
        tx.commit().await?;
        Ok(delivery)
    }

    async fn note_failure(
        &self,
        tx: &mut dyn Transaction,
        owed: OutboxMail,
        error: MailError,
        now: Timestamp,
    ) -> Result<Delivery, StoreError> {
        let why = error.to_string();
        let random = self.ports.random.as_ref();
        match error {
            MailError::Unavailable { retry_after, .. }
                if now < owed.created_at.plus(OUTAGE_LIMIT) =>
            {
                // Behind those that are due already: the next time, another one is tried first.
                // One that is old waits longer, since it may be what the provider stumbles over.
                let age = now.since(owed.created_at) / 10;
                let wish = retry_after.unwrap_or_default().max(age.min(AFTER_OUTAGE));
                let pause = BACKOFF.pause(1, Some(wish), random);
                tx.outbox().release(owed.id, now.plus(pause), &why).await?;
                Ok(Delivery::Waiting(owed, error))
            }
            MailError::Temporary { retry_after, .. }
                if owed.attempts < self.policy.mail.attempts =>
            {
                let pause = BACKOFF.pause(owed.attempts, retry_after, random);
                tx.outbox().postpone(owed.id, now.plus(pause), &why).await?;
                Ok(Delivery::Postponed(owed, error))
            }
            _ => {
                tx.outbox().bury(owed.id, now, &why).await?;
                Ok(Delivery::Dead(owed, error))
            }
        }
    }

    /// Whether the link would do anything for its reader.
    async fn works(&self, token: MailedToken) -> Result<bool, StoreError> {
        if token.expires_at <= self.ports.clock.now() {
            return Ok(false);
        }
        let mut read = self.ports.store.read();
        let id = token.id;
        Ok(match token.purpose {
            TokenPurpose::ConfirmRegistration => {
                read.registrations().find_by_token(id).await?.is_some()
            }
            TokenPurpose::ConfirmEmailChange => {
                read.email_changes().find_by_confirm_token(id).await?.is_some()
            }
            TokenPurpose::RevertEmailChange => {
                read.email_changes().find_by_revert_token(id).await?.is_some()
            }
            _ => read.one_time_tokens().find(id).await?.is_some(),
        })
    }

    async fn drop_mail(&self, owed: OutboxMail) -> Result<Delivery, StoreError> {
        let now = self.ports.clock.now();
        let event = self.ports.event(EventKind::MailDropped, now, &Client::default());
        let mut tx = self.ports.store.begin().await?;
        tx.outbox().bury(owed.id, now, "the link in it works no longer").await?;
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(Delivery::Dropped(owed))
    }
}
