/// Unpredictable bytes, as a fact from outside.
///
/// An implementer MUST draw from a cryptographically secure source, except in tests.
pub trait Random: Send + Sync {
    /// Fills the whole of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}
