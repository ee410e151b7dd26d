use std::sync::Arc;

use bookplate_crypto::SystemClock;
use bookplate_domain::shared::Clock;
use clap::Subcommand;

use crate::{config::Settings, failure::Failure, mail_transports, providers, static_files};

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Say whether the service would start with this configuration, and its providers answer
    Check,
    /// Print the configuration that comes of all layers, without its secrets
    Show,
}

impl Config {
    /// The settings were judged when they were read; what they lead to, such as templates,
    /// providers and a front end, is here.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        match self {
            Self::Check => {
                let clock: Arc<dyn Clock> = Arc::new(SystemClock);
                static_files::folder(settings)?;
                mail_transports::open(settings, clock.clone())?;
                providers::check(providers::open(settings, &clock)?).await?;
                println!("the configuration is valid");
            }
            Self::Show => {
                let text = toml::to_string(settings)
                    .map_err(Failure::while_("cannot print the configuration"))?;
                print!("{text}");
            }
        }
        Ok(())
    }
}
