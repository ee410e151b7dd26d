use super::Roles;
use crate::{
    shared::UserId,
    users::{EmailAddress, User, UserError},
};

/// How somebody names an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserName {
    /// By its id.
    Id(UserId),
    /// By its address, in any spelling.
    Email(EmailAddress),
}

impl Roles {
    /// One account. For the command line only, so nobody is asked for a permission.
    pub async fn find_user(&self, name: &UserName) -> Result<User, UserError> {
        let mut read = self.ports.store.read();
        let found = match name {
            UserName::Id(id) => read.users().find(*id).await?,
            UserName::Email(email) => read.users().find_by_email(email).await?,
        };
        found.ok_or(UserError::NotFound)
    }
}
