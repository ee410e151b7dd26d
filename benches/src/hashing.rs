//! Log in and register beside bcrypt, and what a flood of log ins leaves to the others.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    Measure,
    acts::Operation,
    load::{self, Seen},
    process::Server,
    report::{Report, median, ms},
    turns::Side,
    world::{CHEAP, Member, PASSWORD, Size, World},
};

const COSTS: [u32; 2] = [12, CHEAP];
/// How many flood the service.
const FLOOD: usize = 64;
/// A hash of cost 12 takes a quarter of a second: a slice must have many of them.
const SLICE: Duration = Duration::from_secs(6);
/// How many are asked in a second who they are, while others flood the service.
const PER_SECOND: u32 = 100;
/// Clients that ask it.
const ASKING: usize = 4;

pub async fn measure(measure: &Measure, report: &mut Report) {
    let (mut rows, mut floods) = (Vec::new(), Vec::new());
    let entering = measure.clients.iter().copied().max().unwrap_or(FLOOD).max(FLOOD);
    let members = entering + ASKING;
    let size = Size { users: members, members, chats_each: 0, messages_each: 0 };
    for &kind in &measure.databases {
        for cost in COSTS {
            let world = World::make(&measure.binary, kind, &measure.postgres, cost).await;
            let service = world.serve();
            let members = world.fill(&service, size).await;
            let (entering, asking) = members.split_at(entering);
            let what = format!("{}, cost {cost}", kind.name());
            for &clients in &measure.clients {
                let figures = enter(measure, &service, &entering[..clients], cost).await;
                let row = [vec![what.clone(), clients.to_string()], figures].concat();
                eprintln!("{row:?}");
                rows.push(row);
            }
            let figures = flood(measure, &service, &entering[..FLOOD], asking, cost).await;
            let row = [vec![what], figures].concat();
            eprintln!("{row:?}");
            floods.push(row);
        }
    }
    report.title("Log in and register beside bcrypt");
    report.say(
        "bcrypt has a thread on each core, or one for a single client. Wanted: 0.95, and no error.",
    );
    report.table(
        &["", "clients", "bcrypt/s", "log in", "p50 ms", "p99 ms", "register", "p50 ms", "p99 ms"],
        &rows,
    );
    report.title("A flood of log ins, and others who ask who they are");
    report.say(&format!(
        "{FLOOD} clients log in while {PER_SECOND} `GET /users/me` a second are asked. Wanted: log in \
         at 0.85 of bcrypt, each answer, a p99 at most twice that without the flood."
    ));
    report.table(&["", "log in", "p99 ms alone", "p99 ms beside", "slowest", "p99 ratio"], &floods);
}

/// Log in and register beside bcrypt, in turns.
async fn enter(measure: &Measure, service: &Server, members: &[Member], cost: u32) -> Vec<String> {
    let threads = members.len().min(cores());
    let mut log_in = Side::new(service, Operation::LogIn.acts(members));
    let mut register = Side::new(service, Operation::Register.acts(members));
    let (mut raws, mut log_ins, mut registers) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..measure.rounds {
        let raw = raw(cost, threads).await;
        log_ins.push(log_in.turn(SLICE).await / raw);
        registers.push(register.turn(SLICE).await / raw);
        raws.push(raw);
    }
    let figures = |ratios: Vec<f64>, side: &Side<'_>| {
        let (p50, p99) = (side.seen.quantile(0.5), side.seen.quantile(0.99));
        [format!("{:.3}", median(ratios)), ms(p50), ms(p99)]
    };
    let mut row = vec![format!("{:.1}", median(raws))];
    row.extend(figures(log_ins, &log_in));
    row.extend(figures(registers, &register));
    row
}

/// What a flood of log ins leaves to those who ask who they are.
async fn flood(
    measure: &Measure,
    service: &Server,
    hammering: &[Member],
    asking: &[Member],
    cost: u32,
) -> Vec<String> {
    let mut log_in = Side::new(service, Operation::LogIn.acts(hammering));
    let (mut alone, mut beside) = (Seen::nothing(), Seen::nothing());
    let mut ratios = Vec::new();
    let who = |time| {
        load::run_steadily(service.address, Operation::WhoAmI.acts(asking), PER_SECOND, time)
    };
    for _ in 0..measure.rounds {
        let raw = raw(cost, cores()).await;
        alone.add(&who(SLICE).await);
        // The flood goes on until all who wait are answered.
        let rest = Duration::from_secs_f64(hammering.len() as f64 / raw);
        let (seen, rate) = tokio::join!(who(SLICE + rest), log_in.turn(SLICE));
        beside.add(&seen);
        ratios.push(rate / raw);
    }
    let (p99_alone, p99_beside) = (alone.quantile(0.99), beside.quantile(0.99));
    vec![
        format!("{:.3}", median(ratios)),
        ms(p99_alone),
        ms(p99_beside),
        ms(beside.quantile(1.0)),
        format!("{:.2}", p99_beside.as_secs_f64() / p99_alone.as_secs_f64()),
    ]
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Hashes a second of so many threads.
async fn raw(cost: u32, threads: usize) -> f64 {
    let hash = move || {
        let hash = bcrypt::hash(PASSWORD, cost).expect("a hash");
        let threads = (0..threads).map(|_| {
            let hash = hash.clone();
            thread::spawn(move || {
                let (begun, mut count) = (Instant::now(), 0_u32);
                while begun.elapsed() < SLICE {
                    assert!(bcrypt::verify(PASSWORD, &hash).expect("a check"));
                    count += 1;
                }
                f64::from(count) / begun.elapsed().as_secs_f64()
            })
        });
        let threads: Vec<_> = threads.collect();
        threads.into_iter().map(|thread| thread.join().expect("a count")).sum()
    };
    tokio::task::spawn_blocking(hash).await.expect("a count")
}
