mod csv;
pub(super) mod fields;
mod json_lines;
mod judge;
mod report;
mod source;
mod summary;

use std::{mem, path::PathBuf};

use bookplate_domain::users::{ImportedUser, Users};
use clap::Args;

use self::{
    fields::FIELDS,
    judge::Judge,
    report::Report,
    source::{Format, Source},
    summary::Summary,
};
use crate::{cli::progress::Progress, compose::compose, config::Settings, failure::Failure};

/// How many accounts are made in one transaction.
const BATCH: usize = 1000;

#[derive(Debug, Args)]
pub struct Import {
    #[arg(help = format!("One account a line (JSON) or a row (CSV): {}", FIELDS.join(", ")))]
    file: PathBuf,
    /// How the file is written, if its name does not end in .jsonl, .ndjson or .csv
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Take every mailbox for proven
    #[arg(long)]
    verified: bool,
    /// Judge every line and import none
    #[arg(long)]
    dry_run: bool,
    /// Print what came of it as one JSON object
    #[arg(long)]
    json: bool,
}

impl Import {
    /// Runs the command. It reads the file twice: what is wrong in it is told before anything is
    /// imported.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let mut source = Source::open(&self.file, self.format)?;
        let users = compose(settings).await?.bookplate.users;
        let mut summary = Summary::new(self.dry_run);
        check(&mut source, &users, &mut summary)?;
        let imported = match self.dry_run {
            true => Ok(()),
            false => import(&mut source, &users, self.verified, &mut summary).await,
        };
        // Also if it broke off: what was imported until then stays.
        summary.print(self.json)?;
        imported?;
        match summary.refused {
            0 => Ok(()),
            1 => Err(Failure::Incomplete("1 account was refused".into())),
            refused => Err(Failure::Incomplete(format!("{refused} accounts were refused"))),
        }
    }
}

/// Judges every line, and tells what is wrong.
fn check(source: &mut Source, users: &Users, summary: &mut Summary) -> Result<(), Failure> {
    let mut progress = Progress::on_bytes("checking", source.len());
    let mut records = source.records()?;
    let mut judge = Judge::new(users, false);
    let mut report = Report::default();
    while let Some(record) = records.next()? {
        summary.read += 1;
        match judge.judge(record) {
            Ok(_) => summary.good += 1,
            Err(faults) => {
                summary.refused += 1;
                report.refuse(&faults, &progress);
            }
        }
        progress.at(records.consumed());
    }
    report.finish(&progress);
    Ok(())
}

/// Imports the lines that nothing is wrong with.
async fn import(
    source: &mut Source,
    users: &Users,
    verified: bool,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let mut progress = Progress::on_bytes("importing", source.len());
    let mut records = source.records()?;
    let mut judge = Judge::new(users, verified);
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(record) = records.next()? {
        batch.extend(judge.judge(record).ok());
        if batch.len() == BATCH {
            import_batch(users, mem::take(&mut batch), summary).await?;
            progress.at(records.consumed());
        }
    }
    import_batch(users, batch, summary).await
}

async fn import_batch(
    users: &Users,
    batch: Vec<ImportedUser>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    if batch.is_empty() {
        return Ok(());
    }
    let imported = users.import_users(batch).await;
    let imported = imported.map_err(Failure::while_("the import broke off"))?;
    summary.imported += imported.added as u64;
    let there = imported.taken.len() as u64;
    summary.already_there = summary.already_there.map(|before| before + there);
    Ok(())
}
