use super::Timestamp;

/// The time of day, as a fact from outside.
///
/// An implementer MUST answer wall-clock time in UTC and MUST NOT fail.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
