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

use std::{path::PathBuf, time::Duration};

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
    #[arg(long)]
    binary: PathBuf,
    /// A PostgreSQL on which databases may be made.
    #[arg(long)]
    postgres: String,
    /// How often each is measured in turn with the others.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long each time, in milliseconds.
    #[arg(long, default_value_t = 1500)]
    slice: u64,
    /// How many clients ask at a time.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64")]
    clients: Vec<usize>,
    /// On which databases.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite,postgresql")]
    databases: Vec<Kind>,
    /// Accounts and messages that there are when calls are compared by their number.
    #[arg(long, default_value_t = 1_000_000)]
    many: usize,
    /// Only calls whose name has these words.
    #[arg(long, default_value = "")]
    only: String,
    /// The file whose measured part is replaced.
    #[arg(long)]
    write: Option<PathBuf>,
}

impl Measure {
    fn slice(&self) -> Duration {
        Duration::from_millis(self.slice)
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
    /// Operations beside a handler with one statement.
    Calls,
    /// Log in and register beside bcrypt.
    Hashing,
    /// Memory, start and size.
    Footprint,
    /// A thousand beside a million.
    Growth,
}

fn main() {
    match Cli::parse().command {
        Command::Measure(measure) => run(measure),
        Command::Baseline { url } => {
            let served = actix_web::rt::System::new().block_on(baseline::serve(&url));
            served.expect("a port to listen on");
        }
    }
}

/// Whatever it has started and made is gone afterwards, also when it is told to end.
#[tokio::main]
async fn run(measure: Measure) {
    let mut terminated = signal(SignalKind::terminate()).expect("signals");
    tokio::select! {
        () = measure_all(measure) => {}
        _ = terminated.recv() => eprintln!("ended before all was measured"),
        _ = tokio::signal::ctrl_c() => eprintln!("ended before all was measured"),
    }
}

async fn measure_all(measure: Measure) {
    let wanted = |part| measure.parts.is_empty() || measure.parts.contains(&part);
    let mut report = Report::begin();
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
    report.end(measure.write.as_deref());
}
