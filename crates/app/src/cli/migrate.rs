use bookplate_seaorm::Schema;
use clap::Subcommand;

use crate::{compose, config::Settings, failure::Failure};

#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Apply the steps that wait
    Up,
    /// Take the newest steps back: what their tables and columns hold is lost
    Down {
        /// How many
        #[arg(default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        steps: u32,
        /// Do it: without this, nothing is taken back
        #[arg(long)]
        yes: bool,
    },
    /// List the steps
    Status,
    /// Take every step back and apply them again: everything that is kept is lost
    Reset {
        /// Do it: without this, nothing is lost
        #[arg(long)]
        yes: bool,
    },
}

impl Migrate {
    /// Works on the schema only; no secret is needed and none is made.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let refusal = match self {
            Self::Reset { yes: false } => Some("reset: everything in the database"),
            Self::Down { yes: false, .. } => Some("down: what the newest steps' tables hold"),
            _ => None,
        };
        if let Some(what) = refusal {
            let line = format!("migrate {what} would be lost; say --yes");
            return Err(Failure::Refused(line));
        }
        let schema = Schema::connect(&compose::database_options(settings))
            .await
            .map_err(compose::unusable)?;
        let failed = Failure::while_("cannot migrate");
        match self {
            Self::Up => {
                let applied = schema.up().await.map_err(failed)?;
                println!("{applied} steps applied");
            }
            Self::Down { steps, .. } => {
                let taken_back = schema.down(steps).await.map_err(failed)?;
                println!("{taken_back} steps taken back");
            }
            Self::Status => {
                for (name, applied) in schema.status().await.map_err(failed)? {
                    println!("{name}  {}", if applied { "applied" } else { "waits" });
                }
            }
            Self::Reset { .. } => {
                schema.reset().await.map_err(failed)?;
                println!("the schema was made anew");
            }
        }
        Ok(())
    }
}
