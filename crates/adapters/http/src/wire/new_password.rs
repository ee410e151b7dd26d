use bookplate_domain::users::{DisplayName, PasswordPolicy};
use secrecy::SecretString;

use super::Fields;

/// Reads a password that is to be set for somebody who is not known yet, and refuses what would do
/// for nobody. The use case judges it once more, with the owner's address in mind. It takes up to
/// some tens of milliseconds.
pub(crate) fn read_new_password(
    fields: &mut Fields,
    passwords: PasswordPolicy,
    name: Option<&DisplayName>,
) -> Option<SecretString> {
    fields.text("password", |text| {
        passwords.judge(text, None, name).map(|_| SecretString::from(text))
    })
}
