use std::error::Error;

use bookplate_domain::mail::MailError;
use lettre::transport::smtp;

use crate::reply;

/// The replies that can refuse this mail or its reader for good.
const REFUSAL: std::ops::RangeInclusive<u16> = 550..=556;
/// Enhanced codes (RFC 3463) that speak of the sender or of a policy, also with 550. That may be
/// our configuration or this reader's server: the mail is tried again, as often as any.
const ABOUT_US: [&str; 6] = ["5.1.7", "5.1.8", "5.3.", "5.4.", "5.5.", "5.7."];
/// Enhanced codes that speak of the reader's address, whatever reply they come with.
const ABOUT_THE_READER: [&str; 3] = ["5.1.1", "5.1.2", "5.1.3"];
/// The server closes, or wants another login: no reader causes that.
const ABOUT_EVERY_MAIL: [u16; 6] = [421, 454, 530, 534, 535, 538];

/// What a failed attempt means. A server with which we are not `connected`, by TLS and login, is
/// there for no mail. Afterwards a failure is about this mail unless it is clearly not: whoever
/// chooses an address at which the server stumbles must not hold up everybody's mail.
pub(super) fn judge(
    error: &smtp::Error,
    connected: bool,
    to: &str,
    password: Option<&str>,
) -> MailError {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    let code = error.status().map(u16::from);
    let line = format!("SMTP: {error}");
    let source = reply::excerpt(&line, &[to, password.unwrap_or_default()]).into();
    if !connected || code.is_some_and(|code| ABOUT_EVERY_MAIL.contains(&code)) {
        MailError::Unavailable { retry_after: None, source }
    } else if is_permanent(code, &said) || (error.is_client() && wants_smtputf8(to, &said)) {
        MailError::Permanent(source)
    } else {
        MailError::Temporary { retry_after: None, source }
    }
}

/// What no answer in time means.
pub(super) fn too_slow(connected: bool) -> MailError {
    let (retry_after, source) = (None, "the SMTP server did not answer in time".into());
    if connected {
        MailError::Temporary { retry_after, source }
    } else {
        MailError::Unavailable { retry_after, source }
    }
}

fn is_permanent(code: Option<u16>, said: &str) -> bool {
    let speaks_of = |classes: &[&str]| classes.iter().any(|class| said.starts_with(class));
    code.is_some_and(|code| match code {
        _ if speaks_of(&ABOUT_THE_READER) => code >= 500,
        code => REFUSAL.contains(&code) && !speaks_of(&ABOUT_US),
    })
}

/// The server has no way to write to such an address.
fn wants_smtputf8(to: &str, said: &str) -> bool {
    !to.is_ascii() && said.contains("SMTPUTF8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_mail_or_its_reader_is_for_good() {
        for (code, said, permanent) in [
            (550, "5.1.1 no such user", true),
            (550, "no such user", true),
            (552, "5.2.2 mailbox full", true),
            (553, "5.1.3 bad address", true),
            (554, "rejected", true),
            (501, "5.1.3 bad recipient address syntax", true),
            (501, "5.5.4 bad argument", false),
            (451, "4.7.1 greylisted", false),
            (421, "closing", false),
            (500, "what?", false),
            (530, "5.7.0 must issue STARTTLS first", false),
            (535, "5.7.8 wrong password", false),
            (550, "5.7.1 relaying denied", false),
            (550, "5.7.26 DMARC", false),
            (553, "5.1.8 sender's domain unknown", false),
            (554, "5.5.1 no valid recipients", false),
        ] {
            assert_eq!(is_permanent(Some(code), said), permanent, "{code} {said}");
        }
        assert!(!is_permanent(None, "broken pipe"));
    }
}
