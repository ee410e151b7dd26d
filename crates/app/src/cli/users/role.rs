use bookplate_domain::{
    roles::{Role, UpdateUser},
    shared::{Client, IfVersion},
};
use clap::Args;

use super::{update::update, user_name::UserArg};
use crate::{cli::words::one_of, config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct SetRole {
    #[command(flatten)]
    user: UserArg,
    /// What it may do from now on
    #[arg(value_parser = one_of(&Role::GIVEN, Role::as_str))]
    role: Role,
}

impl SetRole {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let name = self.user.read()?;
        update(settings, &name, "cannot change the role", |id, _| UpdateUser {
            id,
            name: None,
            role: Some(self.role),
            status: None,
            if_version: IfVersion::Any,
            client: Client::default(),
        })
        .await
    }
}
