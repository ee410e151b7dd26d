use std::{
    io::{self, IsTerminal},
    panic::{self, PanicHookInfo},
};

use bookplate_http::EXPORTED_SPANS;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{LevelFilter, Targets},
    fmt,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::{
    config::{LogFormat, LogSettings, Problem},
    failure::Failure,
    otlp::Exporter,
};

type BoxLayer = Box<dyn Layer<Registry> + Send + Sync>;

/// Sends the log to stderr from now on; stdout is for what a command answers. The spans that are
/// meant for it go to an exporter, if there is one.
pub fn install(settings: &LogSettings, exporter: Option<&Exporter>) -> Result<(), Failure> {
    let problem = |error: String| Problem::new("log.level", error);
    let filter = EnvFilter::try_new(&settings.level).map_err(|error| problem(error.to_string()))?;
    let not_exported =
        format!("{EXPORTED_SPANS}=off").parse().map_err(|error| problem(format!("{error}")))?;
    let lines: BoxLayer = match settings.format {
        LogFormat::Pretty => {
            fmt::layer().with_ansi(io::stderr().is_terminal()).with_writer(io::stderr).boxed()
        }
        // The names in the span of a request are none that its lines have.
        LogFormat::Json => json_subscriber::fmt::layer()
            .flatten_event(true)
            .flatten_current_span_on_top_level(true)
            .with_span_list(false)
            .with_writer(io::stderr)
            .boxed(),
    };
    let lines = lines.with_filter(filter.add_directive(not_exported));
    let spans = exporter.map(spans);
    let layers: Vec<BoxLayer> = [Some(lines.boxed()), spans].into_iter().flatten().collect();
    tracing_subscriber::registry()
        .with(layers)
        .try_init()
        .map_err(Failure::while_("cannot begin the log"))?;
    panic::set_hook(Box::new(tell));
    Ok(())
}

/// Where they stand in the code, and in which thread, is nobody's business.
fn spans(exporter: &Exporter) -> BoxLayer {
    tracing_opentelemetry::layer()
        .with_tracer(exporter.tracer())
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_level(false)
        .with_tracked_inactivity(false)
        .with_filter(Targets::new().with_target(EXPORTED_SPANS, LevelFilter::INFO))
        .boxed()
}

/// Writes a panic as one line of the log: what it says may have line ends of its own.
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let why = panic.payload_as_str();
    tracing::error!(place, ?why, "a thread panicked");
}
