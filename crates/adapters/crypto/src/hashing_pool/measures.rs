use std::time::Instant;

use metrics::{
    Counter, Gauge, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram,
    gauge, histogram,
};

const RUNNING: &str = "bookplate_password_hashes_running";
const WAITING: &str = "bookplate_password_hashes_waiting";
const CAPACITY: &str = "bookplate_password_hash_queue_capacity";
const REFUSED: &str = "bookplate_password_hashes_refused_total";
const DURATION: &str = "bookplate_password_hash_duration_seconds";

/// What is counted of a pool.
pub(super) struct Measures {
    waiting: Gauge,
    running: Gauge,
    refused: Counter,
    duration: Histogram,
}

impl Measures {
    /// Begins at nothing, for a pool in which so many may wait.
    pub(super) fn begin(queue: usize) -> Self {
        describe_gauge!(RUNNING, "Passwords that are being hashed.");
        describe_gauge!(WAITING, "Passwords that wait to be hashed.");
        describe_gauge!(CAPACITY, "How many passwords may wait: passwords.hash_queue.");
        describe_counter!(REFUSED, "Passwords that found the queue full; the answer was 503.");
        describe_histogram!(
            DURATION,
            Unit::Seconds,
            "Time of hashing one password, without the wait."
        );
        gauge!(CAPACITY).set(queue as f64);
        let measures = Self {
            waiting: gauge!(WAITING),
            running: gauge!(RUNNING),
            refused: counter!(REFUSED),
            duration: histogram!(DURATION),
        };
        measures.waiting.set(0.0);
        measures.running.set(0.0);
        measures.refused.absolute(0);
        measures
    }

    /// One found no place.
    pub(super) fn refused(&self) {
        self.refused.increment(1);
    }

    /// One more waits.
    pub(super) fn waits(&self) -> Waits {
        let (running, duration) = (self.running.clone(), self.duration.clone());
        Waits { _waiting: OneMore::of(self.waiting.clone()), running, duration }
    }
}

/// One that waits.
pub(super) struct Waits {
    _waiting: OneMore,
    running: Gauge,
    duration: Histogram,
}

impl Waits {
    /// It waits no longer, but runs.
    pub(super) fn runs(self) -> Runs {
        let Self { running, duration, .. } = self;
        Runs { begun: Instant::now(), duration, _running: OneMore::of(running) }
    }
}

/// One that runs, until it is dropped: also by a panic.
pub(super) struct Runs {
    begun: Instant,
    duration: Histogram,
    _running: OneMore,
}

impl Drop for Runs {
    fn drop(&mut self) {
        self.duration.record(self.begun.elapsed().as_secs_f64());
    }
}

/// Counts as one in a gauge as long as it lives.
struct OneMore(Gauge);

impl OneMore {
    fn of(gauge: Gauge) -> Self {
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for OneMore {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
