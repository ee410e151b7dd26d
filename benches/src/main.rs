//! Measures the service beside what it is made of, in one run: a bare handler, a handler with one
//! statement, bcrypt on all cores. `benches/run` builds and starts it; docs/performance.md has what it
//! saw.
#![allow(clippy::expect_used, clippy::panic, reason = "a measurement that cannot go on ends")]

mod acts;
mod baseline;
mod client;
mod compare;
mod footprint;
mod growth;
mod hashing;
mod load;
mod process;
mod report;
mod turns;
mod world;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Parser, Subcommand, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    acts::Operation,
    report::Report,
    world::{Kind, Member},
};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures and prints.
    Measure(Measure),
    /// Serves what the service is compared with.
    Baseline {
        /// The database.
        url: String,
    },
}

/// What is measured, and how long.
#[derive(clap::Args)]
struct Measure {
    /// All of them, if none is named.
    parts: Vec<Part>,
    /// The service's binary.
    #[arg(long, value_parser = |path: &str| Path::new(path).canonicalize())]
    binary: PathBuf,
    /// A PostgreSQL on which databases may be made; they stay there.
    #[arg(long)]
    postgres: String,
    /// How often each is measured in turn with the others: calls, hashing, growth.
    #[arg(long, default_value_t = 5, value_parser = at_least::<1>)]
    rounds: usize,
    /// How long each time, in milliseconds: calls, growth, and four times that for each load of the
    /// footprint. Passwords are hashed for 6 s each time.
    #[arg(long, default_value_t = 1500, value_parser = at_least::<100>)]
    slice_ms: usize,
    /// How many clients ask at a time: calls, hashing.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64", value_parser = at_least::<1>)]
    clients: Vec<usize>,
    /// On which databases.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite,postgresql")]
    databases: Vec<Kind>,
    /// How many accounts and messages are many, for growth.
    #[arg(long, default_value_t = 1_000_000)]
    many: usize,
    /// Only the call whose name has this in it, as "read a page": calls, growth.
    #[arg(long, default_value = "", value_parser = named)]
    only: String,
    /// The file whose measured part is replaced; all has to be measured for that.
    #[arg(long, conflicts_with_all = ["parts", "only", "databases"])]
    write: Option<PathBuf>,
}

fn at_least<const LEAST: usize>(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number >= LEAST);
    number.ok_or_else(|| format!("wanted is a number from {LEAST} on"))
}

fn named(text: &str) -> Result<String, String> {
    let names = Operation::ALL.map(Operation::title);
    match names.iter().any(|name| name.contains(text)) {
        true => Ok(text.to_owned()),
        false => Err(format!("there are: {}", names.join(", "))),
    }
}

impl Measure {
    fn slice(&self) -> Duration {
        Duration::from_millis(self.slice_ms as u64)
    }

    fn wants(&self, operation: Operation) -> bool {
        operation.title().contains(&self.only)
    }

    /// Some of them for each number of clients; none is in two.
    fn shares<'m>(&self, members: &'m [Member]) -> impl Iterator<Item = &'m [Member]> {
        self.clients.iter().scan(members, |rest, &clients| rest.split_off(..clients))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Operations beside a handler that does nothing, and one with one statement.
    Calls,
    /// Log in and register beside bcrypt.
    Hashing,
    /// Memory, start and size.
    Footprint,
    /// Calls among many accounts and messages beside the same among few.
    Growth,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Measure(measure) => run(measure),
        Command::Baseline { url } => {
            let served = actix_web::rt::System::new().block_on(baseline::serve(&url));
            served.expect("a port to listen on");
            ExitCode::SUCCESS
        }
    }
}

/// Whatever it has started and made is gone afterwards, also when it is told to end.
#[tokio::main]
async fn run(measure: Measure) -> ExitCode {
    let mut terminated = signal(SignalKind::terminate()).expect("signals");
    tokio::select! {
        () = measure_all(measure) => ExitCode::SUCCESS,
        _ = terminated.recv() => ended_early(),
        _ = tokio::signal::ctrl_c() => ended_early(),
    }
}

fn ended_early() -> ExitCode {
    eprintln!("ended before all was measured");
    ExitCode::FAILURE
}

async fn measure_all(measure: Measure) {
    let wanted = |part| measure.parts.is_empty() || measure.parts.contains(&part);
    // Whether it can be written there is known before an hour is over.
    measure.write.as_deref().map(report::around);
    let mut report = Report::begin(&measure);
    if wanted(Part::Footprint) {
        footprint::measure(&measure, &mut report).await;
    }
    if wanted(Part::Calls) {
        compare::measure(&measure, &mut report).await;
    }
    if wanted(Part::Hashing) {
        hashing::measure(&measure, &mut report).await;
    }
    if wanted(Part::Growth) {
        growth::measure(&measure, &mut report).await;
    }
    if let Some(file) = &measure.write {
        report.write(file);
    }
}
