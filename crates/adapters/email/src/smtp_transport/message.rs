use bookplate_domain::{mail::MailError, shared::MailId, store::Source};
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};

use crate::{FromAddress, Rendered, recipient};

/// The mail as it goes over the wire. Its `Message-ID` is its own id, so that whoever gets a
/// repetition can see that it is one.
pub(super) fn compose(
    from: &FromAddress,
    id: MailId,
    to: &str,
    rendered: Rendered,
) -> Result<Message, MailError> {
    let refused = |why: &'static str| MailError::Permanent(why.into());
    let to = recipient::parse(to).ok_or_else(|| refused("the recipient is no address"))?;
    Message::builder()
        .from(from.mailbox().clone())
        .to(Mailbox::new(None, to))
        .subject(rendered.subject)
        .message_id(Some(format!("<{id}@{}>", from.domain())))
        .date_now()
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))
        .map_err(|error| MailError::Permanent(error.into()))
}

/// Says that nobody wrote this by hand, so that no autoresponder answers (RFC 3834, 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Source> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: MailId = MailId::from_uuid(Uuid::from_u128(7));

    fn rendered(subject: &str) -> Rendered {
        Rendered {
            subject: subject.to_owned(),
            text: "Plain.".to_owned(),
            html: "<p>Rich.</p>".to_owned(),
        }
    }

    fn headers(from: &str, subject: &str) -> Vec<String> {
        let from = FromAddress::parse(from).unwrap();
        let message = compose(&from, ID, "ada@example.com", rendered(subject)).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let names = head.lines().filter(|line| !line.starts_with([' ', '\t']));
        names.map(str::to_owned).collect()
    }

    #[test]
    fn a_line_end_in_a_subject_makes_no_header() {
        for subject in ["Hi\r\nBcc: eve@example.com", "Hi\nBcc: x", "Hi\rBcc: x", "Grüße\r\nBcc: x"]
        {
            let headers = headers("Inkwell <a@example.com>", subject);
            assert_eq!(headers.len(), 8, "{headers:?}");
            assert!(!headers.iter().any(|h| h.starts_with("Bcc")), "{headers:?}");
        }
    }

    #[test]
    fn the_message_id_is_the_letters_and_its_domain_the_senders() {
        let expected = "Message-ID: <00000000-0000-0000-0000-000000000007@example.org>";
        let headers = headers("accounts@example.org", "Hi");
        assert!(headers.iter().any(|h| h == expected), "{headers:?}");
    }

    #[test]
    fn a_recipient_that_is_no_address_is_refused_for_good() {
        let from = FromAddress::parse("a@example.com").unwrap();
        let refused = compose(&from, ID, "ada\r\n@example.com", rendered("Hi"));
        assert!(matches!(refused, Err(MailError::Permanent(_))));
    }
}
