use std::io::{self, IsTerminal, Write};

use bookplate_domain::{
    roles::DeleteUser,
    shared::{Client, IfVersion},
    users::User,
};
use clap::Args;

use super::user_name::{UserArg, find};
use crate::{compose::compose, config::Settings, failure::Failure};

const DOING: &str = "cannot delete the account";

#[derive(Debug, Args)]
pub struct Delete {
    #[command(flatten)]
    user: UserArg,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
}

impl Delete {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let name = self.user.read()?;
        if !self.yes && !io::stdin().is_terminal() {
            return Err(Failure::Refused(
                "users delete: the account and all that belongs to it would be lost; say --yes"
                    .into(),
            ));
        }
        let roles = compose(settings).await?.bookplate.roles;
        let user = find(&roles, &name, DOING).await?;
        if !self.yes && !is_meant(&user)? {
            return Err(Failure::Refused("nothing was deleted".into()));
        }
        let command =
            DeleteUser { id: user.id, if_version: IfVersion::Any, client: Client::default() };
        roles.delete_user(None, command).await.map_err(Failure::while_(DOING))?;
        println!("{} is deleted", user.id);
        Ok(())
    }
}

/// Asks on the terminal.
fn is_meant(user: &User) -> Result<bool, Failure> {
    let unread = "cannot read the answer";
    let email = user.email.as_ref().map_or("a visitor", |email| email.written());
    eprint!("Delete {email} ({}) for good, with all that belongs to it? [y/N] ", user.id);
    io::stderr().flush().map_err(Failure::while_(unread))?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(Failure::while_(unread))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
