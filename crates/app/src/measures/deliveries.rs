use bookplate_domain::mail::Delivery;
use metrics::{counter, describe_counter};

const MAILS: &str = "bookplate_mails_total";
const OUTCOMES: [&str; 5] = ["sent", "postponed", "waiting", "dropped", "dead"];

/// Says what is counted of mails, and begins at nothing.
pub(super) fn describe() {
    describe_counter!(MAILS, "Mails that were tried, by what came of the try.");
    for outcome in OUTCOMES {
        counter!(MAILS, "outcome" => outcome).absolute(0);
    }
}

/// Counts a mail that was tried.
pub fn count(delivery: &Delivery) {
    let outcome = match delivery {
        Delivery::Sent(_) => "sent",
        Delivery::Postponed(..) => "postponed",
        Delivery::Waiting(..) => "waiting",
        Delivery::Dropped(_) => "dropped",
        Delivery::Dead(..) => "dead",
    };
    counter!(MAILS, "outcome" => outcome).increment(1);
}
