use bookplate_domain::identities::SignInMethod;
use serde::Serialize;
use utoipa::ToSchema;

/// One way to sign in.
#[derive(Serialize, ToSchema)]
#[schema(as = Identity)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IdentityView {
    /// Who vouches for it: a provider by its name, or `password` for the address and a password.
    #[schema(example = "google")]
    provider: String,
    /// The address that the provider told when the identity was linked; null for the password.
    #[schema(example = "ada@example.com")]
    email: Option<String>,
    /// When it was linked. RFC 3339, UTC; null for the password.
    #[schema(format = DateTime)]
    created_at: Option<String>,
}

impl From<&SignInMethod> for IdentityView {
    fn from(method: &SignInMethod) -> Self {
        let identity = match method {
            SignInMethod::Password => None,
            SignInMethod::Provider(identity) => Some(identity),
        };
        let email = identity.and_then(|identity| identity.email.as_ref());
        Self {
            provider: method.provider().to_owned(),
            email: email.map(|email| email.written().to_owned()),
            created_at: identity.map(|identity| identity.created_at.to_string()),
        }
    }
}
