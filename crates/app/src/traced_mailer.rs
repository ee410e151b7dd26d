use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::mail::{Letter, MailError, Mailer};
use bookplate_http::EXPORTED_SPANS;
use tracing::{field::Empty, info_span};

/// A mailer with a span for each letter, to be exported. Nothing in it tells whom it is for.
pub struct TracedMailer(pub Arc<dyn Mailer>);

#[async_trait]
impl Mailer for TracedMailer {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let kind = letter.mail.kind();
        let span = info_span!(
            target: EXPORTED_SPANS,
            parent: None,
            "mail",
            otel.name = %format_args!("send {kind}"),
            otel.kind = "client",
            otel.status_code = Empty,
            error.type = Empty,
            mail.kind = kind,
            mail.id = %letter.id,
        );
        let sent = self.0.send(letter).await;
        if let Err(error) = &sent {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", word(error));
        }
        sent
    }
}

fn word(error: &MailError) -> &'static str {
    match error {
        MailError::Unavailable { .. } => "unavailable",
        MailError::Temporary { .. } => "temporary",
        MailError::Permanent(_) => "permanent",
    }
}
