use bookplate_domain::{
    roles::Role,
    sessions::{AccessTokenError, Claims},
    shared::{SessionId, Timestamp, TokenId, UserId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How far the clocks of two nodes may be apart, in seconds.
const LEEWAY: i64 = 5;
/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// The claims as they stand in a token. Whatever is missing or has another type is refused by
/// reading it into this.
#[derive(Serialize, Deserialize)]
pub(crate) struct JwtClaims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    exp: i64,
    /// We never write it, but honour it.
    #[serde(skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    jti: Uuid,
    r#gen: u32,
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    email_verified: bool,
    auth_time: i64,
}

impl JwtClaims {
    pub(crate) fn new(claims: &Claims, issuer: &str, audience: &str) -> Self {
        Self {
            iss: issuer.to_owned(),
            aud: audience.to_owned(),
            sub: claims.user_id.as_uuid(),
            sid: claims.session_id.as_uuid(),
            iat: claims.issued_at.unix_seconds(),
            exp: claims.expires_at.unix_seconds(),
            nbf: None,
            jti: claims.id.as_uuid(),
            r#gen: claims.generation,
            role: claims.role.as_str().to_owned(),
            name: claims.name.clone(),
            email: claims.email.clone(),
            email_verified: claims.email_verified,
            auth_time: claims.authenticated_at.unix_seconds(),
        }
    }

    /// What is said, before its times are judged. `None` if some of it means nothing.
    pub(crate) fn read(self) -> Option<ReadClaims> {
        let not_before = self.nbf;
        self.into_claims().map(|claims| ReadClaims { claims, not_before })
    }

    fn into_claims(self) -> Option<Claims> {
        Some(Claims {
            id: TokenId::from_uuid(self.jti),
            user_id: UserId::from_uuid(self.sub),
            session_id: SessionId::from_uuid(self.sid),
            generation: self.r#gen,
            role: Role::parse(&self.role)?,
            name: self.name,
            email: self.email,
            email_verified: self.email_verified,
            authenticated_at: moment(self.auth_time)?,
            issued_at: moment(self.iat)?,
            expires_at: moment(self.exp)?,
        })
    }
}

/// Claims whose times have to be judged each time that the token is shown.
#[derive(Clone)]
pub(crate) struct ReadClaims {
    claims: Claims,
    not_before: Option<i64>,
}

impl ReadClaims {
    /// Judges the times. An expired token is told apart only if everything else is right, since a
    /// client takes that as "refresh and try again".
    pub(crate) fn judge(&self, now: Timestamp) -> Result<&Claims, AccessTokenError> {
        let (claims, now) = (&self.claims, now.unix_seconds());
        let latest = now + LEEWAY;
        let begun = claims.issued_at.unix_seconds() <= latest
            && self.not_before.is_none_or(|not_before| not_before <= latest);
        if !begun {
            Err(AccessTokenError::Invalid)
        } else if claims.expires_at.unix_seconds() <= now {
            Err(AccessTokenError::Expired)
        } else {
            Ok(claims)
        }
    }
}

fn moment(seconds: i64) -> Option<Timestamp> {
    (0..=LAST_SECOND).contains(&seconds).then(|| Timestamp::from_unix_millis(seconds * 1000))
}
