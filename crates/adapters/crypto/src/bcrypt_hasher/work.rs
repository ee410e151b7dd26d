use bcrypt::{BcryptError, HashParts};
use bookplate_domain::users::{Password, PasswordCheck, PasswordHash};

use super::{
    effort::{RecentEffort, Stopwatch},
    stored_hash::{COSTS, StoredHash},
};
use crate::imported::Imported;

/// The cost of a hash that takes some milliseconds.
const CHEAP: u32 = 6;

/// What the threads do.
pub(super) struct Work {
    cost: u32,
    /// Stands in where there is no hash, so that the absence of an account takes as long as a
    /// wrong password.
    decoy: HashParts,
    /// Of one bcrypt at `cost`.
    full: RecentEffort,
}

impl Work {
    pub(super) fn new(cost: u32) -> Result<Self, BcryptError> {
        if !COSTS.contains(&cost) {
            return Err(BcryptError::CostNotAllowed(cost));
        }
        // Cheap ones, so that no start waits for a dear one: each cost is twice the work of the one
        // below. Under the name of another cost a hash is nobody's.
        let cheap = cost.min(CHEAP);
        let hash = || bcrypt::non_truncating_hash_with_result("nobody's password", cheap);
        // The first one warms up.
        let text = hash()?.to_string();
        let watch = Stopwatch::start();
        hash()?;
        let full = watch.spent() * (1 << (cost - cheap));
        let (_, salt_and_digest) = text.rsplit_once('$').unwrap_or_default();
        let decoy = format!("$2b${cost:02}${salt_and_digest}").parse()?;
        Ok(Self { cost, decoy, full: RecentEffort::guessed(full) })
    }

    pub(super) fn cost(&self) -> u32 {
        self.cost
    }

    pub(super) fn hash(&self, password: &Password) -> Result<PasswordHash, BcryptError> {
        bcrypt::non_truncating_hash(password.expose(), self.cost).map(PasswordHash::from_stored)
    }

    /// Compares the password as we hash it and, if that is another text, as it was typed: so most
    /// others hash it.
    pub(super) fn check(&self, password: &Password, hash: Option<&PasswordHash>) -> PasswordCheck {
        match (self.check_text(password, hash), password.as_typed()) {
            (PasswordCheck::Wrong, Some(typed)) => match self.check_text(&typed, hash) {
                PasswordCheck::Wrong => PasswordCheck::Wrong,
                PasswordCheck::Right | PasswordCheck::RightOutdated(_) => self.renew(password),
            },
            (check, _) => check,
        }
    }

    fn check_text(&self, password: &Password, hash: Option<&PasswordHash>) -> PasswordCheck {
        match hash.and_then(StoredHash::parse) {
            Some(StoredHash::Bcrypt(parts)) => self.check_bcrypt(password, &parts),
            Some(StoredHash::Imported(imported)) => self.check_imported(password, &imported),
            None => {
                self.matches(password, &self.decoy);
                PasswordCheck::Wrong
            }
        }
    }

    fn check_bcrypt(&self, password: &Password, parts: &HashParts) -> PasswordCheck {
        if !self.matches(password, parts) {
            self.make_up_for_cost(parts.get_cost(), password);
            PasswordCheck::Wrong
        } else if parts.get_cost() == self.cost {
            PasswordCheck::Right
        } else {
            self.renew(password)
        }
    }

    fn check_imported(&self, password: &Password, imported: &Imported) -> PasswordCheck {
        let watch = Stopwatch::start();
        if imported.matches(password.expose()) {
            return self.renew(password);
        }
        self.make_up_for_effort(&watch, password);
        PasswordCheck::Wrong
    }

    fn matches(&self, password: &Password, parts: &HashParts) -> bool {
        let watch = Stopwatch::start();
        let matches = bcrypt::verify(password.expose(), &parts.to_string()).unwrap_or(false);
        if parts.get_cost() == self.cost {
            self.full.note(watch.spent());
        }
        // bcrypt repeats the password up to its own width, with a NUL between: "a\0a" would pass
        // for "a". No password that was set has one.
        matches && !has_nul(password)
    }

    /// A right password whose hash is not one of ours. One that bcrypt does not take whole, or
    /// takes for another, keeps the hash it has.
    fn renew(&self, password: &Password) -> PasswordCheck {
        if has_nul(password) {
            return PasswordCheck::Right;
        }
        self.hash(password).map_or(PasswordCheck::Right, PasswordCheck::RightOutdated)
    }

    /// After a hash of lower cost, does what is missing to the work of the configured cost, or the
    /// time would tell that there is an account, and an old one. Each cost is twice the work of
    /// the one below: 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n.
    fn make_up_for_cost(&self, spent: u32, password: &Password) {
        for cost in spent..self.cost {
            self.waste(cost, password);
        }
    }

    /// The same after work of another kind, in the smallest steps there are. Half a step too much is
    /// as likely as half a step too little.
    fn make_up_for_effort(&self, watch: &Stopwatch, password: &Password) {
        let steps = 1 << (self.cost - COSTS.start());
        let full = self.full.mean();
        let step = full / steps;
        for _ in 0..steps {
            if watch.spent() + step / 2 >= full {
                break;
            }
            self.waste(*COSTS.start(), password);
        }
    }

    fn waste(&self, cost: u32, password: &Password) {
        // The result is of no interest, and a password of any length has one.
        let _ = bcrypt::hash_with_salt(password.expose(), cost, self.decoy.get_salt_raw());
    }
}

fn has_nul(password: &Password) -> bool {
    password.expose().contains('\0')
}
