use bookplate_domain::mail::MailError;
use serde::Deserialize;

use super::refusal::{self, Answer};

/// What `GET /domains` answers.
#[derive(Deserialize)]
struct Domains {
    data: Vec<Domain>,
}

/// A domain that mails may come from once it is `verified`.
#[derive(Deserialize)]
struct Domain {
    name: String,
    status: String,
}

/// Says whether mails of this domain would be taken, as far as the key may know.
pub(super) fn judge(answer: &Answer, from: &str, hidden: &[&str]) -> Result<String, MailError> {
    if refusal::is_for_sending_only(answer) {
        return Ok(
            "Resend knows the key; it is for sending only, as it should be, so the domain of \
                   mail.from cannot be looked at"
                .to_owned(),
        );
    }
    let domains: Option<Domains> = match answer.status.is_success() {
        true => serde_json::from_slice(&answer.body).ok(),
        false => None,
    };
    let Some(Domains { data }) = domains else {
        refusal::judge(answer, hidden)?;
        return Err(MailError::Permanent("Resend: the answer is no list of domains".into()));
    };
    let why = match data.iter().find(|domain| domain.name.eq_ignore_ascii_case(from)) {
        Some(domain) if domain.status == "verified" => {
            return Ok(format!("Resend knows the key, and {from} as verified"));
        }
        Some(_) => format!("Resend has not verified the domain {from} of mail.from yet"),
        None => format!("Resend does not know the domain {from} of mail.from: add it there"),
    };
    Err(MailError::Permanent(why.into()))
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::*;

    fn judged(status: u16, body: &str) -> Result<String, String> {
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer { status, retry_after: None, body: body.as_bytes().to_vec() };
        judge(&answer, "inkwell.example", &["re_secret"]).map_err(|error| error.said())
    }

    #[test]
    fn a_domain_counts_once_it_is_verified() {
        let listed = |name: &str, status: &str| {
            judged(200, &format!(r#"{{"data":[{{"name":"{name}","status":"{status}"}}]}}"#))
        };
        assert!(listed("Inkwell.example", "verified").is_ok());
        assert!(listed("inkwell.example", "pending").unwrap_err().contains("not verified"));
        assert!(listed("example.com", "verified").unwrap_err().contains("does not know"));
    }

    #[test]
    fn a_key_that_may_only_send_is_right_and_another_is_wrong() {
        let refused = |name: &str| format!(r#"{{"name":"{name}","message":"re_secret"}}"#);
        assert!(judged(401, &refused("restricted_api_key")).unwrap().contains("sending only"));
        let wrong = judged(403, &refused("invalid_api_key")).unwrap_err();
        assert!(wrong.contains("mail.resend.api_key?") && !wrong.contains("re_secret"), "{wrong}");
        for other in ["<html>", "{}", r#"{"id":"1"}"#] {
            assert!(judged(200, other).is_err(), "{other}");
        }
    }
}
