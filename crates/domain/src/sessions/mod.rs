//! Sessions: who is signed in where, and the tokens that prove it.

mod access_token;
mod actor;
mod authenticate;
mod error;
mod grant;
mod load_signing_keys;
mod log_in;
mod log_out;
mod ports;
mod prove_password;
mod reauthenticate;
mod refresh;
mod require_live;
mod session;
mod signing_key;

use std::sync::Arc;

pub use access_token::{AccessToken, AccessTokenError, Claims};
pub use actor::Actor;
pub use authenticate::Authenticated;
pub use error::SessionError;
pub use grant::{SessionGrant, Tokens};
pub use log_in::LogIn;
pub use log_out::LogOut;
pub use ports::{
    AccessTokens, KeyRing, KeyRingError, MintedKey, PublicKey, Rotation, SessionRepository,
    SigningKeyRepository,
};
pub use reauthenticate::Reauthenticate;
pub use refresh::Refresh;
pub use session::{EndReason, Presented, Revocation, Session};
pub use signing_key::SigningKey;

use crate::{Policy, Ports};

/// Everything that can be done with sessions.
#[derive(Clone)]
pub struct Sessions {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}

impl crate::users::Users {
    /// The same ports, seen as sessions: registering and log in open them alike.
    pub(crate) fn sessions(&self) -> Sessions {
        Sessions { ports: self.ports.clone(), policy: self.policy.clone() }
    }
}
