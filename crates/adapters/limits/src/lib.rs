//! Rate limits counted in the process, and two limiters one behind the other.
//!
//! [`GovernorLimiter`] counts by the generic cell rate algorithm: a burst may be spent at once and
//! comes back evenly. Nothing is shared between processes and a restart forgets everything; memory
//! is bounded however many keys an attacker invents.

mod bounded_states;
mod governor_limiter;
mod quota;
mod two_lines;

pub use governor_limiter::GovernorLimiter;
pub use two_lines::TwoLines;
