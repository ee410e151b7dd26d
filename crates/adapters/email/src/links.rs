use bookplate_domain::{store::Source, users::TokenPurpose};
use secrecy::{ExposeSecret, SecretString};

/// Where mailed links lead. They are built from configuration only, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The front end's address without a slash at the end: `https://app.example`.
    pub base: String,
}

impl Links {
    /// Refuses a base to which nothing can be appended.
    pub(crate) fn check(&self) -> Result<(), Source> {
        let web = ["https://", "http://"]
            .iter()
            .any(|scheme| self.base.len() > scheme.len() && self.base.starts_with(scheme));
        let plain = |c: char| c.is_ascii_graphic() && !"#?\"'<>\\".contains(c);
        if web && self.base.chars().all(plain) && !self.base.ends_with('/') {
            Ok(())
        } else {
            Err("the base of mailed links is not a web address without a slash at the end".into())
        }
    }

    /// Where a mail of this purpose leads, if it is one that leads anywhere. The token is in the
    /// fragment, which browsers keep to themselves: no server's log and no `Referer` has it.
    pub(crate) fn to(&self, purpose: TokenPurpose, token: &SecretString) -> Option<String> {
        let page = match purpose {
            TokenPurpose::ConfirmRegistration | TokenPurpose::VerifyEmail => "verify-email",
            TokenPurpose::ResetPassword => "reset-password",
            TokenPurpose::ConfirmEmailChange => "confirm-email-change",
            TokenPurpose::RevertEmailChange => "revert-email-change",
            TokenPurpose::AcceptInvitation => "accept-invitation",
            TokenPurpose::Refresh
            | TokenPurpose::OauthState
            | TokenPurpose::OauthBrowser
            | TokenPurpose::OauthNonce
            | TokenPurpose::OauthVerifier
            | TokenPurpose::OauthCode => return None,
        };
        Some(format!("{}/{page}#token={}", self.base, token.expose_secret()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_has_its_page_and_the_token_stands_in_the_fragment() {
        let links = Links { base: "https://app.example/auth".into() };
        for (purpose, page) in [
            (TokenPurpose::ConfirmRegistration, "verify-email"),
            (TokenPurpose::VerifyEmail, "verify-email"),
            (TokenPurpose::ResetPassword, "reset-password"),
            (TokenPurpose::ConfirmEmailChange, "confirm-email-change"),
            (TokenPurpose::RevertEmailChange, "revert-email-change"),
            (TokenPurpose::AcceptInvitation, "accept-invitation"),
        ] {
            let link = format!("https://app.example/auth/{page}#token=bp_x");
            assert_eq!(links.to(purpose, &"bp_x".into()), Some(link));
        }
        assert_eq!(links.to(TokenPurpose::Refresh, &"bp_rt_x".into()), None);
    }

    #[test]
    fn a_base_is_a_web_address_without_a_slash_at_the_end() {
        let check = |base: &str| Links { base: base.into() }.check().is_ok();
        assert!(check("http://127.0.0.1:7860") && check("https://app.example/auth"));
        for wrong in [
            "",
            "app.example",
            "https://",
            "https://app.example/",
            "https://app.example/#",
            "https://app.example?a=b",
            "https://app.example/a b",
            "https://app.example\n",
            "javascript:alert(1)",
        ] {
            assert!(!check(wrong), "{wrong:?}");
        }
    }
}
