use bookplate_seaorm::Schema;
use clap::Subcommand;

use crate::{compose, config::Settings, failure::Failure};

#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Apply the steps that wait
    Up,
    /// Take the newest steps back
    Down {
        /// How many
        #[arg(default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        steps: u32,
    },
    /// List the steps
    Status,
    /// Take every step back and apply them again: everything that is kept is lost
    Reset {
        /// Really
        #[arg(long)]
        yes: bool,
    },
}

impl Migrate {
    /// Works on the schema only; no secret is needed and none is made.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        if matches!(self, Self::Reset { yes: false }) {
            return Err(Failure::Refused(
                "migrate reset: everything in the database would be lost; say --yes".into(),
            ));
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
            Self::Down { steps } => {
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
