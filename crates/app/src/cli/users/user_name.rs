use bookplate_domain::{
    roles::{Roles, UserName},
    shared::UserId,
    users::{EmailAddress, User},
};
use clap::Args;
use uuid::Uuid;

use crate::failure::Failure;

/// The account that a command is about.
#[derive(Debug, Args)]
pub struct UserArg {
    /// Its address or its id
    #[arg(value_name = "USER")]
    user: String,
}

impl UserArg {
    /// What was typed, read.
    pub fn read(&self) -> Result<UserName, Failure> {
        read(&self.user)
    }
}

/// Reads an address or an id.
pub fn read(text: &str) -> Result<UserName, Failure> {
    if text.contains('@') {
        return EmailAddress::parse(text)
            .map(UserName::Email)
            .map_err(|invalid| Failure::Refused(format!("{text}: {}", invalid.message)));
    }
    Uuid::try_parse(text)
        .map(|id| UserName::Id(UserId::from_uuid(id)))
        .map_err(|_| Failure::Refused(format!("{text}: neither an address nor an id")))
}

/// Finds the account, to do something to it.
pub async fn find(roles: &Roles, name: &UserName, doing: &'static str) -> Result<User, Failure> {
    roles.find_user(name).await.map_err(Failure::while_(doing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_named_by_its_address_or_its_id() {
        let id = "01a1fd70-f207-74d0-8512-0bd70c99ba89";
        assert!(matches!(read(id), Ok(UserName::Id(found)) if found.to_string() == id));
        let email = EmailAddress::parse("ada@example.com").unwrap();
        assert!(matches!(read(" ADA@example.com"), Ok(UserName::Email(found))
            if found.canonical() == email.canonical()));
        for wrong in ["ada", "", "ada@", "01a1fd70"] {
            assert!(matches!(read(wrong), Err(Failure::Refused(_))), "{wrong}");
        }
    }
}
