use bookplate_domain::identities::{ProviderError, Subject};
use serde::Deserialize;
use serde_json::Value;

use crate::{profile::Profile, step::Step};

/// `GET /user`.
#[derive(Debug, Deserialize)]
pub(super) struct UserAnswer {
    id: Value,
    #[serde(default)]
    login: Value,
    #[serde(default)]
    name: Value,
}

impl UserAnswer {
    /// The numeric id: a login can change hands.
    pub(super) fn subject(&self) -> Result<Subject, ProviderError> {
        let id = self.id.as_u64().filter(|id| *id > 0);
        id.and_then(|id| Subject::parse(&id.to_string()).ok())
            .ok_or_else(|| Step::User.untrustworthy("its id is none"))
    }
}

/// One of `GET /user/emails`.
#[derive(Debug, Deserialize)]
pub(super) struct EmailAnswer {
    #[serde(default)]
    email: Value,
    #[serde(default)]
    primary: Value,
    #[serde(default)]
    verified: Value,
}

/// The primary address alone counts: any other is not the one that GitHub itself writes to.
pub(super) fn profile(user: UserAnswer, emails: Vec<EmailAnswer>) -> Profile {
    let primary = emails.into_iter().find(|email| email.primary == Value::Bool(true));
    let (email, email_verified) =
        primary.map_or((Value::Null, Value::Null), |primary| (primary.email, primary.verified));
    let has_name = user.name.as_str().is_some_and(|name| !name.trim().is_empty());
    Profile { email, email_verified, name: if has_name { user.name } else { user.login } }
}
