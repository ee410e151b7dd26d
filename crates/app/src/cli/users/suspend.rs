use std::time::Duration;

use bookplate_domain::{roles::SetStatus, shared::Timestamp, users::SuspensionReason};
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
        let until = self.until.as_deref().map(Until::parse).transpose();
        let until = until.map_err(|why| Failure::Refused(format!("--until: {why}")))?;
        update(settings, &name, "cannot suspend the account", |id, now| {
            let until = until.map(|until| until.from(now));
            of_status(id, SetStatus::Suspended { reason, until })
        })
        .await
    }
}

/// When a suspension ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    Moment(Timestamp),
    After(Duration),
}

impl Until {
    /// Reads a moment, or how long from now on.
    fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let moment = OffsetDateTime::parse(text, &Rfc3339).map(Timestamp::from).map(Self::Moment);
        moment
            .or_else(|_| humantime::parse_duration(text).map(Self::After))
            .map_err(|_| "must be a moment such as 2026-12-01T00:00:00Z, or a duration such as 7d")
    }

    fn from(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Moment(moment) => moment,
            Self::After(length) => now.plus(length),
        }
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
            let read = Until::parse(text).map(|until| until.from(now).to_string());
            assert_eq!(read.as_deref(), Ok(until), "{text}");
        }
        for wrong in ["", "7", "tomorrow", "2026-12-01", "-7d"] {
            let why = Until::parse(wrong).unwrap_err();
            assert!(why.starts_with("must be a moment"), "{wrong}");
        }
    }
}
