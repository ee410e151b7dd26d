use std::io::{self, Write};

use bookplate_domain::{
    mail::{ListMail, MailFilter, MailRecord, MailStatus},
    shared::{Cursor, Limit},
};
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{compose::compose, config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct List {
    /// Only those of this status
    #[arg(
        long,
        value_parser = PossibleValuesParser::new(MailStatus::ALL.map(MailStatus::as_str))
            .try_map(|text| MailStatus::parse(&text).ok_or("not a status"))
    )]
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
        let filter = MailFilter { status: self.status, to: None };
        let query = ListMail { filter, after: self.after.map(behind), limit };
        let mailroom = compose(settings).await?.bookplate.mail;
        let page =
            mailroom.list_mail(None, query).await.map_err(Failure::while_("cannot list mails"))?;
        let mut out = io::stdout().lock();
        for mail in &page.items {
            let line = if self.json { json(mail)? } else { line(mail) };
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

/// One mail as a script reads it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MailLine<'a> {
    id: String,
    status: &'static str,
    kind: &'a str,
    to: &'a str,
    attempts: u32,
    created_at: String,
    due_at: String,
    ended_at: Option<String>,
    last_error: Option<&'a str>,
}

fn json(mail: &MailRecord) -> Result<String, Failure> {
    let line = MailLine {
        id: mail.id.to_string(),
        status: mail.status.as_str(),
        kind: &mail.kind,
        to: &mail.to,
        attempts: mail.attempts,
        created_at: mail.created_at.to_string(),
        due_at: mail.due_at.to_string(),
        ended_at: mail.ended_at.map(|at| at.to_string()),
        last_error: mail.last_error.as_deref(),
    };
    serde_json::to_string(&line).map_err(Failure::while_("cannot print"))
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
