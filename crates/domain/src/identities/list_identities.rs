use super::{Identities, IdentityError, SignInMethod};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
};

impl Identities {
    /// The ways in which the caller can sign in.
    pub async fn list_identities(&self, actor: &Actor) -> Result<Vec<SignInMethod>, IdentityError> {
        actor.require(Permission::ManageOwnCredentials)?;
        let mut read = self.ports.store.read();
        let user = read.users().find(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        let identities = read.identities().list(user.id).await?;
        Ok(SignInMethod::all_of(&user, identities))
    }
}
