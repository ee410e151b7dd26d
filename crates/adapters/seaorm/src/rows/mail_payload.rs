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

/// What else there is to a mail, beside its kind.
pub(super) fn write(mail: &Mail) -> Value {
    match mail {
        Mail::VerifyEmail { purpose, token, expires_at } => json!({
            "purpose": purpose.as_str(),
            "token": token.to_string(),
            "expires_at": expires_at.to_string(),
        }),
        Mail::EmailChangeRequested { new, token, expires_at } => json!({
            "new": new,
            "token": token.to_string(),
            "expires_at": expires_at.to_string(),
        }),
        Mail::ResetPassword { token, expires_at }
        | Mail::EmailChangeReverted { token, expires_at }
        | Mail::ConfirmEmailChange { token, expires_at }
        | Mail::Invitation { token, expires_at } => {
            json!({ "token": token.to_string(), "expires_at": expires_at.to_string() })
        }
        Mail::NewDevice { device, at } | Mail::SessionEndedAfterReuse { device, at } => {
            json!({ "device": device, "at": at.to_string() })
        }
        Mail::SignInMethodAdded { provider, at } => {
            json!({ "provider": provider, "at": at.to_string() })
        }
        Mail::SignInMethodRemoved { provider, at } => {
            json!({ "provider": provider, "at": at.to_string() })
        }
        Mail::AccountSuspended { at, until } => {
            json!({ "at": at.to_string(), "until": until.map(|until| until.to_string()) })
        }
        Mail::PasswordChanged { at } => json!({ "at": at.to_string() }),
        Mail::AddressAlreadyRegistered | Mail::Welcome | Mail::Goodbye => json!({}),
    }
}

/// Reads what [`write`] wrote of a mail of this [kind](Mail::kind).
pub(super) fn read(kind: &str, payload: &Value) -> Result<Mail, StoreError> {
    let payload = Payload(payload);
    Ok(match kind {
        "verify_email" => Mail::VerifyEmail {
            purpose: payload.field("purpose", TokenPurpose::parse)?,
            token: payload.token()?,
            expires_at: payload.moment("expires_at")?,
        },
        "address_already_registered" => Mail::AddressAlreadyRegistered,
        "welcome" => Mail::Welcome,
        "email_change_reverted" => Mail::EmailChangeReverted {
            token: payload.token()?,
            expires_at: payload.moment("expires_at")?,
        },
        "reset_password" => Mail::ResetPassword {
            token: payload.token()?,
            expires_at: payload.moment("expires_at")?,
        },
        "password_changed" => Mail::PasswordChanged { at: payload.moment("at")? },
        "confirm_email_change" => Mail::ConfirmEmailChange {
            token: payload.token()?,
            expires_at: payload.moment("expires_at")?,
        },
        "email_change_requested" => Mail::EmailChangeRequested {
            new: payload.text("new")?,
            token: payload.token()?,
            expires_at: payload.moment("expires_at")?,
        },
        "new_device" => {
            Mail::NewDevice { device: payload.text_if_any("device")?, at: payload.moment("at")? }
        }
        "sign_in_method_added" => Mail::SignInMethodAdded {
            provider: payload.text("provider")?,
            at: payload.moment("at")?,
        },
        "sign_in_method_removed" => Mail::SignInMethodRemoved {
            provider: payload.text_if_any("provider")?,
            at: payload.moment("at")?,
        },
        "session_ended_after_reuse" => Mail::SessionEndedAfterReuse {
            device: payload.text_if_any("device")?,
            at: payload.moment("at")?,
        },
        "account_suspended" => {
            Mail::AccountSuspended { at: payload.moment("at")?, until: payload.until()? }
        }
        "invitation" => {
            Mail::Invitation { token: payload.token()?, expires_at: payload.moment("expires_at")? }
        }
        "goodbye" => Mail::Goodbye,
        _ => return Err(corrupt(WHAT, format!("kind is {kind:?}"))),
    })
}

struct Payload<'v>(&'v Value);

impl Payload<'_> {
    fn token(&self) -> Result<TokenId, StoreError> {
        self.field("token", |text| Uuid::try_parse(text).ok()).map(TokenId::from_uuid)
    }

    fn moment(&self, name: &str) -> Result<Timestamp, StoreError> {
        let parse = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
        self.field(name, parse).map(Timestamp::from)
    }

    /// A mail that an earlier version wrote says nothing of it.
    fn until(&self) -> Result<Option<Timestamp>, StoreError> {
        match &self.0["until"] {
            Value::Null => Ok(None),
            _ => self.moment("until").map(Some),
        }
    }

    fn text_if_any(&self, name: &str) -> Result<Option<String>, StoreError> {
        match &self.0[name] {
            Value::Null => Ok(None),
            _ => self.text(name).map(Some),
        }
    }

    fn text(&self, name: &str) -> Result<String, StoreError> {
        self.field(name, |text| Some(text.to_owned()))
    }

    fn field<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        let value = &self.0[name];
        value.as_str().and_then(parse).ok_or_else(|| corrupt(WHAT, format!("{name} is {value}")))
    }
}
