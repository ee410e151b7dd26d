use clap::Subcommand;

use crate::{config::Settings, failure::Failure};

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Say whether the service would start with this configuration
    Check,
    /// Print the configuration that comes of all layers, without its secrets
    Show,
}

impl Config {
    /// The settings were judged when they were read.
    pub fn run(self, settings: &Settings) -> Result<(), Failure> {
        match self {
            Self::Check => println!("the configuration is valid"),
            Self::Show => {
                let text = toml::to_string(settings)
                    .map_err(Failure::while_("cannot print the configuration"))?;
                print!("{text}");
            }
        }
        Ok(())
    }
}
