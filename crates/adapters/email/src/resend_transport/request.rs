use aws_lc_rs::digest::{SHA256, digest};
use bookplate_domain::{shared::MailId, store::Source};
use lettre::Address;
use serde::Serialize;

use crate::{FromAddress, Rendered};

/// What `POST /emails` takes.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    from: String,
    to: [&'a str; 1],
    subject: &'a str,
    html: &'a str,
    text: &'a str,
}

impl<'a> Body<'a> {
    pub(super) fn new(from: &FromAddress, to: &'a Address, mail: &'a Rendered) -> Self {
        Self {
            from: from.to_string(),
            to: [to.as_ref()],
            subject: &mail.subject,
            html: &mail.html,
            text: &mail.text,
        }
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>, Source> {
        Ok(serde_json::to_vec(self)?)
    }
}

/// The same for each attempt at the same mail. The digest is there because a key that comes again
/// with other content is refused, and a new version of the service may write a mail otherwise.
pub(super) fn idempotency_key(id: MailId, body: &[u8]) -> String {
    let digest = digest(&SHA256, body);
    let short: String = digest.as_ref().iter().take(8).map(hex).collect();
    format!("{id}-{short}")
}

fn hex(byte: &u8) -> String {
    format!("{byte:02x}")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_key_is_the_same_for_the_same_mail_and_another_for_other_content() {
        let id = MailId::from_uuid(Uuid::from_u128(7));
        let key = idempotency_key(id, b"abc");
        assert_eq!(key, "00000000-0000-0000-0000-000000000007-ba7816bf8f01cfea");
        assert_ne!(key, idempotency_key(id, b"abd"));
        let other = MailId::from_uuid(Uuid::from_u128(8));
        assert_ne!(key, idempotency_key(other, b"abc"));
    }
}
