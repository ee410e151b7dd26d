use actix_web::{HttpMessage, dev::ServiceRequest, http::header::HeaderName};
use bookplate_domain::Bookplate;

/// Where a request's name travels.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// What a request is called, in the log, the audit trail and the answer.
#[derive(Clone, Debug)]
pub(crate) struct RequestName(pub(crate) String);

impl RequestName {
    /// Takes the name that a proxy in front gave, if it is harmless, or makes one.
    pub(crate) fn of(request: &ServiceRequest, bookplate: &Bookplate) -> Self {
        let given = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
        let name = match given {
            Some(name) if is_harmless(name) => Self(name.to_owned()),
            _ => Self(bookplate.new_request_id().to_string()),
        };
        request.extensions_mut().insert(name.clone());
        name
    }
}

/// Whether a name can stand in a log line and a header.
fn is_harmless(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_short_plain_name_is_taken_over() {
        assert!(is_harmless("0198c0de-7000_x.1"));
        for wrong in ["", "a b", "a\"b", "a\nb", "é", &"a".repeat(65)] {
            assert!(!is_harmless(wrong), "{wrong:?}");
        }
    }
}
