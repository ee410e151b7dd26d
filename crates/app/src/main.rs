//! Accounts, sessions and chat history for AI applications.
//!
//! The binary reads the configuration, chooses the adapters ([`compose`]) and runs a command
//! ([`cli`]). Nothing here is a rule of the product: those are in `bookplate-domain`.

mod cli;
mod compose;
mod config;
mod failure;
mod first_contact;
mod key_tender;
mod limits_sweeper;
mod logging;
mod mail_transports;
mod measures;
mod open_files;
mod otlp;
mod outbox_worker;
mod providers;
mod purger;
mod purges;
mod secret_file;
mod signals;
mod static_files;
mod traced_mailer;

use std::process::ExitCode;

use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.line());
            failure.exit_code()
        }
    }
}
