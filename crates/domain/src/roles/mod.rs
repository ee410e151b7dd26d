//! Who may do what, and what is done to the accounts of others.

mod authorise;
mod delete_user;
mod find_user;
mod invite_user;
mod last_admin;
mod list_user_sessions;
mod list_users;
mod permission;
mod read_user;
mod revoke_user_sessions;
mod role;
mod start_password_reset;
mod update_user;
mod user_change;

use std::sync::Arc;

pub(crate) use authorise::{MayBeRefusal, authorise_now, authorise_on};
pub use delete_user::DeleteUser;
pub use find_user::UserName;
pub use invite_user::InviteUser;
pub(crate) use last_admin::require_another_admin;
pub use list_users::ListUsers;
pub use permission::Permission;
pub use role::Role;
pub use start_password_reset::StartPasswordReset;
pub use update_user::{SetStatus, UpdateUser};

use crate::{Policy, Ports, users::Users};

/// Everything that is done to the accounts of others.
///
/// Where an `actor` may be `None`, that is the command line: whoever runs the service may do
/// everything, and is known to nobody.
#[derive(Clone)]
pub struct Roles {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}

impl Roles {
    fn users(&self) -> Users {
        Users { ports: self.ports.clone(), policy: self.policy.clone() }
    }
}
