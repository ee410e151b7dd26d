/// Every kind of mail by its name ([`Mail::kind`](bookplate_domain::mail::Mail::kind)). A language
/// says each in a file of that name.
pub const KINDS: [&str; 15] = [
    "verify_email",
    "address_already_registered",
    "welcome",
    "reset_password",
    "password_changed",
    "confirm_email_change",
    "email_change_requested",
    "email_change_reverted",
    "new_device",
    "sign_in_method_added",
    "sign_in_method_removed",
    "session_ended_after_reuse",
    "account_suspended",
    "invitation",
    "goodbye",
];
