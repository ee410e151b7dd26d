use bookplate_domain::mail::Mail;

/// Every kind of mail by name. A language says each in a file of that name.
pub const KINDS: [&str; 12] = [
    "verify_email",
    "address_already_registered",
    "welcome",
    "reset_password",
    "password_changed",
    "confirm_email_change",
    "email_change_requested",
    "new_device",
    "session_ended_after_reuse",
    "account_suspended",
    "invitation",
    "goodbye",
];

/// The name of a mail's kind.
pub(crate) fn kind_of(mail: &Mail) -> &'static str {
    match mail {
        Mail::VerifyEmail { .. } => "verify_email",
        Mail::AddressAlreadyRegistered => "address_already_registered",
        Mail::Welcome => "welcome",
        Mail::ResetPassword { .. } => "reset_password",
        Mail::PasswordChanged { .. } => "password_changed",
        Mail::ConfirmEmailChange { .. } => "confirm_email_change",
        Mail::EmailChangeRequested { .. } => "email_change_requested",
        Mail::NewDevice { .. } => "new_device",
        Mail::SessionEndedAfterReuse { .. } => "session_ended_after_reuse",
        Mail::AccountSuspended { .. } => "account_suspended",
        Mail::Invitation { .. } => "invitation",
        Mail::Goodbye => "goodbye",
    }
}
