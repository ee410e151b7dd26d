use bookplate_domain::{
    identities::{
        Assertion, CodeChallenge, CompletedAuthorization, Identity, PendingAuthorization,
        ProviderName, Subject,
    },
    shared::{AuthorizationId, UserId},
    users::DisplayName,
};

use crate::entities::{a_moment, an_address, next, uuid};

/// A provider's name; the same in every call.
pub fn a_provider_name() -> ProviderName {
    ProviderName::parse("acme-2").expect("a provider's name")
}

/// Somebody at an issuer: no other call gives the subject.
pub fn a_subject() -> Subject {
    Subject::parse(&format!("auth0|{} O'Neil \"\\%", next())).expect("a subject")
}

/// A challenge that no other call gives.
pub fn a_code_challenge() -> CodeChallenge {
    CodeChallenge::parse(&format!("-_Z{:0>40}", next())).expect("a challenge")
}

/// An id for a browser's way to a provider and back.
pub fn an_authorization_id() -> AuthorizationId {
    AuthorizationId::from_uuid(uuid())
}

/// What a provider says of somebody new, with everything that it can say and vouches for.
pub fn an_assertion() -> Assertion {
    Assertion {
        issuer: "https://accounts.example.com/Tenant/".to_owned(),
        subject: a_subject(),
        email: Some(an_address()),
        email_verified: true,
        name: Some(DisplayName::parse("Zoë Ångström 👩‍💻").expect("a name")),
    }
}

/// An identity of a user with everything that is kept of it.
pub fn an_identity(user: UserId) -> Identity {
    let Assertion { issuer, subject, email, .. } = an_assertion();
    let provider = a_provider_name();
    Identity { user_id: user, provider, issuer, subject, email, created_at: a_moment() }
}

/// A browser that was sent to a provider at [`a_moment`].
pub fn a_pending_authorization() -> PendingAuthorization {
    PendingAuthorization {
        id: an_authorization_id(),
        provider: a_provider_name(),
        browser: uuid(),
        redirect_to: "https://app.example.com/signed-in?from=bücher&to=%2F".to_owned(),
        code_challenge: a_code_challenge(),
        created_at: a_moment(),
        expires_at: a_moment().plus(PendingAuthorization::LIFETIME),
    }
}

/// What a provider has said at [`a_moment`].
pub fn a_completed_authorization() -> CompletedAuthorization {
    CompletedAuthorization {
        id: an_authorization_id(),
        provider: a_provider_name(),
        assertion: an_assertion(),
        code_challenge: a_code_challenge(),
        created_at: a_moment(),
        expires_at: a_moment().plus(CompletedAuthorization::LIFETIME),
    }
}
