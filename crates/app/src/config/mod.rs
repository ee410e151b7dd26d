//! The configuration: `config/default.toml`, a file, the environment.

mod cors;
mod environment;
mod hidden;
mod layers;
mod mail;
mod mail_rules;
mod oauth;
mod oauth_rules;
mod problem;
mod proxies;
mod rules;
mod secrets;
mod setting;
mod settings;
mod sign_in_targets;
mod urls;
mod values;

#[cfg(test)]
mod layers_test;
#[cfg(test)]
mod mail_test;
#[cfg(test)]
mod oauth_test;
#[cfg(test)]
mod rules_test;

use std::{ffi::OsString, path::Path};

pub use mail::{MailTransport, ResendSettings, SmtpSettings};
pub use oauth::ProviderSettings;
pub use problem::Problem;
pub use secrets::ConfiguredSecrets;
pub use settings::{DatabaseSettings, LogSettings, ServerSettings, Settings, TelemetrySettings};
pub use values::{LogFormat, Mode};

/// Reads all layers and judges what comes of them.
pub fn load(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Settings, Problem> {
    let environment = environment::Environment::read(variables)?;
    let layers = layers::Layers::read(file, environment)?;
    let settings = layers.merge()?;
    rules::check(&settings).map_err(|problem| {
        let origin = layers.origin(problem.key());
        problem.with_origin(origin)
    })?;
    Ok(settings)
}
