use async_trait::async_trait;
use bookplate_domain::mail::{MailError, Mailer};
use bookplate_domain::shared::MailId;

use crate::Rendered;

/// A way out for mail that can be looked at without a mail that is owed to anybody.
#[async_trait]
pub trait Examine: Mailer {
    /// Goes as far as a mail would go, without one: connects, turns to TLS, signs in. Answers what was
    /// seen, in words for an operator and without anything secret.
    async fn examine(&self) -> Result<String, MailError>;

    /// Sends a mail that says nothing but that it was sent.
    async fn send_trial(&self, id: MailId, to: &str) -> Result<(), MailError>;
}

/// What such a mail says. Its reader is whoever runs the service, so it is in English and nobody's
/// templates apply.
pub(crate) fn trial() -> Rendered {
    const SENTENCE: &str = "This is a test mail. It was sent by \"bookplate doctor\", to see whether \
                            mails arrive. There is nothing to do.";
    Rendered {
        subject: "Test mail of bookplate doctor".to_owned(),
        text: format!("{SENTENCE}\n"),
        html: format!("<!DOCTYPE html><html lang=\"en\"><body><p>{SENTENCE}</p></body></html>"),
    }
}
