//! What happened, for those who must know later.

mod event;
mod filter;
mod list_events;
mod list_own_events;
mod ports;
mod purge_events;
mod told_event;

use std::sync::Arc;

pub use event::{Event, EventKind, FieldChange};
pub use filter::{EventFilter, Whose};
pub use list_events::ListEvents;
pub use list_own_events::ListOwnEvents;
pub use ports::AuditTrail;
pub use told_event::ToldEvent;

use crate::{Policy, Ports};

/// Everything that can be done with the audit trail.
#[derive(Clone)]
pub struct Audit {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}
