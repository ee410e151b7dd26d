use super::{Fields, one_of};

/// How the refresh token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// In the bodies: for programs that can keep it.
    Body,
    /// In a cookie that no script reads: for browsers.
    Cookie,
}

impl Transport {
    pub(super) const ALL: [Self; 2] = [Self::Body, Self::Cookie];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Cookie => "cookie",
        }
    }

    /// The field `transport`, which may be missing.
    pub(crate) fn read(fields: &mut Fields) -> Option<Self> {
        let transport = fields.optional_text("transport", one_of(&Self::ALL, Self::as_str));
        transport.map(|transport| transport.unwrap_or(Self::Body))
    }
}
