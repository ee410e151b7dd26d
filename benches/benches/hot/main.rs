//! What most requests do, each part by itself: tokens, sessions, addresses, a page of messages, and a
//! password for scale.
//!
//! `cargo bench -p bookplate-benches --bench hot` runs all of it in under a minute; a word behind `--`
//! picks those with that word in their names.
#![allow(clippy::expect_used, reason = "a measurement that cannot go on ends")]

mod pages;
mod sessions;
mod signed_in;
mod tokens;
mod users;

use std::time::Duration;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_millis(1500))
        .configure_from_args();
    tokens::measure(&mut criterion);
    sessions::measure(&mut criterion);
    users::measure(&mut criterion);
    pages::measure(&mut criterion);
    criterion.final_summary();
}
