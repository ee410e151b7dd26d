use std::io::{self, Write};

use bookplate_domain::{
    mail::{ListMail, MailFilter, MailRecord, MailStatus},
    shared::{Client, Cursor, Limit},
};
use bookplate_http::mail_line;
use clap::Args;
use uuid::Uuid;

use crate::{cli::words::one_of, compose::compose, config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct List {
    /// Only those of this status
    #[arg(long, value_parser = one_of(&MailStatus::ALL, MailStatus::as_str))]
    status: Option<MailStatus>,
    /// How many, at most 100
    #[arg(long, default_value_t = 20)]
    limit: u64,
    /// Only those behind this one: the last id of the page before
    #[arg(long, value_name = "ID")]
    after: Option<Uuid>,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

impl List {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let limit = Limit::parse(self.limit)
            .map_err(|invalid| Failure::Refused(format!("--limit: {}", invalid.message)))?;
        let filter = MailFilter { status: self.status, to: Vec::new() };
        let query =
            ListMail { filter, after: self.after.map(behind), limit, client: Client::default() };
        let mailroom = compose(settings).await?.bookplate.mail;
        let page =
            mailroom.list_mail(None, query).await.map_err(Failure::while_("cannot list mails"))?;
        let mut out = io::stdout().lock();
        for mail in &page.items {
            let line = match self.json {
                true => mail_line(mail).map_err(Failure::while_("cannot print"))?,
                false => line(mail),
            };
            writeln!(out, "{line}").map_err(Failure::while_("cannot print"))?;
        }
        if let (Some(last), Some(_), false) = (page.items.last(), &page.next, self.json) {
            writeln!(out, "more: --after {}", last.id).map_err(Failure::while_("cannot print"))?;
        }
        Ok(())
    }
}

/// The list is ordered by id.
fn behind(id: Uuid) -> Cursor<MailRecord> {
    Cursor::after(id.as_bytes().to_vec())
}

fn line(mail: &MailRecord) -> String {
    let moment = mail.ended_at.unwrap_or(mail.due_at);
    let error = mail.last_error.as_deref().unwrap_or_default();
    let line = format!(
        "{}  {:<4}  {moment}  {:>2} attempts  {:<26}  {}  {error}",
        mail.id,
        mail.status.as_str(),
        mail.attempts,
        mail.kind,
        mail.to,
    );
    // An address or a provider's words must not steer the terminal.
    line.trim_end().replace(char::is_control, " ")
}
