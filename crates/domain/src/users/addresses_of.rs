use super::{EmailAddress, User, Users};
use crate::store::{Repositories, StoreError};

impl Users {
    /// The addresses whose mails are a user's: the present one, and of those that the user gave up
    /// or asked for the ones that no account has now. A mail to any other may be somebody else's.
    pub(crate) async fn addresses_of(
        &self,
        tx: &mut (dyn Repositories + 'static),
        user: &User,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let changes = tx.email_changes().list(user.id).await?;
        let mut others: Vec<EmailAddress> = Vec::new();
        for address in changes.into_iter().flat_map(|change| [change.old, change.new]) {
            let same = |other: &EmailAddress| other.canonical() == address.canonical();
            if !user.email.iter().chain(&others).any(same) {
                others.push(address);
            }
        }
        let taken = tx.users().taken_among(&others).await?;
        others.retain(|address| !taken.contains(address));
        Ok(user.email.iter().cloned().chain(others).collect())
    }
}
