//! The command line: one file for each command.

mod config;
mod doctor;
mod health;
mod keys;
mod mail;
mod migrate;
mod openapi;
mod progress;
mod serve;
mod users;
mod words;

use std::path::PathBuf;

use bookplate_crypto::SystemRandom;
use clap::{Parser, Subcommand};

use crate::{
    config::{Settings, load},
    failure::Failure,
    logging,
    otlp::Exporter,
};

/// Accounts, sessions and chat history for AI applications.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// A TOML file that replaces defaults; variables BOOKPLATE__SECTION__KEY replace both
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API until SIGTERM or SIGINT (the default)
    Serve,
    /// Change the database's schema, or show its state
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    /// Work on accounts
    #[command(subcommand)]
    Users(users::Users),
    /// Look after the keys that sign access tokens
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Look at mails and what became of them
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Judge or show the configuration
    #[command(subcommand)]
    Config(config::Config),
    /// Ask the running service whether it is ready, for the health checks of containers
    Health,
    Doctor(doctor::Doctor),
    /// Print the OpenAPI document
    Openapi,
}

impl Cli {
    /// Does what was asked.
    pub async fn run(self) -> Result<(), Failure> {
        match self.command.unwrap_or(Command::Serve) {
            Command::Openapi => openapi::run(),
            Command::Health => health::run(&read(self.config)?),
            Command::Config(command) => command.run(&read(self.config)?).await,
            Command::Doctor(command) => command.run(&read(self.config.clone())?, self.config).await,
            Command::Serve => serve(&read(self.config)?).await,
            Command::Migrate(command) => command.run(&logged(self.config)?).await,
            Command::Keys(command) => command.run(&logged(self.config)?).await,
            Command::Mail(command) => command.run(&logged(self.config)?).await,
            Command::Users(command) => command.run(&logged(self.config)?).await,
        }
    }
}

fn read(file: Option<PathBuf>) -> Result<Settings, Failure> {
    Ok(load(file.as_deref(), std::env::vars_os())?)
}

async fn serve(settings: &Settings) -> Result<(), Failure> {
    let exporter = Exporter::start(&settings.telemetry, &SystemRandom)?;
    logging::install(&settings.log, exporter.as_ref())?;
    let served = serve::run(settings).await;
    if let Some(exporter) = exporter {
        exporter.stop().await;
    }
    served
}

fn logged(file: Option<PathBuf>) -> Result<Settings, Failure> {
    let settings = read(file)?;
    logging::install(&settings.log, None)?;
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
