use super::fields::Faults;
use crate::cli::progress::Progress;

/// So many are shown; whoever has more has one mistake in all of them.
const SHOWN: u64 = 100;

/// Tells what is wrong with which line.
#[derive(Default)]
pub struct Report {
    refused: u64,
}

impl Report {
    /// Notes one account that was refused.
    pub fn refuse(&mut self, faults: &Faults, progress: &Progress) {
        self.refused += 1;
        if self.refused <= SHOWN {
            progress.say(&faults.to_string());
        }
    }

    /// Tells how many were not shown.
    pub fn finish(&self, progress: &Progress) {
        if let Some(more @ 1..) = self.refused.checked_sub(SHOWN) {
            progress.say(&format!("and {more} more"));
        }
    }
}
