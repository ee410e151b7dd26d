use std::time::Duration;

use super::{Backoff, Letter, MailError, Mailroom, OutboxMail};
use crate::{
    audit::EventKind,
    mail::{Mail, MailedToken},
    shared::Client,
    store::{Source, StoreError},
    users::TokenPurpose,
};

/// How long one worker keeps a claimed mail to itself; a dead worker loses it after that.
const LEASE: Duration = Duration::from_secs(60);
/// How long a mail waits when the provider did not take it.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_secs(5), longest: Duration::from_secs(3600) };
/// How long nothing is tried when the provider cannot be asked. Even after an outage of hours all
/// that is owed leaves within two minutes of its end.
const OUTAGE: Backoff = Backoff { first: Duration::from_secs(5), longest: Duration::from_secs(60) };
/// The longest that a provider may keep us waiting by its own wish.
const LONGEST_WISH: Duration = Duration::from_secs(3600);
/// A mail that is older than this when the provider cannot be asked is given up. Resend knows an
/// idempotency key for as long.
const OUTAGE_LIMIT: Duration = Duration::from_secs(24 * 3600);

/// What came of one call.
#[derive(Debug)]
pub struct Round {
    /// What became of each mail that was tried. None: nothing was due.
    pub deliveries: Vec<Delivery>,
    /// The provider cannot be asked: nothing is to be tried before this has passed.
    pub pause: Option<Duration>,
}

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
    /// Its link works no longer, or its reader is suspended: it was not sent.
    Dropped(OutboxMail),
}

impl Delivery {
    /// Whether the provider had something to say about the mail.
    fn reached_the_provider(&self) -> bool {
        match self {
            Self::Sent(_) => true,
            Self::Postponed(_, error) | Self::Dead(_, error) => {
                !matches!(error, MailError::Unavailable { .. })
            }
            Self::Waiting(..) | Self::Dropped(_) => false,
        }
    }
}

/// What came of trying one mail.
enum Attempt {
    /// It is noted.
    Done(Delivery),
    /// No provider could be asked; what that means shows with the other mails.
    Unavailable(OutboxMail, Outage),
}

/// That no provider can be asked now.
struct Outage {
    retry_after: Option<Duration>,
    source: Source,
}

impl Mailroom {
    /// Claims at most `count` due mails and sends them one after the other. If no provider could be
    /// asked for any of them, nothing else would fare better for a while; `outages` says how many
    /// calls in a row have met that before. If another of them went through, it is the mail itself
    /// at which the provider stumbles, and that counts as an attempt.
    pub async fn deliver_due(&self, count: u32, outages: u32) -> Result<Round, StoreError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let claimed = tx.outbox().claim(now, now.plus(LEASE), count).await?;
        tx.commit().await?;

