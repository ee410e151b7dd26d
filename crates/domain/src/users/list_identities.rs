use super::{UserError, Users};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
};

/// One way to sign in to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The address and a password.
    Password,
}

impl Identity {
    /// Who vouches for the identity.
    pub const fn provider(self) -> &'static str {
        match self {
            Self::Password => "password",
        }
    }
}

impl Users {
    /// The ways in which the caller can sign in.
    pub async fn list_identities(&self, actor: &Actor) -> Result<Vec<Identity>, UserError> {
        actor.require(Permission::ManageOwnCredentials)?;
        let user = self.ports.store.read().users().find(actor.user_id).await?;
        let user = user.ok_or(SessionError::Revoked)?;
        Ok(user.password.iter().map(|_| Identity::Password).collect())
    }
}
