use std::time::Duration;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use bookplate_domain::{
    identities::{ProviderError, Subject},
    shared::Timestamp,
};
use chrono::{DateTime, Utc};
use openidconnect::{
    ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
    core::{
        CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Algorithm,
    },
};
use secrecy::{ExposeSecret, SecretString};

use crate::{profile::Profile, step::Step};

/// Signatures with a public key. With those that a shared secret makes, and with `none`, whoever
/// knows that secret, or nothing at all, could say who somebody is. The crate has no ES512.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// How far the issuer's clock may be ahead of ours.
const LEEWAY: Duration = Duration::from_secs(60);

/// An ID token that nobody has verified, with the text that it was read from.
pub(crate) struct UnverifiedToken<'a> {
    text: &'a str,
    token: CoreIdToken,
}

/// Reads a token, which is believed in nothing yet.
pub(crate) fn parse(text: &str) -> Result<UnverifiedToken<'_>, ProviderError> {
    match text.parse() {
        Ok(token) => Ok(UnverifiedToken { text, token }),
        Err(_) => Err(malformed()),
    }
}

fn malformed() -> ProviderError {
    Step::IdToken.untrustworthy("it is malformed, or lacks a claim")
}

/// Judges ID tokens for one authorization (OpenID Connect Core, 3.1.3.7).
pub(crate) struct IdTokenJudge<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a ClientId,
    pub(crate) nonce: &'a SecretString,
    pub(crate) now: Timestamp,
}

impl IdTokenJudge<'_> {
    /// Whether a key that the token names is among these. A token that could be signed by none at
    /// all is no reason to ask for others.
    pub(crate) fn knows_key(&self, token: &UnverifiedToken<'_>, keys: &CoreJsonWebKeySet) -> bool {
        let verifier = match self.verifier(keys) {
            Ok(verifier) => verifier,
            Err(_) => return true,
        };
        let is_allowed =
            token.token.signing_alg().is_ok_and(|algorithm| ALGORITHMS.contains(algorithm));
        !is_allowed
            || !matches!(
                token.token.signing_key(&verifier),
                Err(SignatureVerificationError::NoMatchingKey)
            )
    }

    /// Who the token is about, and what it says of them, if it is to be believed.
    pub(crate) fn verify(
        &self,
        token: &UnverifiedToken<'_>,
        keys: &CoreJsonWebKeySet,
    ) -> Result<(Subject, Profile), ProviderError> {
        let verifier = self.verifier(keys)?;
        let nonce = Nonce::new(self.nonce.expose_secret().to_owned());
        let claims = token
            .token
            .claims(&verifier, &nonce)
            .map_err(|error| Step::IdToken.untrustworthy(in_words(&error)))?;
        // The crate judges the audience and leaves this to us.
        if claims.authorized_party().is_some_and(|party| party != self.client_id) {
            return Err(Step::IdToken.untrustworthy("it was issued to somebody else"));
        }
        let subject = Subject::parse(claims.subject())
            .map_err(|_| Step::IdToken.untrustworthy("its subject is none"))?;
        Ok((subject, profile(token.text)?))
    }

    fn verifier(
        &self,
        keys: &CoreJsonWebKeySet,
    ) -> Result<CoreIdTokenVerifier<'static>, ProviderError> {
        let issuer = IssuerUrl::new(self.issuer.to_owned())
            .map_err(|_| Step::IdToken.untrustworthy("our issuer is no URL"))?;
        let now = moment(self.now)?;
        let latest = moment(self.now.plus(LEEWAY))?;
        // A public client has no secret to verify with, whatever the algorithm.
        Ok(CoreIdTokenVerifier::new_public_client(self.client_id.clone(), issuer, keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now)
            .set_issue_time_verifier_fn(move |issued_at| {
                if issued_at > latest { Err("from the future".to_owned()) } else { Ok(()) }
            }))
    }
}

fn moment(at: Timestamp) -> Result<DateTime<Utc>, ProviderError> {
    DateTime::from_timestamp_millis(at.unix_millis())
        .ok_or_else(|| Step::IdToken.untrustworthy("our clock shows no time"))
}

/// The claims about the person as they were signed. The crate's own reading would take the text
/// `"true"` for the boolean.
fn profile(text: &str) -> Result<Profile, ProviderError> {
    let payload = text.split('.').nth(1).ok_or_else(malformed)?;
    let json = BASE64_URL_SAFE_NO_PAD.decode(payload).map_err(|_| malformed())?;
    serde_json::from_slice(&json).map_err(|_| malformed())
}

/// Without what the token says, which can be anything and of any length.
fn in_words(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "it has expired, or is from the future",
        ClaimsVerificationError::InvalidAudience(_) => "it is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "it is another issuer's",
        ClaimsVerificationError::InvalidNonce(_) => "its nonce is missing or not ours",
        ClaimsVerificationError::SignatureVerification(error) => match error {
            SignatureVerificationError::NoMatchingKey => "none of the issuer's keys has signed it",
            SignatureVerificationError::AmbiguousKeyId(_) => {
                "more than one key could have signed it"
            }
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::UnsupportedAlg(_)
            | SignatureVerificationError::NoSignature => "its algorithm is not allowed",
            _ => "its signature is wrong",
        },
        _ => "it is of no kind that we know",
    }
}
