use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Letter, MailError, Mailer, SentMail, SentMails},
    shared::Clock,
    users::EmailAddress,
};

use crate::Renderer;

/// A mailbox for everybody's mail, in memory: nothing leaves the house. For development.
pub struct Mailbox {
    renderer: Renderer,
    clock: Arc<dyn Clock>,
    /// The newest first.
    mails: Mutex<VecDeque<SentMail>>,
}

impl Mailbox {
    /// How many mails are kept, the newest.
    pub const CAPACITY: usize = 1000;

    /// An empty mailbox.
    pub fn new(renderer: Renderer, clock: Arc<dyn Clock>) -> Self {
        Self { renderer, clock, mails: Mutex::default() }
    }

    fn mails(&self) -> MutexGuard<'_, VecDeque<SentMail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let rendered = self.renderer.render(letter).map_err(MailError::Permanent)?;
        let mut mails = self.mails();
        // As providers do: a letter that is here already was sent again for want of an answer.
        if mails.iter().any(|mail| mail.id == letter.id) {
            return Ok(());
        }
        mails.push_front(SentMail {
            id: letter.id,
            to: letter.to.clone(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            created_at: self.clock.now(),
        });
        mails.truncate(Self::CAPACITY);
        Ok(())
    }
}

impl SentMails for Mailbox {
    fn list(&self, to: Option<&EmailAddress>) -> Vec<SentMail> {
        let is_for = |mail: &&SentMail| {
            to.is_none_or(|to| {
                EmailAddress::parse(&mail.to).is_ok_and(|sent| sent.canonical() == to.canonical())
            })
        };
        self.mails().iter().filter(is_for).cloned().collect()
    }
}

/// The mails hold live links: none of them is shown.
impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox").field("mails", &self.mails().len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bookplate_domain::{
        mail::Mail,
        shared::{Locale, MailId, Timestamp},
    };
    use bookplate_testkit::ManualClock;
    use uuid::Uuid;

    use super::*;
    use crate::renderer::tests::renderer;

    fn letter(number: u128, to: &str) -> Letter {
        Letter {
            id: MailId::from_uuid(Uuid::from_u128(number)),
            to: to.to_owned(),
            locale: Locale::default(),
            mail: Mail::AddressAlreadyRegistered,
            token: None,
        }
    }

    fn mailbox() -> (Mailbox, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::default());
        (Mailbox::new(renderer(), clock.clone()), clock)
    }

    #[tokio::test]
    async fn the_newest_mail_comes_first_with_the_moment_it_was_sent() {
        let (mailbox, clock) = mailbox();
        let first = clock.now();
        mailbox.send(&letter(1, "ada@example.com")).await.unwrap();
        clock.advance(Duration::from_secs(1));
        mailbox.send(&letter(2, "eve@example.com")).await.unwrap();
        let mails = mailbox.list(None);
        let seen: Vec<(&str, Timestamp)> =
            mails.iter().map(|m| (m.to.as_str(), m.created_at)).collect();
        assert_eq!(
            seen,
            [("eve@example.com", first.plus(Duration::from_secs(1))), ("ada@example.com", first),]
        );
        assert!(mails[0].subject.contains("Inkwell"));
        assert!(mails[0].html.contains("<html") && !mails[0].text.contains('<'));
    }

    #[tokio::test]
    async fn any_spelling_finds_the_mails_to_an_address() {
        let (mailbox, _) = mailbox();
        mailbox.send(&letter(1, "Ada@Example.com")).await.unwrap();
        mailbox.send(&letter(2, "eve@example.com")).await.unwrap();
        let found = |to| {
            let to = EmailAddress::parse(to).unwrap();
            mailbox.list(Some(&to)).len()
        };
        assert_eq!(found("ada@EXAMPLE.com"), 1);
        assert_eq!(found("bob@example.com"), 0);
        assert_eq!(mailbox.list(None).len(), 2);
    }

    #[tokio::test]
    async fn a_letter_that_is_sent_again_is_there_once() {
        let (mailbox, _) = mailbox();
        for _ in 0..3 {
            mailbox.send(&letter(1, "ada@example.com")).await.unwrap();
        }
        assert_eq!(mailbox.list(None).len(), 1);
    }

    #[tokio::test]
    async fn the_oldest_mails_make_room() {
        let (mailbox, _) = mailbox();
        for number in 0..=1000 {
            mailbox.send(&letter(number, "ada@example.com")).await.unwrap();
        }
        let mails = mailbox.list(None);
        assert_eq!(mails.len(), 1000);
        assert_eq!(mails[0].id, letter(1000, "").id);
        assert_eq!(mails[999].id, letter(1, "").id);
    }

    #[tokio::test]
    async fn a_letter_that_cannot_be_rendered_is_refused_for_good() {
        let (mailbox, clock) = mailbox();
        let broken = Letter {
            mail: Mail::VerifyEmail {
                purpose: bookplate_domain::users::TokenPurpose::VerifyEmail,
                token: bookplate_domain::shared::TokenId::from_uuid(Uuid::nil()),
                expires_at: clock.now(),
            },
            ..letter(1, "ada@example.com")
        };
        let refused = mailbox.send(&broken).await;
        assert!(matches!(refused, Err(MailError::Permanent(_))));
        assert!(mailbox.list(None).is_empty());
    }
}