        let mut deliveries = Vec::with_capacity(claimed.len());
        let mut unavailable = Vec::new();
        for mail in claimed {
            match self.attempt(mail).await? {
                Attempt::Done(delivery) => deliveries.push(delivery),
                Attempt::Unavailable(mail, outage) => unavailable.push((mail, outage)),
            }
        }
        let reached = deliveries.iter().any(Delivery::reached_the_provider);
        let wish =
            unavailable.iter().map(|(_, outage)| outage.retry_after.unwrap_or_default()).max();
        for (mail, outage) in unavailable {
            deliveries.push(self.note_outage(mail, outage, reached).await?);
        }
        let pause = wish.filter(|_| !reached).map(|wish| {
            let pause = OUTAGE.pause(outages + 1, None, self.ports.random.as_ref());
            pause.max(wish.min(LONGEST_WISH))
        });
        Ok(Round { deliveries, pause })
    }

    async fn attempt(&self, owed: OutboxMail) -> Result<Attempt, StoreError> {
        let token = owed.mail.token();
        if let Some(token) = token
            && !self.works(token).await?
        {
            return self.drop_mail(owed, "the link in it works no longer").await.map(Attempt::Done);
        }
        if self.reader_is_suspended(&owed).await? {
            return self.drop_mail(owed, "the account is suspended").await.map(Attempt::Done);
        }
        let token =
            token.map(|token| self.ports.opaque_tokens.issue(token.purpose, token.id.as_uuid(), 0));
        let letter = Letter {
            id: owed.id,
            to: owed.to.written().to_owned(),
            locale: owed.locale.clone(),
            mail: owed.mail.clone(),
            token,
        };
        match self.ports.mailer.send(&letter).await {
            Err(MailError::Unavailable { retry_after, source }) => {
                Ok(Attempt::Unavailable(owed, Outage { retry_after, source }))
            }
            Err(error @ MailError::Permanent(_)) => {
                self.give_up(owed, error).await.map(Attempt::Done)
            }
            Err(error @ MailError::Temporary { retry_after, .. }) => {
                self.postpone(owed, error, retry_after).await.map(Attempt::Done)
            }
            Ok(()) => {
                let now = self.ports.clock.now();
                let mut tx = self.ports.store.begin().await?;
                match owed.mail {
                    // The last that was known of somebody.
                    Mail::Goodbye => tx.outbox().remove(owed.id).await?,
                    _ => tx.outbox().delivered(owed.id, now).await?,
                }
                tx.commit().await?;
                Ok(Attempt::Done(Delivery::Sent(owed)))
            }
        }
    }

    /// The provider could not be asked about a mail. If it was `reached` with another one
    /// meanwhile, it stumbles over this mail, and that counts.
    async fn note_outage(
        &self,
        owed: OutboxMail,
        outage: Outage,
        reached: bool,
    ) -> Result<Delivery, StoreError> {
        let Outage { retry_after, source } = outage;
        let error = MailError::Unavailable { retry_after, source };
        if reached {
            return self.postpone(owed, error, retry_after).await;
        }
        let now = self.ports.clock.now();
        if now >= owed.created_at.plus(OUTAGE_LIMIT) {
            return self.give_up(owed, error).await;
        }
        // Behind those that are due already: the next time, others are tried first.
        let pause = BACKOFF.pause(1, retry_after, self.ports.random.as_ref());
        let mut tx = self.ports.store.begin().await?;
        tx.outbox().release(owed.id, now.plus(pause), &error.said()).await?;
        tx.commit().await?;
        Ok(Delivery::Waiting(owed, error))
    }

    async fn postpone(
        &self,
        owed: OutboxMail,
        error: MailError,
        wish: Option<Duration>,
    ) -> Result<Delivery, StoreError> {
        if owed.attempts >= self.policy.mail.attempts {
            return self.give_up(owed, error).await;
        }
        let pause = BACKOFF.pause(owed.attempts, wish, self.ports.random.as_ref());
        let due_at = self.ports.clock.now().plus(pause);
        let mut tx = self.ports.store.begin().await?;
        tx.outbox().postpone(owed.id, due_at, &error.said()).await?;
        tx.commit().await?;
        Ok(Delivery::Postponed(owed, error))
    }

    async fn give_up(&self, owed: OutboxMail, error: MailError) -> Result<Delivery, StoreError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        tx.outbox().bury(owed.id, now, &error.said()).await?;
        tx.commit().await?;
        Ok(Delivery::Dead(owed, error))
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
            TokenPurpose::VerifyEmail
            | TokenPurpose::ResetPassword
            | TokenPurpose::AcceptInvitation => read.one_time_tokens().find(id).await?.is_some(),
            // They are never mailed.
            TokenPurpose::Refresh
            | TokenPurpose::OauthState
            | TokenPurpose::OauthBrowser
            | TokenPurpose::OauthNonce
            | TokenPurpose::OauthVerifier
            | TokenPurpose::OauthCode => false,
        })
    }

    /// A suspended account gets no mail but the one that says so.
    async fn reader_is_suspended(&self, owed: &OutboxMail) -> Result<bool, StoreError> {
        if let Mail::AccountSuspended { .. } = owed.mail {
            return Ok(false);
        }
        let reader = self.ports.store.read().users().find_by_email(&owed.to).await?;
        let now = self.ports.clock.now();
        Ok(reader.is_some_and(|reader| reader.is_suspended(now)))
    }

    async fn drop_mail(&self, owed: OutboxMail, why: &'static str) -> Result<Delivery, StoreError> {
        let now = self.ports.clock.now();
        let event = self.ports.event(EventKind::MailDropped, now, &Client::default());
        let mut tx = self.ports.store.begin().await?;
        tx.outbox().bury(owed.id, now, why).await?;
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(Delivery::Dropped(owed))
    }
}
