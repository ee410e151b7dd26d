use super::{Permission, Roles};
use crate::{
    sessions::Actor,
    shared::{Client, Cursor, Limit, Page},
    users::{User, UserError, UserFilter},
};

/// Somebody wants to see accounts.
#[derive(Clone, Debug)]
pub struct ListUsers {
    /// Which accounts.
    pub filter: UserFilter,
    /// Where the page begins; `None` for the first.
    pub after: Option<Cursor<User>>,
    /// How many.
    pub limit: Limit,
    /// Where the request came from.
    pub client: Client,
}

impl Roles {
    /// One page of accounts: without a query the newest first, with one by what was found.
    /// `Forbidden` without the permission.
    pub async fn list_users(
        &self,
        actor: Option<&Actor>,
        query: ListUsers,
    ) -> Result<Page<User>, UserError> {
        let ListUsers { filter, after, limit, client } = query;
        self.ports.authorise(actor, Permission::ReadUsers, &client).await?;
        let now = self.ports.clock.now();
        let mut read = self.ports.store.read();
        Ok(read.users().list(&filter, now, after.as_ref(), limit).await?)
    }
}
