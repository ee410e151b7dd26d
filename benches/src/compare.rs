//! The service beside a handler that does what the service cannot do without.

use crate::{
    Measure,
    acts::{Operation, Plain},
    process::Server,
    report::{Report, ms},
    turns::{self, Side},
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

const COLUMNS: [&str; 13] = [
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
];

pub async fn measure(measure: &Measure, report: &mut Report) {
    for &kind in &measure.databases {
        let least_of = |[sqlite, postgres]: [f64; 2]| match kind {
            Kind::Sqlite => sqlite,
            Kind::Postgres => postgres,
        };
        let world = World::make(&measure.binary, kind, &measure.postgres, CHEAP).await;
        let (service, baseline) = (world.serve(), world.baseline());
        // What a request costs whose session is not remembered.
        let forgetful = world.serve_with(&[("BOOKPLATE__SESSIONS__CHECK_CACHE", "0s")]);
        // A token to refresh with is spent by whoever comes first: no two loads share a member.
        let size = Size { members: measure.clients.iter().sum(), ..SIZE };
        let members = world.fill(&service, size).await;
        introduce(&baseline, &members).await;
        report.title(&format!("Calls on {}", kind.name()));
        let mut rows = Vec::new();
        for (operation, plain, least) in PAIRS {
            if measure.wants(operation) {
                let servers = (&service, &baseline);
                rows.extend(
                    pairs(measure, servers, &members, operation, (plain, Some(least_of(least))))
                        .await,
                );
            }
        }
        report.table(&COLUMNS, &rows);
        if measure.wants(Operation::WhoAmI) {
            report.say("Where no session is remembered (`sessions.check_cache = \"0s\"`):");
            let (who, one) = (Operation::WhoAmI, (Plain::SelectOne, None));
            let servers = (&forgetful, &baseline);
            report.table(&COLUMNS, &pairs(measure, servers, &members, who, one).await);
        }
        if measure.wants(Operation::Search) {
            let messages = SIZE.chats_each * SIZE.messages_each;
            report.say(&format!("A search among {messages} messages of one's own:"));
            let rows = alone(measure, &service, &members, Operation::Search).await;
            report.table(&["call", "clients", "answers/s", "p50 ms", "p99 ms", "µs"], &rows);
        }
    }
}

/// An operation beside a plain handler, for each number of clients.
async fn pairs(
    measure: &Measure,
    (service, baseline): (&Server, &Server),
    members: &[Member],
    operation: Operation,
    (plain, least): (Plain, Option<f64>),
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for members in measure.shares(members) {
        let mut ours = Side::new(service, operation.acts(members));
        let mut theirs = Side::new(baseline, plain.acts(members));
        let ratio = turns::take(measure, &mut ours, &mut theirs).await;
        let mut row = vec![
            format!("{}, {}", operation.title(), plain.title()),
            members.len().to_string(),
            format!("{ratio:.2}"),
            least.map_or_else(String::new, |least| format!("{least:.2}")),
            format!("{:.2}", theirs.cost() / ours.cost()),
        ];
        row.extend(figures(&ours));
        row.extend(figures(&theirs));
        eprintln!("{row:?}");
        rows.push(row);
    }
    rows
}

/// An operation that is compared with none.
async fn alone(
    measure: &Measure,
    service: &Server,
    members: &[Member],
    operation: Operation,
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for members in measure.shares(members) {
        let mut side = Side::new(service, operation.acts(members));
        side.warm_up(measure.slice()).await;
        for _ in 0..measure.rounds {
            side.turn(measure.slice()).await;
        }
        let mut row = vec![operation.title().to_owned(), members.len().to_string()];
        row.extend(figures(&side));
        eprintln!("{row:?}");
        rows.push(row);
    }
    rows
}

fn figures(side: &Side<'_>) -> [String; 4] {
    let (p50, p99) = (side.seen.quantile(0.5), side.seen.quantile(0.99));
    [format!("{:.0}", side.rate()), ms(p50), ms(p99), format!("{:.0}", side.cost())]
}
