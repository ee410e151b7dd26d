use std::io::{self, Write};

use bookplate_domain::sessions::{KeyState, SigningKey};
use clap::Args;
use serde::Serialize;

use crate::{compose::compose, config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct List {
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

impl List {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let keys = compose(settings).await?.bookplate.sessions.list_signing_keys().await;
        let mut out = io::stdout().lock();
        for (key, state) in keys.map_err(Failure::while_("cannot list the signing keys"))? {
            let line = if self.json { json(&key, state)? } else { line(&key, state) };
            writeln!(out, "{line}").map_err(Failure::while_("cannot print"))?;
        }
        Ok(())
    }
}

/// One key as a script reads it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyLine<'a> {
    kid: &'a str,
    state: &'static str,
    created_at: String,
    active_at: String,
}

fn json(key: &SigningKey, state: KeyState) -> Result<String, Failure> {
    let line = KeyLine {
        kid: &key.kid,
        state: state.as_str(),
        created_at: key.created_at.to_string(),
        active_at: key.active_at.to_string(),
    };
    serde_json::to_string(&line).map_err(Failure::while_("cannot print"))
}

fn line(key: &SigningKey, state: KeyState) -> String {
    let (created_at, active_at) = (key.created_at, key.active_at);
    format!("{}  {:<8}  created {created_at}  active from {active_at}", key.kid, state.as_str())
}
