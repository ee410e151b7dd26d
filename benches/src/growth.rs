//! The same calls where there are few accounts and messages and where there are many.

use crate::{
    Measure,
    acts::Operation,
    report::{Report, ms},
    turns::{self, Side},
    world::{CHEAP, Size, World},
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
    let members = measure.many.div_ceil(of_a_member).max(CLIENTS);
    let many = Size { users: measure.many, members, ..FEW };
    for &kind in &measure.databases {
        let make = || World::make(&measure.binary, kind, &measure.postgres, CHEAP);
        let (small, large) = (make().await, make().await);
        let (of_few, of_many) = (small.serve(), large.serve());
        let (few, lots) = (small.fill(&of_few, FEW).await, large.fill(&of_many, many).await);
        small.settle().await;
        large.settle().await;
        let mut rows = Vec::new();
        for call in CALLS.into_iter().filter(|call| measure.wants(*call)) {
            let mut small = Side::new(&of_few, call.acts(&few));
            let mut large = Side::new(&of_many, call.acts(&lots[..CLIENTS]));
            let ratio = turns::take(measure, &mut small, &mut large).await;
            let row = vec![
                call.title().to_owned(),
                format!("{ratio:.2}"),
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
