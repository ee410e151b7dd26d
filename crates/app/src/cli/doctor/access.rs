use std::{sync::Arc, time::Duration};

use bookplate_domain::EmailVerification;

use super::{
    finding::{Finding, faults_or},
    installation::Installation,
};

const NAME: &str = "access";
/// zxcvbn's estimate that the defaults demand.
const STRONG: u32 = 3;
/// Whoever verifies tokens offline believes one for as long as it lives.
const LONG: Duration = Duration::from_secs(3600);

/// Looks for doors that stand open further than they do by default. In development that is the
/// developer's business.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    if !all.is_production() {
        return vec![Finding::ok(NAME, "development: nothing is demanded")];
    }
    let settings = &all.settings;
    let optional = settings.registration.email_verification == EmailVerification::Optional;
    let faults = [
        (
            !settings.limits.enabled,
            "limits.enabled is false: passwords can be guessed at without end",
        ),
        (
            settings.registration.open && optional,
            "registration.email_verification is optional: anybody gets an account under anybody's \
             address",
        ),
        (
            settings.passwords.min_score < STRONG,
            "passwords.min_score is below 3: passwords that are guessed quickly are taken",
        ),
        (
            settings.tokens.access > LONG,
            "tokens.access is more than 1h: back ends that verify offline let in whoever was logged \
             out for as long",
        ),
    ];
    let faults = faults.into_iter().filter(|(holds, _)| *holds);
    let faults = faults.map(|(_, detail)| Finding::warning(NAME, detail)).collect();
    faults_or(
        NAME,
        faults,
        "limits, registration, passwords and tokens are not laxer than by default",
    )
}
