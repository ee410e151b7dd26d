//! What happened, for those who must know later.

mod event;
mod ports;

pub use event::{Event, EventKind};
pub use ports::AuditTrail;
