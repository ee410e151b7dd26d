use std::time::Duration;

use bookplate_domain::mail::MailError;
use reqwest::StatusCode;
use serde::Deserialize;

use crate::reply;

/// Asking again sooner would only waste an attempt.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// A quota of a day or a month is not there again in a moment.
const QUOTA_PAUSE: Duration = Duration::from_secs(3600);

/// What came back.
pub(super) struct Answer {
    pub status: StatusCode,
    /// In seconds; the header's other form, a date, is not used by this API.
    pub retry_after: Option<u64>,
    pub body: Vec<u8>,
}

/// `{"id": ".."}`, or `{"statusCode": 422, "name": "..", "message": ".."}`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Report {
    id: Option<String>,
    name: String,
    message: String,
}

/// Whether a key was refused only because it may do nothing but send mails, which is all that it has
/// to do.
pub(super) fn is_for_sending_only(answer: &Answer) -> bool {
    let report: Report = serde_json::from_slice(&answer.body).unwrap_or_default();
    answer.status == StatusCode::UNAUTHORIZED && report.name == "restricted_api_key"
}

/// What an answer means for the mail. Without one of the words in `hidden` it goes to the log.
pub(super) fn judge(answer: &Answer, hidden: &[&str]) -> Result<(), MailError> {
    let report: Report = serde_json::from_slice(&answer.body).unwrap_or_default();
    // Anything else that answers 200 is not Resend, and has sent nothing.
    if answer.status.is_success() && report.id.is_some() {
        return Ok(());
    }
    let line = format!("Resend: {} {}", explain(answer.status, &report), report.message);
    let source = reply::excerpt(&line, hidden).into();
    let retry_after = pause(answer, &report);
    Err(match concern(answer.status, &report) {
        Concern::MailForGood => MailError::Permanent(source),
        Concern::MailForNow => MailError::Temporary { retry_after, source },
        Concern::EveryMail => MailError::Unavailable { retry_after, source },
    })
}

/// What a refusal is about.
#[derive(Debug, PartialEq, Eq)]
enum Concern {
    /// This mail or its reader, whenever it is tried.
    MailForGood,
    /// This mail, as it was tried now.
    MailForNow,
    /// The service, our key, our sender, our use of it: no other mail would fare better.
    EveryMail,
}

fn concern(status: StatusCode, report: &Report) -> Concern {
    match status.as_u16() {
        409 if report.name == "invalid_idempotent_request" => Concern::MailForGood,
        400 | 422 if report.name == "invalid_from_address" => Concern::EveryMail,
        400 | 422 if report.message.contains("`to`") => Concern::MailForGood,
        400 | 422 if report.message.contains("`from`") => Concern::EveryMail,
        400 | 409 | 413 | 422 | 451 => Concern::MailForNow,
        _ => Concern::EveryMail,
    }
}

fn pause(answer: &Answer, report: &Report) -> Option<Duration> {
    let wish = answer.retry_after.map(Duration::from_secs);
    match report.name.as_str() {
        "daily_quota_exceeded" | "monthly_quota_exceeded" => wish.or(Some(QUOTA_PAUSE)),
        _ => wish,
    }
    .map(|pause| pause.max(SHORTEST_PAUSE))
}

fn explain(status: StatusCode, report: &Report) -> String {
    let hint = match status.as_u16() {
        200..=299 => " is not an answer of Resend's (mail.resend.base_url?)",
        300..=399 => " redirects, which is not followed (mail.resend.base_url?)",
        401 => " (mail.resend.api_key?)",
        403 => " (mail.resend.api_key? mail.from?)",
        404 | 405 => " (mail.resend.base_url?)",
        _ => "",
    };
    format!("{} {}{hint}", status.as_u16(), report.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, retry_after: Option<u64>, body: &str) -> Result<(), MailError> {
        let answer = Answer {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after,
            body: body.as_bytes().to_vec(),
        };
        judge(&answer, &["re_secret", "ada@example.com"])
    }

    fn report(name: &str, message: &str) -> String {
        format!(r#"{{"statusCode":1,"name":"{name}","message":"{message}"}}"#)
    }

    #[test]
    fn a_refusal_is_about_the_mail_or_about_every_mail() {
        use Concern::{EveryMail, MailForGood, MailForNow};
        for (status, name, message, expected) in [
            (400, "validation_error", "Invalid `to` field.", MailForGood),
            (422, "validation_error", "Invalid `to` field.", MailForGood),
            (422, "validation_error", "Invalid `from` field.", EveryMail),
            (422, "invalid_from_address", "Not `to` be used.", EveryMail),
            (422, "missing_required_field", "Missing `html`.", MailForNow),
            (401, "missing_api_key", "", EveryMail),
            (401, "restricted_api_key", "", EveryMail),
            (403, "invalid_api_key", "", EveryMail),
            (403, "validation_error", "The domain is not verified.", EveryMail),
            (403, "validation_error", "You can only send to `to`.", EveryMail),
            (404, "not_found", "", EveryMail),
            (409, "invalid_idempotent_request", "", MailForGood),
            (409, "concurrent_idempotent_requests", "", MailForNow),
            (429, "rate_limit_exceeded", "", EveryMail),
            (451, "security_error", "", MailForNow),
            (500, "application_error", "", EveryMail),
            (503, "", "", EveryMail),
        ] {
            let judged = match judged(status, None, &report(name, message)).unwrap_err() {
                MailError::Permanent(_) => MailForGood,
                MailError::Temporary { .. } => MailForNow,
                MailError::Unavailable { .. } => EveryMail,
            };
            assert_eq!(judged, expected, "{status} {name} {message}");
        }
    }

    #[test]
    fn a_wish_to_be_asked_later_is_granted() {
        let pause = |retry_after, name: &str| match judged(429, retry_after, &report(name, "")) {
            Err(MailError::Unavailable { retry_after, .. }) => retry_after.map(|d| d.as_secs()),
            other => panic!("{other:?}"),
        };
        assert_eq!(pause(Some(7), "rate_limit_exceeded"), Some(7));
        assert_eq!(pause(Some(0), "rate_limit_exceeded"), Some(1));
        assert_eq!(pause(None, "rate_limit_exceeded"), None);
        assert_eq!(pause(None, "daily_quota_exceeded"), Some(3600));
        assert_eq!(pause(Some(60), "monthly_quota_exceeded"), Some(60));
    }

    #[test]
    fn success_is_an_id_and_nothing_else() {
        assert!(judged(200, None, r#"{"id":"49a3999c"}"#).is_ok());
        for (status, body) in [(200, "<html>"), (200, "{}"), (302, ""), (500, r#"{"id":"x"}"#)] {
            let error = judged(status, None, body).unwrap_err();
            assert!(matches!(error, MailError::Unavailable { .. }), "{status}");
        }
    }

    #[test]
    fn the_log_says_what_to_look_at_and_no_secret() {
        let body = report("invalid_api_key", "re_secret does not send to ada@example.com");
        let Err(MailError::Unavailable { source, .. }) = judged(403, None, &body) else {
            panic!("not for every mail");
        };
        assert_eq!(
            source.to_string(),
            "Resend: 403 invalid_api_key (mail.resend.api_key? mail.from?) \
             […] does not send to […]"
        );
    }
}
