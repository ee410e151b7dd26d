//! What is done to the accounts of others, on the wire.

mod audit;
mod delete_user;
mod invite_user;
mod keys;
mod list_users;
mod mail;
mod update_user;
mod user_sessions;

use bookplate_domain::{roles::Role, sessions::SessionGrant};

use crate::testing::World;

const USERS: &str = "/api/v1/admin/users";
const ROOT: &str = "root@example.com";

impl World {
    /// A session of an admin.
    async fn root(&self) -> SessionGrant {
        self.signed_in_as(ROOT, Role::Admin).await
    }
}

fn path_of(grant: &SessionGrant) -> String {
    format!("{USERS}/{}", grant.user.id)
}
