use bookplate_domain::{
    mail::{Letter, Mail},
    shared::{Locale, MailId, Timestamp, TokenId},
    users::TokenPurpose,
};
use uuid::Uuid;

/// 21 November 2026, 09:30 UTC.
const MOMENT: i64 = 1_795_253_400_000;

/// A letter of one of the [`KINDS`](crate::KINDS), to look at: made up, and alike every time. Its
/// link does nothing.
pub fn sample(kind: &str, locale: Locale) -> Option<Letter> {
    let at = Timestamp::from_unix_millis(MOMENT);
    let (token, expires_at) = (TokenId::from_uuid(Uuid::nil()), at);
    let device = Some("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/150.0".to_owned());
    let mail = match kind {
        "verify_email" => {
            Mail::VerifyEmail { purpose: TokenPurpose::ConfirmRegistration, token, expires_at }
        }
        "address_already_registered" => Mail::AddressAlreadyRegistered,
        "welcome" => Mail::Welcome,
        "reset_password" => Mail::ResetPassword { token, expires_at },
        "password_changed" => Mail::PasswordChanged { at },
        "confirm_email_change" => Mail::ConfirmEmailChange { token, expires_at },
        "email_change_requested" => {
            Mail::EmailChangeRequested { new: "countess@example.org".to_owned(), token, expires_at }
        }
        "email_change_reverted" => Mail::EmailChangeReverted { token, expires_at },
        "new_device" => Mail::NewDevice { device, at },
        "sign_in_method_added" => Mail::SignInMethodAdded { provider: "Google".to_owned(), at },
        "sign_in_method_removed" => {
            Mail::SignInMethodRemoved { provider: Some("GitHub".to_owned()), at }
        }
        "session_ended_after_reuse" => Mail::SessionEndedAfterReuse { device, at },
        "account_suspended" => Mail::AccountSuspended { at, until: Some(expires_at) },
        "invitation" => Mail::Invitation { token, expires_at },
        "goodbye" => Mail::Goodbye,
        _ => return None,
    };
    let token = mail.token().map(|token| format!("{}sample", token.purpose.prefix()).into());
    let to = "ada@example.com".to_owned();
    Some(Letter { id: MailId::from_uuid(Uuid::nil()), to, locale, mail, token })
}

/// The same without what a mail may lack; `None` if it lacks nothing.
pub(crate) fn bare_sample(kind: &str, locale: Locale) -> Option<Letter> {
    let mut letter = sample(kind, locale)?;
    match &mut letter.mail {
        Mail::NewDevice { device, .. } | Mail::SessionEndedAfterReuse { device, .. } => {
            *device = None;
            Some(letter)
        }
        Mail::SignInMethodRemoved { provider, .. } => {
            *provider = None;
            Some(letter)
        }
        Mail::AccountSuspended { until, .. } => {
            *until = None;
            Some(letter)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KINDS;

    #[test]
    fn there_is_a_sample_of_each_kind_and_of_no_other() {
        for kind in KINDS {
            let letter = sample(kind, Locale::default()).unwrap();
            assert_eq!(letter.mail.kind(), kind);
            assert_eq!(letter.token.is_some(), letter.mail.token().is_some());
        }
        assert!(sample("nonsense", Locale::default()).is_none());
    }
}
