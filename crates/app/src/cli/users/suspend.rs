use bookplate_crypto::SystemClock;
use bookplate_domain::{
    roles::SetStatus,
    shared::{Clock, Timestamp},
    users::SuspensionReason,
};
use clap::Args;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    update::{of_status, update},
    user_name::UserArg,
};
use crate::{config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct Suspend {
    #[command(flatten)]
    user: UserArg,
    /// Why, for those who look after accounts
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Until when: a moment (2026-12-01T00:00:00Z) or how long (7d); else until `reinstate`
    #[arg(long, value_name = "MOMENT")]
    until: Option<String>,
}

impl Suspend {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let name = self.user.read()?;
        let reason = SuspensionReason::parse(&self.reason)
            .map_err(|invalid| Failure::Refused(format!("--reason: {}", invalid.message)))?;
        let now = SystemClock.now();
        let until = self.until.as_deref().map(|text| read_until(text, now)).transpose();
        let until = until.map_err(|why| Failure::Refused(format!("--until: {why}")))?;
        update(settings, &name, "cannot suspend the account", |id| {
            of_status(id, SetStatus::Suspended { reason, until })
        })
        .await
    }
}

/// Reads a moment, or how long from now on.
fn read_until(text: &str, now: Timestamp) -> Result<Timestamp, &'static str> {
    let text = text.trim();
    let moment = OffsetDateTime::parse(text, &Rfc3339).map(Timestamp::from).ok();
    let length = || humantime::parse_duration(text).ok().map(|length| now.plus(length));
    match moment.or_else(length) {
        Some(until) if until > now => Ok(until),
        Some(_) => Err("must be in the future"),
        None => Err("must be a moment such as 2026-12-01T00:00:00Z, or a duration such as 7d"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_moment_or_a_duration() {
        let now = Timestamp::from_unix_millis(1_795_253_400_000);
        for (text, until) in [
            ("7d", "2026-11-28T09:30:00.000Z"),
            ("90m", "2026-11-21T11:00:00.000Z"),
            ("2026-12-01T00:00:00Z", "2026-12-01T00:00:00.000Z"),
            (" 2026-12-01T00:00:00+01:00", "2026-11-30T23:00:00.000Z"),
        ] {
            let read = read_until(text, now).map(|until| until.to_string());
            assert_eq!(read.as_deref(), Ok(until), "{text}");
        }
        for past in ["0s", "2026-11-21T09:30:00Z", "2020-01-01T00:00:00Z"] {
            assert_eq!(read_until(past, now), Err("must be in the future"), "{past}");
        }
        for wrong in ["", "7", "tomorrow", "2026-12-01", "-7d"] {
            let why = read_until(wrong, now).unwrap_err();
            assert!(why.starts_with("must be a moment"), "{wrong}");
        }
    }
}
