use super::{Permission, Roles};
use crate::{
    sessions::Actor,
    shared::{Client, UserId},
    users::{User, UserError},
};

impl Roles {
    /// One account. `NotFound` if there is none of this id; `Forbidden` without the permission.
    pub async fn read_user(
        &self,
        actor: &Actor,
        id: UserId,
        client: &Client,
    ) -> Result<User, UserError> {
        self.ports.authorise(Some(actor), Permission::ReadUsers, client).await?;
        self.ports.store.read().users().find(id).await?.ok_or(UserError::NotFound)
    }
}
