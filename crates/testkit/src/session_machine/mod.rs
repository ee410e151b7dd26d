//! Random lives of sessions: log ins, refreshes, lost answers, thieves, ends of every kind, clock
//! steps, outages and crashes, on two nodes that share one store.
//!
//! [`hold`] drives the real use cases and foretells each answer by a small `model` that knows
//! nothing but the history. What it demands of every store:
//!
//! - Of all refresh tokens that a session was ever given, the newest alone gets a successor, and
//!   the one before it, while that is allowed, the same one; no two successors ever differ.
//! - A session that was ended or has expired never works again, by whichever token, on whichever
//!   node; a node that was not told needs as long as it may remember.
//! - A client that keeps the newest answer it received, asks again when one was lost, and comes in
//!   time, is never refused, unless somebody else ended or stole its session.
//! - A spent token that is presented dishonestly ends its session, once: one event, one mail.
//! - A user never has more sessions than allowed.
//! - Every store gives the same answers to the same steps.
//!
//! The sequences are the same in every run and on every store. `PROPTEST_RNG_SEED` and
//! `PROPTEST_CASES` choose others. One that fails is shrunk, shown, and noted beside the test.

mod acts;
mod answer;
mod ends;
mod machine;
mod model;
mod nodes;
mod owner_acts;
mod races;
mod steps;
mod thief_acts;
mod verdict;

use std::sync::Arc;

use self::{answer::Answer, machine::Machine, steps::Case};
use crate::{
    property::{self, Fault},
    store::Inspect,
};
use bookplate_domain::store::{ChangeListener, Store};

/// A store that sessions live in.
pub struct Subject {
    /// What to call it.
    pub name: &'static str,
    /// The store; others may live in it already, and their clocks may differ.
    pub store: Arc<dyn Store>,
    /// Its audit trail.
    pub trail: Arc<dyn Inspect + Send + Sync>,
    /// Whether a look costs nothing: then everything is looked at after each step.
    pub thorough: bool,
}

/// Makes a store that tells this listener.
pub type Factory<'a> = &'a dyn Fn(Arc<dyn ChangeListener>) -> Subject;

/// Runs so many sequences on all of these stores, side by side. `source` is the `file!()` of the
/// test. To be called within a runtime of several threads.
pub fn hold(cases: u32, source: &'static str, factories: &[Factory<'_>]) {
    property::hold(cases, source, &steps::case(), async |case| run(case, factories).await);
}

async fn run(case: &Case, factories: &[Factory<'_>]) -> Result<(), Fault> {
    let mut machines = Vec::with_capacity(factories.len());
    for factory in factories {
        machines.push(Machine::start(case.all_hear, factory).await);
    }
    for (number, step) in case.steps.iter().enumerate() {
        let mut answers: Vec<Answer> = Vec::with_capacity(machines.len());
        for machine in &mut machines {
            let answer = machine.step(step).await;
            let place = format!("step {number} on {}, {step:?}", machine.name());
            answers.push(answer.map_err(|fault| format!("{fault}; at {place}"))?);
        }
        if answers.iter().any(|answer| *answer != answers[0]) {
            return Err(format!("the stores differ: {answers:?}; at step {number}, {step:?}"));
        }
    }
    for machine in machines {
        let name = machine.name();
        machine.end().await.map_err(|fault| format!("{fault}; at the end on {name}"))?;
    }
    Ok(())
}
