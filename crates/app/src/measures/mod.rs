//! What is measured, beside what the adapters count of their own work.

mod counted_refusals;
mod counted_tries;
mod deliveries;
mod endpoint;
mod prometheus;
mod sampler;
mod snapshot;

pub use counted_refusals::CountedRefusals;
pub use counted_tries::CountedTries;
pub use deliveries::count as count_delivery;
pub use endpoint::open;
pub use prometheus::Prometheus;
pub use sampler::Sampler;
use snapshot::Snapshot;
