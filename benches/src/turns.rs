//! Two servers that are asked in turns.

use std::time::Duration;

use crate::{
    Measure,
    load::{self, Acts, Seen},
    process::Server,
    report::median,
};

/// One of the two.
pub struct Side<'s> {
    server: &'s Server,
    acts: Acts,
    /// Answers a second, of each turn.
    rates: Vec<f64>,
    pub seen: Seen,
    processor: Duration,
}

impl<'s> Side<'s> {
    pub fn new(server: &'s Server, acts: Acts) -> Self {
        let (seen, rates) = (Seen::nothing(), Vec::new());
        Self { server, acts, seen, rates, processor: Duration::ZERO }
    }

    /// Answers a second, of the turn in the middle.
    pub fn rate(&self) -> f64 {
        median(self.rates.clone())
    }

    /// Processor time of the server's process for one answer, in microseconds.
    pub fn cost(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.seen.answers as f64
    }

    /// Is asked for so long before it counts.
    pub async fn warm_up(&mut self, time: Duration) {
        self.ask(time).await;
    }

    /// Is asked for so long; answers how many answers a second came.
    pub async fn turn(&mut self, time: Duration) -> f64 {
        let before = self.server.processor_time();
        let seen = self.ask(time).await;
        self.processor += self.server.processor_time() - before;
        self.rates.push(seen.rate());
        self.seen.add(&seen);
        seen.rate()
    }

    async fn ask(&mut self, time: Duration) -> Seen {
        let acts = std::mem::take(&mut self.acts);
        let (seen, acts) = load::run(self.server.address, acts, time).await;
        self.acts = acts;
        seen
    }
}

/// Asks both as often as is measured; neither is always the first. Answers how many answers a second
/// come of the one for each of the other: the ratio of the round in the middle.
pub async fn take(measure: &Measure, one: &mut Side<'_>, other: &mut Side<'_>) -> f64 {
    let time = measure.slice();
    one.warm_up(time).await;
    other.warm_up(time).await;
    let mut ratios = Vec::new();
    for round in 0..measure.rounds {
        ratios.push(if round.is_multiple_of(2) {
            let rate = one.turn(time).await;
            rate / other.turn(time).await
        } else {
            let rate = other.turn(time).await;
            one.turn(time).await / rate
        });
    }
    median(ratios)
}
