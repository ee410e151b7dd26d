//! The plain types of values.

use std::{net::SocketAddr, time::Duration};

use bookplate_domain::EmailVerification;

use super::setting::{Setting, Written};

/// Far beyond any use, and far below what the arithmetic of clocks can bear.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

impl Setting for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(written: &Written) -> Option<Self> {
        match written {
            Written::Flag(flag) => Some(*flag),
            Written::Text(text) => text.parse().ok(),
            Written::Integer(_) | Written::List(_) => None,
        }
    }

    fn write(&self) -> Written {
        Written::Flag(*self)
    }
}

impl Setting for u32 {
    const EXPECTED: &'static str = "a whole number, 0 or more";

    fn read(written: &Written) -> Option<Self> {
        match written {
            Written::Integer(number) => (*number).try_into().ok(),
            Written::Text(text) => text.parse().ok(),
            Written::Flag(_) | Written::List(_) => None,
        }
    }

    fn write(&self) -> Written {
        Written::Integer(i64::from(*self))
    }
}

impl Setting for String {
    const EXPECTED: &'static str = "one line of text in quotes";

    fn read(written: &Written) -> Option<Self> {
        let text = written.text()?;
        (!text.contains(char::is_control)).then(|| text.trim().to_owned())
    }

    fn write(&self) -> Written {
        Written::Text(self.clone())
    }
}

impl Setting for Duration {
    const EXPECTED: &'static str = "a duration such as 30s, 15m or 7d";

    fn read(written: &Written) -> Option<Self> {
        let duration = humantime::parse_duration(written.text()?).ok()?;
        (duration <= LONGEST).then_some(duration)
    }

    fn write(&self) -> Written {
        Written::Text(humantime::format_duration(*self).to_string())
    }
}

impl Setting for SocketAddr {
    const EXPECTED: &'static str = "an IP address and a port, such as 127.0.0.1:7860";

    fn read(written: &Written) -> Option<Self> {
        written.text()?.parse().ok()
    }

    fn write(&self) -> Written {
        Written::Text(self.to_string())
    }
}

/// An address, or none: in the environment, where what is empty counts as unset, by that word.
impl Setting for Option<SocketAddr> {
    const EXPECTED: &'static str = "none, or an IP address and a port, such as 127.0.0.1:7861";

    fn read(written: &Written) -> Option<Self> {
        match written.text()? {
            "" | "none" => Some(None),
            _ => SocketAddr::read(written).map(Some),
        }
    }

    fn write(&self) -> Written {
        self.as_ref().map_or_else(|| Written::Text("none".to_owned()), SocketAddr::write)
    }
}

/// Implements [`Setting`] for a type whose values have names.
macro_rules! named {
    ($type:ty, $expected:literal, { $($name:literal => $value:path),+ $(,)? }) => {
        impl Setting for $type {
            const EXPECTED: &'static str = $expected;

            fn read(written: &Written) -> Option<Self> {
                match written.text()? {
                    $($name => Some($value),)+
                    _ => None,
                }
            }

            fn write(&self) -> Written {
                Written::Text(match self { $($value => $name,)+ }.to_owned())
            }
        }
    };
}

/// How strict to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Convenience first: a secret is made, mails stay in memory.
    Development,
    /// Whatever is only convenient is refused.
    Production,
}

pub(super) use named;

named!(Mode, "development or production", {
    "development" => Mode::Development,
    "production" => Mode::Production,
});

named!(EmailVerification, "required or optional", {
    "required" => EmailVerification::Required,
    "optional" => EmailVerification::Optional,
});

/// What lines of the log look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

named!(LogFormat, "pretty or json", {
    "pretty" => LogFormat::Pretty,
    "json" => LogFormat::Json,
});
