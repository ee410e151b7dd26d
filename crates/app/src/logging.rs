use std::{
    io::{self, IsTerminal},
    panic::{self, PanicHookInfo},
};

use tracing_subscriber::{EnvFilter, fmt};

use crate::{
    config::{LogFormat, LogSettings, Problem},
    failure::Failure,
};

/// Sends the log to stderr from now on; stdout is for what a command answers.
pub fn install(settings: &LogSettings) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&settings.level)
        .map_err(|error| Problem::new("log.level", error.to_string()))?;
    let log =
        fmt().with_env_filter(filter).with_ansi(io::stderr().is_terminal()).with_writer(io::stderr);
    match settings.format {
        LogFormat::Pretty => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    }
    .map_err(Failure::while_("cannot begin the log"))?;
    panic::set_hook(Box::new(tell));
    Ok(())
}

/// Writes a panic as one line of the log: what it says may have line ends of its own.
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let why = panic.payload_as_str();
    tracing::error!(place, ?why, "a thread panicked");
}
