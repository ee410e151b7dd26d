use super::EventKind;
use crate::shared::{Timestamp, UserId};

/// Which events are wanted; nothing set: all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Only those of one user.
    pub whose: Option<Whose>,
    /// Only those of one kind.
    pub kind: Option<EventKind>,
    /// Only those at this moment or later.
    pub from: Option<Timestamp>,
    /// Only those before this moment.
    pub to: Option<Timestamp>,
}

/// What makes an event a user's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// They concern the user's account.
    Target(UserId),
    /// They concern the user's account, or the user did them.
    ActorOrTarget(UserId),
}
