use super::{EmailAddress, User, UserError, Users};
use crate::{
    Lifetimes,
    roles::Role,
    shared::{Locale, Timestamp, UserId},
    store::{Repositories, StoreError, Unique},
};

/// An address belongs to one account, and to one that may still get it back.
impl Users {
    /// Adds an account.
    pub(crate) async fn add(
        &self,
        tx: &mut (dyn Repositories + 'static),
        user: &User,
        now: Timestamp,
    ) -> Result<(), UserError> {
        tx.users().insert(user).await.map_err(taken)?;
        match &user.email {
            Some(email) => refuse_if_held(tx, email, user.id, now).await,
            None => Ok(()),
        }
    }

    /// Adds an account, or makes it of the visitor it was asked for by, if that one is still there.
    /// Answers the account as it is then.
    pub(crate) async fn settle(
        &self,
        tx: &mut (dyn Repositories + 'static),
        visitor: Option<UserId>,
        user: User,
        now: Timestamp,
    ) -> Result<User, UserError> {
        let visitor = match visitor {
            Some(id) => tx.users().lock(id).await?,
            None => None,
        };
        let Some(visitor) = visitor.filter(|visitor| visitor.role == Role::Anonymous) else {
            self.add(tx, &user, now).await?;
            return Ok(user);
        };
        let locale = Locale {
            language: visitor.locale.language.or(user.locale.language),
            time_zone: visitor.locale.time_zone.or(user.locale.time_zone),
        };
        let user = User {
            id: visitor.id,
            locale,
            suspension: visitor.suspension,
            epoch: visitor.epoch,
            version: visitor.version + 1,
            created_at: visitor.created_at,
            ..user
        };
        tx.users().promote(&user).await.map_err(taken)?;
        if let Some(email) = &user.email {
            refuse_if_held(tx, email, user.id, now).await?;
        }
        // What a visitor has lasts longer than the sessions of a user.
        let Lifetimes { idle, absolute } = self.policy.lifetimes(user.role);
        tx.sessions().bound(user.id, now.plus(idle), now.plus(absolute)).await?;
        Ok(user)
    }

    /// Gives an account the address that a mailed token proved. If it is somebody else's by now,
    /// the token proves nothing any more.
    pub(super) async fn give_address(
        &self,
        tx: &mut (dyn Repositories + 'static),
        user: UserId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<(), UserError> {
        let given = async {
            let changed = tx.users().change_email(user, email, now).await.map_err(taken)?;
            if !changed {
                return Err(UserError::TokenInvalid);
            }
            refuse_if_held(tx, email, user, now).await
        };
        given.await.map_err(|error| match error {
            UserError::EmailTaken => UserError::TokenInvalid,
            other => other,
        })
    }
}

/// An address that was changed can be had back for a while: until then it is nobody else's. This is
/// asked after the address was taken, when the change that let go of it is visible for certain.
async fn refuse_if_held(
    tx: &mut (dyn Repositories + 'static),
    email: &EmailAddress,
    user: UserId,
    now: Timestamp,
) -> Result<(), UserError> {
    match tx.email_changes().find_holder(email, now).await? {
        Some(holder) if holder != user => Err(UserError::EmailTaken),
        _ => Ok(()),
    }
}

fn taken(error: StoreError) -> UserError {
    match error {
        StoreError::Conflict(Unique::UserEmail) => UserError::EmailTaken,
        other => UserError::Store(other),
    }
}
