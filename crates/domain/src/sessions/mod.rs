//! Sessions: who is signed in where, and the tokens that prove it.

mod access_token;
mod actor;
mod authenticate;
mod count_live;
mod error;
mod grant;
mod keys;
mod list_revocations;
mod list_sessions;
mod live_sessions;
mod log_in;
mod log_out;
mod merge_visitor;
mod new_device;
mod open_session;
mod ports;
mod prove_password;
mod purge_sessions;
mod read_by_refresh_token;
mod reauthenticate;
mod refresh;
mod require_live;
mod revocation;
mod revoke_session;
mod session;
mod start_anonymous;

use std::sync::Arc;

pub use access_token::{AccessToken, AccessTokenError, Claims};
pub use actor::Actor;
pub use authenticate::Authenticated;
pub use error::SessionError;
pub use grant::{SessionGrant, Tokens};
pub use keys::{KeyState, RotateSigningKey, SigningKey};
pub use list_revocations::{FeedCursor, Revocations};
pub use live_sessions::{BeforeRead, LiveSession, LiveSessions};
pub use log_in::LogIn;
pub use log_out::LogOut;
pub use ports::{
    AccessTokens, KeyRing, KeyRingError, MintedKey, PublicKey, RevocationFeed, Rotation,
    SessionRepository, SigningKeyRepository,
};
pub use reauthenticate::Reauthenticate;
pub use refresh::Refresh;
pub use revocation::{FeedPlace, Revoked, RevokedTokens};
pub use session::{EndReason, Presented, Revocation, Session};
pub use start_anonymous::StartAnonymous;

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
