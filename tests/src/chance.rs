use std::hash::{BuildHasher, RandomState};

/// A number below `end` that differs from call to call.
pub fn chance(end: u64) -> u64 {
    RandomState::new().hash_one(()) % end
}
