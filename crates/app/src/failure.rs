use std::{error::Error, fmt, process::ExitCode};

use bookplate_domain::{
    sessions::{KeyRingError, SessionError},
    store::Source,
};

use crate::config::Problem;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] Problem),
    /// What was asked cannot be done as it was asked.
    #[error("{0}")]
    Refused(String),
    /// All of it was done but for what was wrong with what was given.
    #[error("{0}")]
    Incomplete(String),
    /// Something failed on the way.
    #[error("{doing}")]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Source,
    },
}

impl Failure {
    /// For `map_err`: something failed while `doing`.
    pub fn while_<E: Into<Source>>(doing: &'static str) -> impl FnOnce(E) -> Self {
        move |error| Self::Failed { doing, source: error.into() }
    }

    /// 2 if the one who called must call otherwise, 1 for anything else.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Config(_) | Self::Refused(_) => ExitCode::from(2),
            Self::Incomplete(_) | Self::Failed { .. } => ExitCode::FAILURE,
        }
    }

    /// The failure and its causes, as one line.
    pub fn line(&self) -> String {
        Causes(self).to_string().replace(char::is_control, " ")
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Keys(sealed @ KeyRingError::Sealed { .. }) => {
                Problem::new("secret", format!("is not the one of this database: {sealed}")).into()
            }
            other => Self::while_("cannot load the signing keys")(other),
        }
    }
}

/// Shows an error with its causes, parted by colons.
pub struct Causes<'a>(pub &'a (dyn Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = self.0.to_string();
        f.write_str(&last)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some errors repeat their cause in their own words.
            if !last.contains(&text) {
                write!(f, ": {text}")?;
            }
            last = text;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_failure_is_one_line_with_its_causes() {
        let cause = io::Error::other("first\nsecond");
        let failure = Failure::while_("cannot open the database")(cause);
        assert_eq!(failure.line(), "cannot open the database: first second");
    }

    #[test]
    fn a_foreign_secret_names_the_key() {
        let sealed = KeyRingError::Sealed { kid: "abc".into() };
        let line = Failure::from(SessionError::Keys(sealed)).line();
        assert!(line.starts_with("secret: is not the one of this database"), "{line}");
    }
}
