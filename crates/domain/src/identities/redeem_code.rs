use secrecy::{ExposeSecret, SecretString};

use super::{CodeChallenge, CodeVerifier, CompletedAuthorization, Identities, IdentityError};
use crate::{
    shared::{AuthorizationId, Timestamp},
    store::Transaction,
    users::TokenPurpose,
};

/// A one-time code with what proves that it is the caller's.
#[derive(Clone, Debug)]
pub struct OneTimeCode {
    /// The code, as the browser brought it.
    pub code: SecretString,
    /// What the front end has kept for itself.
    pub verifier: CodeVerifier,
}

/// A code whose text is one of ours, ready to be spent.
pub(super) struct OpenedCode {
    id: AuthorizationId,
    challenge: CodeChallenge,
}

impl Identities {
    /// Reads a code. Nothing is looked up for one that is none of ours.
    pub(super) fn open_code(&self, code: &OneTimeCode) -> Result<OpenedCode, IdentityError> {
        let text = code.code.expose_secret();
        let token = self.ports.opaque_tokens.open(TokenPurpose::OauthCode, text);
        let id = AuthorizationId::from_uuid(token.ok_or(IdentityError::CodeInvalid)?.id);
        Ok(OpenedCode { id, challenge: self.ports.code_challenges.s256(&code.verifier) })
    }
}

impl OpenedCode {
    /// What the provider has said, spent with that if the transaction is kept.
    pub(super) async fn redeem(
        &self,
        tx: &mut dyn Transaction,
        now: Timestamp,
    ) -> Result<CompletedAuthorization, IdentityError> {
        let completed = tx.authorizations().consume_completed(self.id, &self.challenge, now);
        completed.await?.ok_or(IdentityError::CodeInvalid)
    }
}
