use std::error::Error;

use bookplate_domain::mail::MailError;
use lettre::transport::smtp;

use crate::reply;

/// The replies that can refuse this mail or its reader for good. All other 5xx are about the
/// commands, the login or the connection: something of ours is wrong, and must not bury anybody's
/// mail.
const ABOUT_THE_MAIL: std::ops::RangeInclusive<u16> = 550..=556;
/// Enhanced codes (RFC 3463) that speak of the sender or of a policy towards us, also with 550.
const ABOUT_US: [&str; 6] = ["5.1.7", "5.1.8", "5.3.", "5.4.", "5.5.", "5.7."];

/// What a failed attempt means for the mail.
pub(super) fn judge(error: &smtp::Error, to: &str, password: Option<&str>) -> MailError {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    let code = error.status().map(u16::from);
    let line = format!("SMTP: {error}");
    let source = reply::excerpt(&line, &[to, password.unwrap_or_default()]).into();
    if is_permanent(code, &said) || (error.is_client() && wants_smtputf8(to, &said)) {
        MailError::Permanent(source)
    } else if code.is_some_and(is_about_the_mail) {
        MailError::Temporary { retry_after: None, source }
    } else {
        MailError::Unavailable { retry_after: None, source }
    }
}

/// Whether a reply is about this mail, and not about the server (421), the login (454) or us.
fn is_about_the_mail(code: u16) -> bool {
    ABOUT_THE_MAIL.contains(&code) || matches!(code, 400..=499 if code != 421 && code != 454)
}

fn is_permanent(code: Option<u16>, said: &str) -> bool {
    code.is_some_and(|code| ABOUT_THE_MAIL.contains(&code))
        && !ABOUT_US.iter().any(|class| said.starts_with(class))
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

    #[test]
    fn the_server_the_login_and_the_commands_are_not_about_the_mail() {
        for (code, expected) in [
            (421, false),
            (450, true),
            (451, true),
            (452, true),
            (454, false),
            (500, false),
            (530, false),
            (535, false),
            (550, true),
        ] {
            assert_eq!(is_about_the_mail(code), expected, "{code}");
        }
    }
}
