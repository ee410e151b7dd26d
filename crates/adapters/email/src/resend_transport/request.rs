use bookplate_domain::store::Source;
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
    headers: Headers,
}

/// Says that nobody wrote this by hand, so that no autoresponder answers (RFC 3834, 5).
#[derive(Serialize)]
struct Headers {
    #[serde(rename = "Auto-Submitted")]
    auto_submitted: &'static str,
}

impl<'a> Body<'a> {
    pub(super) fn new(from: &FromAddress, to: &'a Address, mail: &'a Rendered) -> Self {
        Self {
            from: from.to_string(),
            to: [to.as_ref()],
            subject: &mail.subject,
            html: &mail.html,
            text: &mail.text,
            headers: Headers { auto_submitted: "auto-generated" },
        }
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>, Source> {
        Ok(serde_json::to_vec(self)?)
    }
}
