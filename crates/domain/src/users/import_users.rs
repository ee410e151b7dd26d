use std::collections::HashSet;

use super::{Bio, DisplayName, EmailAddress, ImageUrl, PasswordHash, User, UserError, Users};
use crate::{
    audit::EventKind,
    roles::Role,
    shared::{Client, Locale, Timestamp, UserId},
};

/// An account that was kept elsewhere until now.
#[derive(Clone, Debug)]
pub struct ImportedUser {
    /// The address.
    pub email: EmailAddress,
    /// What its owner is called.
    pub name: DisplayName,
    /// A picture.
    pub image: Option<ImageUrl>,
    /// A few words about themselves.
    pub bio: Option<Bio>,
    /// How its owner wants to be written to.
    pub locale: Locale,
    /// The hash of its password; `None`: its owner sets one by a reset.
    pub password: Option<PasswordHash>,
    /// Whether whoever imports it vouches for the mailbox.
    pub verified: bool,
}

/// What came of importing some accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many accounts were made.
    pub added: usize,
    /// The canonical addresses that have an account already, or could still be given back to one.
    pub taken: HashSet<String>,
}

impl Users {
    /// Whether passwords can be compared with a hash that was made elsewhere.
    pub fn reads_hash(&self, hash: &PasswordHash) -> bool {
        self.ports.hasher.reads(hash)
    }

    /// Makes accounts of users, all in one transaction, and leaves those out whose address is
    /// taken: an import can be run again. For the command line only, so nobody is asked for a
    /// permission.
    pub async fn import_users(&self, mut batch: Vec<ImportedUser>) -> Result<Imported, UserError> {
        let mut outcome = Imported::default();
        loop {
            let now = self.ports.clock.now();
            let random = self.ports.random.as_ref();
            let users: Vec<User> =
                batch.iter().map(|user| user.account(UserId::mint(now, random), now)).collect();
            let mut tx = self.ports.store.begin().await?;
            let added: HashSet<UserId> = tx.users().insert_new(&users).await?.into_iter().collect();
            // Asked afterwards, when a change that lets go of an address is visible for certain.
            let (new, old): (Vec<_>, Vec<_>) =
                users.into_iter().partition(|user| added.contains(&user.id));
            let addresses: Vec<EmailAddress> =
                new.iter().filter_map(|user| user.email.clone()).collect();
            let held = tx.email_changes().held_among(&addresses, now).await?;
            let canonical = |email: &EmailAddress| email.canonical().to_owned();
            if !held.is_empty() {
                let held: HashSet<String> = held.iter().map(canonical).collect();
                batch.retain(|user| !held.contains(user.email.canonical()));
                outcome.taken.extend(held);
                continue;
            }
            let events: Vec<_> = new
                .iter()
                .map(|user| {
                    let event = self.ports.event(EventKind::UserCreated, now, &Client::default());
                    event.done_by(None, user.id)
                })
                .collect();
            tx.audit().record_all(&events).await?;
            tx.commit().await?;
            outcome.added = new.len();
            outcome.taken.extend(old.iter().filter_map(|user| user.email.as_ref()).map(canonical));
            return Ok(outcome);
        }
    }
}

impl ImportedUser {
    fn account(&self, id: UserId, now: Timestamp) -> User {
        User {
            email_verified_at: self.verified.then_some(now),
            name: Some(self.name.clone()),
            image: self.image.clone(),
            bio: self.bio.clone(),
            locale: self.locale.clone(),
            password: self.password.clone(),
            ..User::new(id, self.email.clone(), Role::User, now)
        }
    }
}
