//! The service beside a handler that does what the service cannot do without.

use std::time::Duration;

use crate::{
    Measure,
    acts::{Operation, Plain},
    load::{self, Acts, Seen},
    process::Server,
    report::{Report, median, ms},
    world::{CHEAP, Kind, Member, Size, World, introduce},
};

/// Each with what it is compared with, and the least that it must reach of that on SQLite and on
/// PostgreSQL.
const PAIRS: [(Operation, Plain, [f64; 2]); 6] = [
    (Operation::WhoAmI, Plain::Bare, [0.6, 0.6]),
    (Operation::WhoAmI, Plain::SelectOne, [0.8, 0.9]),
    (Operation::Refresh, Plain::Update, [0.7, 0.7]),
    (Operation::Append, Plain::Update, [0.5, 0.5]),
    (Operation::ListChats, Plain::SelectChats, [0.7, 0.7]),
    (Operation::ReadPage, Plain::SelectMessages, [0.7, 0.7]),
];

const SIZE: Size = Size { users: 1000, members: 0, chats_each: 25, messages_each: 25 };

/// One of the two sides.
struct Side<'s> {
    server: &'s Server,
    acts: Acts,
    seen: Seen,
    rates: Vec<f64>,
    processor: Duration,
}

impl<'s> Side<'s> {
    fn new(server: &'s Server, acts: Acts) -> Self {
        let (seen, rates) = (Seen::nothing(), Vec::new());
        Self { server, acts, seen, rates, processor: Duration::ZERO }
    }

    async fn run(&mut self, time: Duration, counts: bool) {
        let (before, acts) = (self.server.processor_time(), std::mem::take(&mut self.acts));
        let (seen, acts) = load::run(self.server.address, acts, time).await;
        self.acts = acts;
        if counts {
            self.processor += self.server.processor_time() - before;
            self.rates.push(seen.rate());
            self.seen.add(&seen);
        }
    }

    /// Processor time of the server's process for one answer, in microseconds.
    fn cost(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.seen.answers as f64
    }
}

pub async fn measure(measure: &Measure, report: &mut Report) {
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        let world = World::make(&measure.binary, kind, &measure.postgres, CHEAP).await;
        let (service, baseline) = (world.serve(), world.baseline());
        // A token to refresh with is spent by whoever comes first: no two loads share a member.
        let size = Size { members: measure.clients.iter().sum(), ..SIZE };
        let members = world.fill(&service, size).await;
        introduce(&baseline, &members).await;
        report.title(&format!("Calls on {}", kind.name()));
        let mut rows = Vec::new();
        for (operation, plain, least) in PAIRS {
            if !operation.title().contains(&measure.only) {
                continue;
            }
            let mut rest = &members[..];
            for &clients in &measure.clients {
                let (some, others) = rest.split_at(clients);
                rest = others;
                let sides = (&service, &baseline);
                rows.push(pair(measure, sides, some, operation, plain, least[at]).await);
            }
        }
        report.table(
            &[
                "call, beside",
                "clients",
                "ratio",
                "wanted",
                "of processor time",
                "answers/s",
                "p50 ms",
                "p99 ms",
                "µs",
                "beside: answers/s",
                "p50 ms",
                "p99 ms",
                "µs",
            ],
            &rows,
        );
    }
}

/// Both sides in turns; the ratio is the median of those of each turn.
async fn pair(
    measure: &Measure,
    (service, baseline): (&Server, &Server),
    members: &[Member],
    operation: Operation,
    plain: Plain,
    least: f64,
) -> Vec<String> {
    let mut ours = Side::new(service, operation.acts(members));
    let mut theirs = Side::new(baseline, plain.acts(members));
    for round in 0..=measure.rounds {
        // The first one warms up.
        let (counts, time) = (round > 0, measure.slice());
        // Neither is always the first.
        if round % 2 == 0 {
            ours.run(time, counts).await;
            theirs.run(time, counts).await;
        } else {
            theirs.run(time, counts).await;
            ours.run(time, counts).await;
        }
    }
    let ratios = ours.rates.iter().zip(&theirs.rates).map(|(ours, theirs)| ours / theirs);
    let mut row = vec![
        format!("{}, {}", operation.title(), plain.title()),
        members.len().to_string(),
        format!("{:.2}", median(ratios.collect())),
        format!("{least:.2}"),
        format!("{:.2}", theirs.cost() / ours.cost()),
    ];
    for side in [ours, theirs] {
        row.extend([
            format!("{:.0}", median(side.rates.clone())),
            ms(side.seen.quantile(0.5)),
            ms(side.seen.quantile(0.99)),
            format!("{:.0}", side.cost()),
        ]);
    }
    eprintln!("{row:?}");
    row
}
