use bookplate_domain::roles::SetStatus;
use clap::Args;

use super::{
    update::{of_status, update},
    user_name::UserArg,
};
use crate::{config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct Reinstate {
    #[command(flatten)]
    user: UserArg,
}

impl Reinstate {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let name = self.user.read()?;
        update(settings, &name, "cannot reinstate the account", |id, _| {
            of_status(id, SetStatus::Active)
        })
        .await
    }
}
