use actix_web::web;
use bookplate_domain::users::{DisplayName, PasswordPolicy};
use secrecy::SecretString;

use super::Fields;
use crate::problem::Problem;

/// Reads a form with a new password in it, whose strength takes up to some tens of milliseconds to
/// estimate: not on a thread that has others to answer.
pub(crate) async fn read_off_worker<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    web::block(read).await.map_err(Problem::internal)?
}

/// Reads a password that is to be set for somebody who is not known yet, and refuses what would do
/// for nobody. The use case judges it once more, with the owner's address in mind.
pub(crate) fn read_new_password(
    fields: &mut Fields,
    passwords: PasswordPolicy,
    name: Option<&DisplayName>,
) -> Option<SecretString> {
    fields.text("password", |text| {
        passwords.judge(text, None, name).map(|_| SecretString::from(text))
    })
}
