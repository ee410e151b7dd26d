use bookplate_domain::{
    identities::{Assertion, Subject},
    users::{DisplayName, EmailAddress},
};
use serde::Deserialize;
use serde_json::Value;

/// What a provider says of a person, as far as anything is made of it. A claim that is not what it
/// should be is as good as none: it is no reason to shut out somebody whose identity is known.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Profile {
    #[serde(default)]
    pub(crate) email: Value,
    #[serde(default)]
    pub(crate) email_verified: Value,
    #[serde(default)]
    pub(crate) name: Value,
}

impl Profile {
    /// Whether there is any address in it, be it a good one or not.
    pub(crate) fn has_email(&self) -> bool {
        !self.email.is_null()
    }

    /// Takes the address from another answer, and the name if there is none yet.
    pub(crate) fn completed_by(self, other: Self) -> Self {
        Self { name: if self.name.is_null() { other.name } else { self.name }, ..other }
    }

    /// What the domain gets to know. An address is verified if that is said by the boolean `true`,
    /// and by nothing that only looks like it.
    pub(crate) fn assert(&self, issuer: &str, subject: Subject, trust_email: bool) -> Assertion {
        let text = self.email.as_str().unwrap_or_default();
        let email = EmailAddress::parse(text).ok();
        // The provider has proven the address as it spells it, which may be another's than ours.
        let is_exact = email.as_ref().is_some_and(|email| email.is_spelled_by(text));
        let says_verified = self.email_verified == Value::Bool(true);
        Assertion {
            issuer: issuer.to_owned(),
            subject,
            email_verified: trust_email && says_verified && is_exact,
            email,
            name: self.name.as_str().and_then(|text| DisplayName::parse(text).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn assertion(profile: Value, trust_email: bool) -> Assertion {
        let profile: Profile = serde_json::from_value(profile).unwrap();
        profile.assert("https://login.example.com", Subject::parse("1").unwrap(), trust_email)
    }

    #[test]
    fn an_address_is_verified_by_the_boolean_true_alone() {
        let said =
            |verified: Value| json!({"email": "ada@example.com", "email_verified": verified});
        assert!(assertion(said(json!(true)), true).email_verified);
        assert!(!assertion(said(json!(true)), false).email_verified);
        for verified in [json!(false), json!("true"), json!("false"), json!(1), json!(null)] {
            let assertion = assertion(said(verified.clone()), true);
            assert!(!assertion.email_verified, "{verified}");
            assert_eq!(assertion.verified_email(), None, "{verified}");
            assert!(assertion.email.is_some(), "{verified}");
        }
        assert!(!assertion(json!({"email": "ada@example.com"}), true).email_verified);
    }

    #[test]
    fn a_look_alike_of_an_address_is_not_verified() {
        let said = |email: &str| assertion(json!({"email": email, "email_verified": true}), true);
        assert!(said("ADA@example.com").email_verified);
        assert!(said("ada@bücher.example").email_verified);
        for look_alike in ["ⓐda@example.com", "a\u{ad}da@example.com", "ada@exam\u{200d}ple.com"]
        {
            let assertion = said(look_alike);
            assert!(assertion.email.is_some() && !assertion.email_verified, "{look_alike}");
        }
    }

    #[test]
    fn what_is_no_address_or_no_name_is_none() {
        for value in [json!("no address"), json!(""), json!(7), json!(["ada@example.com"])] {
            let assertion =
                assertion(json!({"email": value, "email_verified": true, "name": ""}), true);
            assert_eq!(assertion.email, None, "{value}");
            assert!(!assertion.email_verified, "{value}");
            assert_eq!(assertion.name, None);
        }
        let assertion = assertion(json!({"name": "a\nb"}), true);
        assert_eq!((assertion.email, assertion.name), (None, None));
    }

    #[test]
    fn a_claim_that_stands_there_twice_is_refused() {
        let twice = r#"{"email_verified": false, "email_verified": true}"#;
        assert!(serde_json::from_str::<Profile>(twice).is_err());
    }
}
