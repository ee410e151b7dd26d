use std::fmt;

use lettre::message::Mailbox;

/// Whom mails come from: `accounts@example.com` or `Name <accounts@example.com>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromAddress(Mailbox);

/// The text is not one mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a mailbox: accounts@example.com or Name <accounts@example.com>")]
pub struct InvalidFromAddress;

impl FromAddress {
    /// Reads a mailbox. Its address is ASCII, so that every server can send from it; the name may
    /// be in any script.
    pub fn parse(text: &str) -> Result<Self, InvalidFromAddress> {
        if text.contains(char::is_control) {
            return Err(InvalidFromAddress);
        }
        let mailbox: Mailbox = text.trim().parse().map_err(|_| InvalidFromAddress)?;
        let address: &str = mailbox.email.as_ref();
        if address.is_ascii() { Ok(Self(mailbox)) } else { Err(InvalidFromAddress) }
    }

    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.0
    }

    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

/// As it stands in a header, and as it is read again.
impl fmt::Display for FromAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_reads_back_with_and_without_a_name() {
        for text in [
            "accounts@example.com",
            "Inkwell <accounts@example.com>",
            "\"Inkwell, Inc.\" <accounts@example.com>",
            "Tintenfaß <accounts@example.com>",
        ] {
            let from = FromAddress::parse(text).unwrap();
            assert_eq!(from.domain(), "example.com");
            assert_eq!(FromAddress::parse(&from.to_string()), Ok(from), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "accounts",
            "accounts@",
            "a@example.com, b@example.com",
            "Inkwell <accounts@example.com>\r\nBcc: eve@example.com",
            "Inkwell\n <accounts@example.com>",
            "tinte@tintenfaß.example",
        ] {
            assert_eq!(FromAddress::parse(text), Err(InvalidFromAddress), "{text}");
        }
    }
}
