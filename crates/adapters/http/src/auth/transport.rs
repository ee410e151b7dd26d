use bookplate_domain::shared::{FieldCode, Invalid};

use secrecy::SecretString;

use crate::wire::Fields;

/// How the refresh token travels. There is one way so far: in the body.
pub(super) fn read_transport(fields: &mut Fields) -> Option<Option<()>> {
    fields.optional_text("transport", |text| match text {
        "body" => Ok(()),
        _ => Err(Invalid::new(FieldCode::NotAllowed, "must be \"body\"")),
    })
}

/// A refresh token that must be there; whether it is one of ours is judged later.
pub(super) fn read_refresh_token(fields: &mut Fields) -> Option<SecretString> {
    fields.text("refreshToken", |text| Ok(SecretString::from(text)))
}

/// The same, where it may be missing.
pub(super) fn read_optional_refresh_token(fields: &mut Fields) -> Option<Option<SecretString>> {
    fields.optional_text("refreshToken", |text| Ok(SecretString::from(text)))
}
