//! Memory, the time to the first answer, and the size of the binary.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use tokio::time::sleep;

use crate::{
    Measure,
    acts::Operation,
    client::{Call, Connection},
    load,
    process::Server,
    report::{Report, median},
    world::{CHEAP, Member, Size, World},
};

const STARTS: usize = 11;
/// Of each operation: 64 in all.
const CLIENTS: usize = 8;
const SIZE: Size = Size { users: 1000, members: 2 * CLIENTS, chats_each: 25, messages_each: 25 };
pub async fn measure(measure: &Measure, report: &mut Report) {
    let mut rows = Vec::new();
    for &kind in &measure.databases {
        let world = World::make(&measure.binary, kind, &measure.postgres, CHEAP).await;
        let first = world.serve();
        let members = world.fill(&first, SIZE).await;
        drop(first);
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            starts.push(first_answer(&world, &members[0]).await.as_secs_f64() * 1000.0);
        }
        let service = world.serve();
        ask(service.address, &members[0]).await;
        sleep(Duration::from_secs(3)).await;
        let idle = service.memory();
        let (most, after) = under_load(measure, &service, members).await;
        let mebibytes = |kibibytes: u64| format!("{:.1}", kibibytes as f64 / 1024.0);
        let mut row = vec![kind.name().to_owned(), format!("{:.0}", median(starts))];
        row.extend([mebibytes(idle), mebibytes(most)]);
        row.push(after.into_iter().map(mebibytes).collect::<Vec<_>>().join(", "));
        eprintln!("{row:?}");
        rows.push(row);
    }
    report.title("Start, memory, size");
    let bytes = std::fs::metadata(&measure.binary).expect("the binary").len();
    report.say(&format!(
        "The binary has {:.1} MB (wanted: 20). Wanted: the first answer within 50 ms of the start on \
         SQLite and 80 ms on PostgreSQL; at most 15 MiB idle and 40 MiB under load, and no more \
         after it. Memory is proportional (PSS); the load is all eight operations at once, \
         {CLIENTS} clients each, three times.",
        bytes as f64 / 1e6
    ));
    report.table(
        &["", "first answer ms", "MiB idle", "MiB at most", "MiB 5 s after each load"],
        &rows,
    );
}

async fn ask(address: SocketAddr, member: &Member) {
    let call = Call::get("/api/v1/users/me").of(&member.access);
    Connection::open(address).await.ask(call).await.expect("an answer").json(200);
}

/// From before the process is made to the last byte of an answer that needs the database.
async fn first_answer(world: &World, member: &Member) -> Duration {
    let begun = Instant::now();
    let service = world.serve();
    ask(service.address, member).await;
    begun.elapsed()
}

/// The most memory while all clients ask, and what is left when they have gone, each time.
async fn under_load(measure: &Measure, service: &Server, members: Vec<Member>) -> (u64, Vec<u64>) {
    let (mut most, mut after) = (0, Vec::new());
    let address = service.address;
    let time = measure.slice() * 4;
    // Whoever logs in again and again ends sessions; it is not those that others use.
    let (members, entering) = members.split_at(CLIENTS);
    let acts = |operation: &Operation| match operation {
        Operation::LogIn => operation.acts(entering),
        _ => operation.acts(members),
    };
    let mut acts: Vec<_> = Operation::ALL.iter().map(acts).collect();
    for _ in 0..3 {
        let all = acts.drain(..).map(|acts| load::run(address, acts, time)).collect::<Vec<_>>();
        let all = futures::future::join_all(all);
        let watched = async {
            let begun = Instant::now();
            let mut most = 0;
            while begun.elapsed() < time {
                most = most.max(service.memory());
                sleep(Duration::from_millis(100)).await;
            }
            most
        };
        let (done, seen) = tokio::join!(all, watched);
        most = most.max(seen);
        acts = done.into_iter().map(|(_, acts)| acts).collect();
        sleep(Duration::from_secs(5)).await;
        after.push(service.memory());
    }
    most = most.max(after.iter().copied().max().unwrap_or_default());
    (most, after)
}
