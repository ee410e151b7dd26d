use std::sync::Arc;

use bookplate_crypto::SystemClock;
use clap::Subcommand;

use crate::{config::Settings, failure::Failure, mail_transports};

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Say whether the service would start with this configuration
    Check,
    /// Print the configuration that comes of all layers, without its secrets
    Show,
}

impl Config {
    /// The settings were judged when they were read; what they lead to, such as templates, is here.
    pub fn run(self, settings: &Settings) -> Result<(), Failure> {
        match self {
            Self::Check => {
                mail_transports::open(settings, Arc::new(SystemClock))?;
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
