use super::{DisplayName, EmailAddress, NewPassword, User, UserError, Users};
use crate::{
    audit::EventKind,
    roles::Role,
    shared::{Client, Locale, UserId},
};

/// An operator makes an account, for somebody whose mailbox the operator vouches for.
#[derive(Clone, Debug)]
pub struct CreateUser {
    /// The address.
    pub email: EmailAddress,
    /// What they are called.
    pub name: DisplayName,
    /// How they want to be written to.
    pub locale: Locale,
    /// Their first password.
    pub password: NewPassword,
    /// What they may do.
    pub role: Role,
}

impl Users {
    /// Makes an account that is verified at once. For the command line only: whoever runs the
    /// service may do everything, so nobody is asked for a permission.
    pub async fn create_user(&self, command: CreateUser) -> Result<User, UserError> {
        let CreateUser { email, name, locale, password, role } = command;
        let hash = self.ports.hasher.hash(&password).await?;
        let now = self.ports.clock.now();
        let id = UserId::mint(now, self.ports.random.as_ref());
        let user = User {
            email_verified_at: Some(now),
            name: Some(name),
            locale,
            password: Some(hash),
            ..User::new(id, email, role, now)
        };

        let mut tx = self.ports.store.begin().await?;
        self.add(tx.as_mut(), &user, now).await?;
        let event = self.ports.event(EventKind::UserCreated, now, &Client::default());
        tx.audit().record(&event.concerning(Some(id))).await?;
        tx.commit().await?;
        Ok(user)
    }
}
