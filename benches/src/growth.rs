//! The same calls where there is a thousand of everything and where there is a million.

use std::time::Duration;

use crate::{
    Measure,
    acts::Operation,
    load::{self, Acts, Seen},
    process::Server,
    report::{Report, median, ms},
    world::{CHEAP, Kind, Size, World},
};

const CLIENTS: usize = 16;
const FEW: Size = Size { users: 1000, members: CLIENTS, chats_each: 25, messages_each: 30 };
const CALLS: [Operation; 6] = [
    Operation::WhoAmI,
    Operation::Refresh,
    Operation::Append,
    Operation::ListChats,
    Operation::ReadPage,
    Operation::Search,
];

pub async fn measure(measure: &Measure, report: &mut Report) {
    // Everybody has as much as where there are few: what is asked for is the same.
    let of_a_member = FEW.messages() / FEW.members;
    let many = Size { users: measure.many, members: measure.many.div_ceil(of_a_member), ..FEW };
    for kind in Kind::ALL {
        let make = || World::make(&measure.binary, kind, &measure.postgres, CHEAP);
        let (small, large) = (make().await, make().await);
        let (of_few, of_many) = (small.serve(), large.serve());
        let (few, lots) = (small.fill(&of_few, FEW).await, large.fill(&of_many, many).await);
        let mut rows = Vec::new();
        for call in CALLS {
            let mut sides = [
                Side::new(&of_few, call.acts(&few)),
                Side::new(&of_many, call.acts(&lots[..CLIENTS])),
            ];
            for round in 0..=measure.rounds {
                for side in &mut sides {
                    side.run(measure.slice(), round > 0).await;
                }
                // Neither is always the first.
                sides.reverse();
            }
            if measure.rounds.is_multiple_of(2) {
                sides.reverse();
            }
            let [small, large] = &sides;
            let ratios = small.rates.iter().zip(&large.rates).map(|(small, large)| small / large);
            let row = vec![
                call.title().to_owned(),
                format!("{:.2}", median(ratios.collect())),
                ms(small.seen.quantile(0.5)),
                ms(large.seen.quantile(0.5)),
                ms(small.seen.quantile(0.99)),
                ms(large.seen.quantile(0.99)),
            ];
            eprintln!("{row:?}");
            rows.push(row);
        }
        report.title(&format!("Growth on {}", kind.name()));
        report.say(&format!(
            "{} and {} accounts, {} and {} messages; {CLIENTS} clients. Wanted: at most 1.2 times as \
             long, and a search within 50 ms (p99) among many.",
            FEW.users, many.users, FEW.messages(), many.messages()
        ));
        report.table(
            &["call", "time, many to few", "p50 ms, few", "many", "p99 ms, few", "many"],
            &rows,
        );
    }
}

struct Side<'s> {
    server: &'s Server,
    acts: Acts,
    seen: Seen,
    rates: Vec<f64>,
}

impl<'s> Side<'s> {
    fn new(server: &'s Server, acts: Acts) -> Self {
        Self { server, acts, seen: Seen::nothing(), rates: Vec::new() }
    }

    async fn run(&mut self, time: Duration, counts: bool) {
        let acts = std::mem::take(&mut self.acts);
        let (seen, acts) = load::run(self.server.address, acts, time).await;
        self.acts = acts;
        if counts {
            self.rates.push(seen.rate());
            self.seen.add(&seen);
        }
    }
}
