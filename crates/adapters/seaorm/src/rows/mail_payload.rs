//! What a mail says, as its kind and a JSON document: a mail of a new kind needs no new column.

use bookplate_domain::{
    mail::Mail,
    shared::{Timestamp, TokenId},
    store::StoreError,
    users::TokenPurpose,
};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{outbox_mail::WHAT, read::corrupt};

const VERIFY_EMAIL: &str = "verify_email";
const ADDRESS_ALREADY_REGISTERED: &str = "address_already_registered";
const RESET_PASSWORD: &str = "reset_password";
const PASSWORD_CHANGED: &str = "password_changed";
const SESSION_ENDED_AFTER_REUSE: &str = "session_ended_after_reuse";

/// The kind of a mail and what else there is to it.
pub(super) fn write(mail: &Mail) -> (&'static str, Value) {
    match mail {
        Mail::VerifyEmail { purpose, token, expires_at } => {
            let payload = json!({
                "purpose": purpose.as_str(),
                "token": token.to_string(),
                "expires_at": expires_at.to_string(),
            });
            (VERIFY_EMAIL, payload)
        }
        Mail::AddressAlreadyRegistered => (ADDRESS_ALREADY_REGISTERED, json!({})),
        Mail::ResetPassword { token, expires_at } => {
            let payload =
                json!({ "token": token.to_string(), "expires_at": expires_at.to_string() });
            (RESET_PASSWORD, payload)
        }
        Mail::PasswordChanged { at } => (PASSWORD_CHANGED, json!({ "at": at.to_string() })),
        Mail::SessionEndedAfterReuse { device, at } => {
            let payload = json!({ "device": device, "at": at.to_string() });
            (SESSION_ENDED_AFTER_REUSE, payload)
        }
    }
}

/// Reads what [`write`] wrote.
pub(super) fn read(kind: &str, payload: &Value) -> Result<Mail, StoreError> {
    match kind {
        VERIFY_EMAIL => Ok(Mail::VerifyEmail {
            purpose: field(payload, "purpose", TokenPurpose::parse)?,
            token: token(payload)?,
            expires_at: field(payload, "expires_at", moment)?,
        }),
        ADDRESS_ALREADY_REGISTERED => Ok(Mail::AddressAlreadyRegistered),
        RESET_PASSWORD => Ok(Mail::ResetPassword {
            token: token(payload)?,
            expires_at: field(payload, "expires_at", moment)?,
        }),
        PASSWORD_CHANGED => Ok(Mail::PasswordChanged { at: field(payload, "at", moment)? }),
        SESSION_ENDED_AFTER_REUSE => Ok(Mail::SessionEndedAfterReuse {
            device: match &payload["device"] {
                Value::Null => None,
                _ => Some(field(payload, "device", |text| Some(text.to_owned()))?),
            },
            at: field(payload, "at", moment)?,
        }),
        _ => Err(corrupt(WHAT, format!("kind is {kind:?}"))),
    }
}

fn token(payload: &Value) -> Result<TokenId, StoreError> {
    field(payload, "token", |text| Uuid::try_parse(text).ok()).map(TokenId::from_uuid)
}

fn field<T>(
    payload: &Value,
    name: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let value = &payload[name];
    value.as_str().and_then(parse).ok_or_else(|| corrupt(WHAT, format!("{name} is {value}")))
}

fn moment(text: &str) -> Option<Timestamp> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(Timestamp::from)
}
