use super::{Preferences, UserError, Users};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
};

impl Users {
    /// How the caller wants things.
    pub async fn read_preferences(&self, actor: &Actor) -> Result<Preferences, UserError> {
        actor.require(Permission::ManageOwnPreferences)?;
        let found = self.ports.store.read().preferences().find(actor.user_id).await?;
        Ok(found.ok_or(SessionError::Revoked)?)
    }
}
