use bookplate_domain::sessions::{SessionError, SessionGrant};
use metrics::{counter, describe_counter};

const STARTED: &str = "bookplate_sessions_started_total";
const REFRESHES: &str = "bookplate_refreshes_total";

/// How a session began.
#[derive(Clone, Copy, Debug)]
pub(super) enum Beginning {
    LogIn,
    Visitor,
    Provider,
    Registration,
}

impl Beginning {
    const ALL: [Self; 4] = [Self::LogIn, Self::Visitor, Self::Provider, Self::Registration];

    const fn as_str(self) -> &'static str {
        match self {
            Self::LogIn => "log_in",
            Self::Visitor => "visitor",
            Self::Provider => "provider",
            Self::Registration => "registration",
        }
    }
}

/// What came of refresh tokens that were presented: the next tokens, the same ones once more, or the
/// end of a session whose spent token somebody has a copy of. Tokens that are none, and those of
/// sessions that had ended, are among the requests only.
const OUTCOMES: [&str; 3] = ["new", "again", "reused"];

/// Says what is counted of sessions, and begins at nothing.
pub(crate) fn describe() {
    describe_counter!(STARTED, "Sessions that were started, by what began them.");
    for beginning in Beginning::ALL {
        counter!(STARTED, "kind" => beginning.as_str()).absolute(0);
    }
    describe_counter!(REFRESHES, "Refresh tokens that were presented, by what came of it.");
    for outcome in OUTCOMES {
        counter!(REFRESHES, "outcome" => outcome).absolute(0);
    }
}

/// A session was started.
pub(super) fn started(beginning: Beginning) {
    counter!(STARTED, "kind" => beginning.as_str()).increment(1);
}

/// A refresh token was presented.
pub(super) fn refreshed(outcome: &Result<SessionGrant, SessionError>) {
    let outcome = match outcome {
        Ok(grant) if grant.given_again => "again",
        Ok(_) => "new",
        Err(SessionError::RefreshTokenReused) => "reused",
        Err(_) => return,
    };
    counter!(REFRESHES, "outcome" => outcome).increment(1);
}
