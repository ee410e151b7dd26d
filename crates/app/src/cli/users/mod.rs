mod create;
mod delete;
mod export;
mod filter;
mod import;
mod list;
mod pages;
mod reinstate;
mod role;
mod suspend;
mod typed_password;
mod update;
mod user_line;
mod user_name;

use clap::Subcommand;

use self::{
    create::Create, delete::Delete, export::ExportUsers, import::Import, list::List,
    reinstate::Reinstate, role::SetRole, suspend::Suspend,
};
use crate::{config::Settings, failure::Failure};

#[derive(Debug, Subcommand)]
pub enum Users {
    /// Make an account whose mailbox counts as proven
    Create(Create),
    /// List accounts, the newest first, or what a query finds
    List(List),
    /// Give an account another role; its sessions end
    Role(SetRole),
    /// Let nobody use an account; its sessions and mailed links end
    Suspend(Suspend),
    /// Take a suspension back
    Reinstate(Reinstate),
    /// Delete an account for good, with everything that belongs to it
    Delete(Delete),
    /// Make accounts of a file; addresses that have one already are left out
    Import(Import),
    /// Write everything that is held about one account, or every account as `import` reads it
    Export(ExportUsers),
}

impl Users {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        match self {
            Self::Create(create) => create.run(settings).await,
            Self::List(list) => list.run(settings).await,
            Self::Role(role) => role.run(settings).await,
            Self::Suspend(suspend) => suspend.run(settings).await,
            Self::Reinstate(reinstate) => reinstate.run(settings).await,
            Self::Delete(delete) => delete.run(settings).await,
            Self::Import(import) => import.run(settings).await,
            Self::Export(export) => export.run(settings).await,
        }
    }
}
