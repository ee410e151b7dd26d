//! Log in and register beside bcrypt on all cores, and what a flood of log ins leaves to the others.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    Measure,
    acts::Operation,
    load::{self, Seen},
    report::{Report, median, ms},
    world::{CHEAP, Kind, PASSWORD, Size, World},
};

const COSTS: [u32; 2] = [12, CHEAP];
const CLIENTS: usize = 64;
/// A hash of cost 12 takes a quarter of a second: a slice must have many of them.
const SLICE: Duration = Duration::from_secs(6);
const SIZE: Size = Size { users: 200, members: 2 * CLIENTS, chats_each: 0, messages_each: 0 };
/// How many are asked in a second who they are, while others flood the service.
const PER_SECOND: u32 = 100;

pub async fn measure(measure: &Measure, report: &mut Report) {
    let (mut rows, mut floods) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        for cost in COSTS {
            let world = World::make(&measure.binary, kind, &measure.postgres, cost).await;
            let service = world.serve();
            let members = world.fill(&service, SIZE).await;
            let (hammering, asking) = members.split_at(CLIENTS);
            let address = service.address;
            let (mut raws, mut log_ins, mut registers, mut flooded) =
                (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            let (mut alone, mut beside) = (Seen::nothing(), Seen::nothing());
            let mut acts = Operation::LogIn.acts(hammering);
            let mut new = Operation::Register.acts(hammering);
            for _ in 0..measure.rounds {
                raws.push(raw(cost, SLICE).await);
                let (seen, back) = load::run(address, acts, SLICE).await;
                (acts, _) = (back, log_ins.push(seen.rate()));
                let (seen, back) = load::run(address, new, SLICE).await;
                (new, _) = (back, registers.push(seen.rate()));
                let who = || Operation::WhoAmI.acts(&asking[..4]);
                alone.add(&load::run_steadily(address, who(), PER_SECOND, SLICE).await);
                // The flood goes on until all who wait are answered.
                let rest = CLIENTS as f64 / raws.last().copied().unwrap_or(1.0);
                let while_it_lasts = SLICE + Duration::from_secs_f64(rest);
                let (seen, (flood, back)) = tokio::join!(
                    load::run_steadily(address, who(), PER_SECOND, while_it_lasts),
                    load::run(address, acts, SLICE),
                );
                beside.add(&seen);
                (acts, _) = (back, flooded.push(flood.rate()));
            }
            let of_raw = |rates: &[f64]| {
                let ratios = rates.iter().zip(&raws).map(|(rate, raw)| rate / raw);
                format!("{:.3}", median(ratios.collect()))
            };
            let what = format!("{}, cost {cost}", kind.name());
            rows.push(vec![
                what.clone(),
                format!("{:.1}", median(raws.clone())),
                of_raw(&log_ins),
                of_raw(&registers),
            ]);
            floods.push(vec![
                what,
                of_raw(&flooded),
                beside.answers.to_string(),
                ms(alone.quantile(0.99)),
                ms(beside.quantile(0.99)),
                ms(beside.quantile(1.0)),
                format!(
                    "{:.2}",
                    beside.quantile(0.99).as_secs_f64() / alone.quantile(0.99).as_secs_f64()
                ),
            ]);
            eprintln!("{rows:?} {floods:?}");
        }
    }
    report.title("Log in and register beside bcrypt on all cores");
    report.say(&format!("{CLIENTS} clients; wanted: 0.95."));
    report.table(&["", "bcrypt/s", "log in", "register"], &rows);
    report.title("A flood of log ins, and others who ask who they are");
    report.say(&format!(
        "{CLIENTS} clients log in while {PER_SECOND} `GET /users/me` a second are asked. Wanted: log in \
         at 0.85 of bcrypt, each answer, a p99 at most twice that without the flood."
    ));
    report.table(
        &["", "log in", "answers", "p99 ms alone", "p99 ms beside", "slowest", "p99 ratio"],
        &floods,
    );
}

/// Hashes a second, one thread a core.
async fn raw(cost: u32, time: Duration) -> f64 {
    let hash = move || {
        let hash = bcrypt::hash(PASSWORD, cost).expect("a hash");
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = (0..cores).map(|_| {
            let hash = hash.clone();
            thread::spawn(move || {
                let (begun, mut count) = (Instant::now(), 0_u32);
                while begun.elapsed() < time {
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
