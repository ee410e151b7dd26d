use std::{
    env,
    hash::{BuildHasher, RandomState},
    sync::{LazyLock, Mutex},
};

/// A sequence of numbers that look like chance (SplitMix64).
#[derive(Clone)]
pub(crate) struct Chance(u64);

/// The sequence of this process. A test that failed is repeated by the seed that it has printed, as
/// far as its numbers are asked for one after the other.
static CHANCE: LazyLock<Mutex<Chance>> = LazyLock::new(|| {
    let seed = match env::var("BOOKPLATE_TEST_SEED") {
        Ok(seed) => seed.parse().expect("BOOKPLATE_TEST_SEED is a number"),
        Err(_) => RandomState::new().hash_one(()),
    };
    println!("BOOKPLATE_TEST_SEED={seed}");
    Mutex::new(Chance(seed))
});

impl Chance {
    /// A sequence of its own, for whoever acts at the same time as others.
    pub(crate) fn apart() -> Self {
        Self(chance(u64::MAX))
    }

    /// The next number, below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// A number below `end` that differs from call to call.
pub fn chance(end: u64) -> u64 {
    CHANCE.lock().expect("no panic").below(end)
}
