mod account_line;
mod output;

use std::path::PathBuf;

use bookplate_domain::{roles::UserName, shared::Limit, users::UserFilter};
use bookplate_http::export_line;
use clap::Args;

use self::{account_line::account_line, output::Output};
use super::{
    filter::Filter,
    pages::Pages,
    user_name::{self, find},
};
use crate::{
    cli::progress::Progress,
    compose::{Composition, compose},
    config::Settings,
    failure::Failure,
};

const DOING: &str = "cannot export";

#[derive(Debug, Args)]
pub struct ExportUsers {
    /// The address or the id of the one whose data is wanted; else every account, with its hash
    #[arg(value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    filter: Filter,
    /// Write a new file that only its owner can read
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ExportUsers {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let user = self.user.as_deref().map(user_name::read).transpose()?;
        if user.is_some() && !self.filter.is_empty() {
            return Err(Failure::Refused(
                "users export: name an account or a filter, and not both".into(),
            ));
        }
        let filter = self.filter.read()?;
        let composition = compose(settings).await?;
        match user {
            Some(name) => export_one(&composition, &name, self.output).await,
            None => export_all(&composition, filter, self.output).await,
        }
    }
}

/// Writes everything that is held about one account, as its owner would get it.
async fn export_one(
    composition: &Composition,
    name: &UserName,
    path: Option<PathBuf>,
) -> Result<(), Failure> {
    let bookplate = &composition.bookplate;
    let user = find(&bookplate.roles, name, DOING).await?;
    let mut out = Output::open(path)?;
    let export = bookplate.users.export_user(user.id).await;
    let mut export = export.map_err(Failure::while_(DOING))?;
    let now = bookplate.now();
    while let Some(items) = export.next().await.map_err(Failure::while_(DOING))? {
        for held in &items {
            out.line(&export_line(user.id, held, now).map_err(Failure::while_(DOING))?)?;
        }
    }
    out.finish()
}

/// Writes every account that a filter lets through, as `import` reads it.
async fn export_all(
    composition: &Composition,
    filter: UserFilter,
    path: Option<PathBuf>,
) -> Result<(), Failure> {
    let bookplate = &composition.bookplate;
    let noted = bookplate.users.note_export_of_accounts().await;
    noted.map_err(Failure::while_(DOING))?;
    // On stdout the lines themselves show how far it is.
    let mut progress = path.as_ref().map(|_| Progress::on_accounts("exporting"));
    let mut out = Output::open(path)?;
    let mut pages = Pages::new(filter);
    let mut count = 0;
    while !pages.are_done() {
        let page = pages.next(&bookplate.roles, Limit::MOST).await;
        for user in page.map_err(Failure::while_(DOING))? {
            if let Some(line) = account_line(&bookplate.users, &user)? {
                out.line(&line)?;
                count += 1;
            }
        }
        if let Some(progress) = &mut progress {
            progress.at(count);
        }
    }
    drop(progress);
    out.finish()
}
