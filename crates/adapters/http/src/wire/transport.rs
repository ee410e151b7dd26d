use bookplate_domain::shared::{FieldCode, Invalid};

use super::Fields;

/// How the refresh token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// In the bodies: for programs that can keep it.
    Body,
    /// In a cookie that no script reads: for browsers.
    Cookie,
}

impl Transport {
    /// The field `transport`, which may be missing.
    pub(crate) fn read(fields: &mut Fields) -> Option<Self> {
        let transport = fields.optional_text("transport", |text| match text {
            "body" => Ok(Self::Body),
            "cookie" => Ok(Self::Cookie),
            _ => Err(Invalid::new(FieldCode::NotAllowed, "must be \"body\" or \"cookie\"")),
        });
        transport.map(|transport| transport.unwrap_or(Self::Body))
    }
}
