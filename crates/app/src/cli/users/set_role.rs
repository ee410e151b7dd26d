use bookplate_domain::{
    roles::{Role, UpdateUser},
    shared::Client,
};
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};

use super::{update::update, user_name::UserArg};
use crate::{config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct SetRole {
    #[command(flatten)]
    user: UserArg,
    /// What it may do from now on
    #[arg(value_parser = a_role())]
    role: Role,
}

impl SetRole {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let name = self.user.read()?;
        update(settings, &name, "cannot change the role", |id| UpdateUser {
            id,
            name: None,
            role: Some(self.role),
            status: None,
            if_version: None,
            client: Client::default(),
        })
        .await
    }
}

/// Reads the role of an account, which is never a visitor's.
pub fn a_role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(["user", "moderator", "admin"])
        .try_map(|text| Role::parse(&text).ok_or("not a role"))
}
