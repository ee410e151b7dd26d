//! Random lives of chats: appends with retries, branches, checkpoints, deletions, outages and steps
//! of the clock, read page by page in between.
//!
//! [`hold`] drives the real use cases and foretells each answer by a small `model`, a list of
//! messages that knows nothing of how stores keep them. What it demands of every store:
//!
//! - A message that was acknowledged is there once, with what was last written, byte for byte, and
//!   the number that it got; sending it again, however it is spelt, adds nothing, sending something
//!   else under its id is refused.
//! - An append is kept whole or not at all. One that has several faults is refused for any of them.
//! - What is complete is replaced by something complete only; a late checkpoint changes nothing.
//! - The id of a message that was deleted is spent, and its number too.
//! - The messages are a tree: those that follow a deleted one follow its parent, and the way from a
//!   root to the head is what the model says, in both orders, in pages of every size.
//! - A reader who pages while all this happens goes on along the way of the first page; if the
//!   message that the way is known by is deleted, along the way to the present head.
//! - While nothing can be committed, nothing is acknowledged that would have to be kept.
//!
//! The sequences are the same in every run and on every store. `PROPTEST_RNG_SEED` and
//! `PROPTEST_CASES` choose others. One that fails is shrunk, shown, and noted beside the test.

mod acts;
mod answers;
mod machine;
mod model;
mod readers;
mod steps;
mod texts;

use std::sync::Arc;

use bookplate_domain::store::Store;

use self::{machine::Machine, steps::Step};
use crate::property::{self, Fault};

/// A store that chats live in.
pub struct Subject {
    /// What to call it.
    pub name: &'static str,
    /// The store; others may live in it already.
    pub store: Arc<dyn Store>,
}

/// Makes a store.
pub type Factory<'a> = &'a dyn Fn() -> Subject;

/// Runs so many sequences on all of these stores, one after the other. `source` is the `file!()` of
/// the test. To be called within a runtime of several threads.
pub fn hold(cases: u32, source: &'static str, factories: &[Factory<'_>]) {
    property::hold(cases, source, &steps::steps(), async |steps| run(steps, factories).await);
}

async fn run(steps: &[Step], factories: &[Factory<'_>]) -> Result<(), Fault> {
    for factory in factories {
        let subject = factory();
        let name = subject.name;
        let mut machine = Machine::start(subject).await;
        for (number, step) in steps.iter().enumerate() {
            let taken = machine.step(number, step).await;
            taken.map_err(|fault| format!("{fault}; at step {number} on {name}, {step:?}"))?;
        }
    }
    Ok(())
}
