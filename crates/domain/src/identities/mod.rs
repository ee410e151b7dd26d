//! Identities: who somebody is to a provider outside, and whose account that leads to.
//!
//! A browser is sent to a provider ([`start_authorization`](Identities::start_authorization)), comes
//! back ([`complete_authorization`](Identities::complete_authorization)), and the front end takes a
//! one-time code to what it is for: [`sign_in`](Identities::sign_in),
//! [`link_identity`](Identities::link_identity) or [`reauthenticate`](Identities::reauthenticate).

mod assertion;
mod authorization;
mod code_challenge;
mod complete_authorization;
mod disown;
mod error;
mod failure;
mod identity;
mod link;
mod link_identity;
mod list_identities;
mod make_account;
mod ports;
mod provider;
mod purge_authorizations;
mod reauthenticate;
mod redeem_code;
mod sign_in;
mod start_authorization;
mod unlink_identity;

use std::sync::Arc;

pub use assertion::{Assertion, Subject};
pub use authorization::{CompletedAuthorization, PendingAuthorization};
pub use code_challenge::{CodeChallenge, CodeVerifier};
pub use complete_authorization::{CompleteAuthorization, Completed, ProviderAnswer};
pub use error::IdentityError;
pub use failure::{AuthorizationFailure, FailureReason};
pub use identity::{Identity, SignInMethod};
pub use link_identity::LinkIdentity;
pub use ports::{
    AuthorizationRepository, AuthorizationResponse, AuthorizationSecrets, CodeChallenges,
    IdentityProvider, IdentityRepository, Prompt, ProviderError,
};
pub use provider::{Provider, ProviderKind, ProviderName};
pub use reauthenticate::ReauthenticateByProvider;
pub use redeem_code::OneTimeCode;
pub use sign_in::SignIn;
pub use start_authorization::{StartAuthorization, Started};
pub use unlink_identity::UnlinkIdentity;

use crate::{Policy, Ports};

/// Everything that can be done with providers and what they vouch for.
#[derive(Clone)]
pub struct Identities {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}
