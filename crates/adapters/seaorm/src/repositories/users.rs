use async_trait::async_trait;
use bookplate_domain::{
    shared::{Timestamp, UserId},
    store::StoreError,
    users::{EmailAddress, PasswordHash, User, UserRepository},
};
use sea_orm::EntityTrait;

use crate::{
    change::Change,
    collections::{Collections, Connection},
    error::reading,
    rows::user::{Entity, Model, WHAT},
    sql::Sql,
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, email_written, email_canonical, email_verified_at, name, image, bio, role, \
             password_hash, epoch, version, created_at, updated_at, language, time_zone FROM users ",
            $rest
        )
    };
}

const FIND_BY_EMAIL: &str = select!("WHERE email_canonical = $1");

/// An update of the address needs the strongest lock, and raising a weaker one later could wait for
/// somebody who waits for us. SQLite has one writer anyway.
const LOCK_ON_POSTGRES: &str = select!("WHERE id = $1 FOR UPDATE");
const LOCK_ON_SQLITE: &str = select!("WHERE id = $1");
const LOCK_BY_EMAIL_ON_POSTGRES: &str = select!("WHERE email_canonical = $1 FOR UPDATE");

const VERIFY_EMAIL: &str = "\
    UPDATE users SET email_verified_at = $2, version = version + 1, updated_at = $3 \
    WHERE id = $1 AND email_verified_at IS NULL";

const SET_PASSWORD: &str = "\
    UPDATE users SET password_hash = $2, epoch = epoch + 1, version = version + 1, \
    updated_at = $3, epoch_raised_at = $3 WHERE id = $1 AND (epoch = $4 OR $4 IS NULL)";

const CHANGE_EMAIL: &str = "\
    UPDATE users SET email_written = $2, email_canonical = $3, email_verified_at = $4, \
    epoch = epoch + 1, version = version + 1, updated_at = $5, epoch_raised_at = $5 WHERE id = $1";

const CLEAR_PASSWORD: &str = "\
    UPDATE users SET password_hash = NULL, epoch = epoch + 1, version = version + 1, \
    updated_at = $2, epoch_raised_at = $2 WHERE id = $1";

const REHASH: &str = "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

#[async_trait]
impl<C: Connection> UserRepository for Collections<C> {
    async fn insert(&mut self, user: &User) -> Result<(), StoreError> {
        self.add(Model::new(user, self.backend())).await
    }

    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let row = Entity::find_by_id(id.as_uuid()).one(&self.connection).await;
        row.map_err(reading(WHAT))?.map(User::try_from).transpose()
    }

    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        let row: Option<Model> =
            Sql::new(&self.connection, FIND_BY_EMAIL).bind(email.canonical()).one(WHAT).await?;
        row.map(User::try_from).transpose()
    }

    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let row: Option<Model> = Sql::either(&self.connection, LOCK_ON_SQLITE, LOCK_ON_POSTGRES)
            .bind(id.as_uuid())
            .one(WHAT)
            .await?;
        row.map(User::try_from).transpose()
    }

    async fn lock_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        let row: Option<Model> =
            Sql::either(&self.connection, FIND_BY_EMAIL, LOCK_BY_EMAIL_ON_POSTGRES)
                .bind(email.canonical())
                .one(WHAT)
                .await?;
        row.map(User::try_from).transpose()
    }

    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<bool, StoreError> {
        let proven = Sql::new(&self.connection, VERIFY_EMAIL)
            .bind(id.as_uuid())
            .at(now)
            .at(now)
            .run()
            .await?;
        if proven == 1 {
            self.note(Change::User(id));
        }
        Ok(proven == 1)
    }

    async fn set_password(
        &mut self,
        id: UserId,
        epoch: Option<u32>,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let set = Sql::new(&self.connection, SET_PASSWORD)
            .bind(id.as_uuid())
            .bind(hash.expose())
            .at(now)
            .bind(epoch.map(i64::from))
            .run()
            .await?;
        if set == 1 {
            self.note(Change::User(id));
        }
        Ok(set == 1)
    }

    async fn change_email(
        &mut self,
        id: UserId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = Sql::new(&self.connection, CHANGE_EMAIL)
            .bind(id.as_uuid())
            .bind(email.written())
            .bind(email.canonical())
            .at(now)
            .at(now)
            .run()
            .await?;
        if changed == 1 {
            self.note(Change::User(id));
        }
        Ok(changed == 1)
    }

    async fn clear_password(&mut self, id: UserId, now: Timestamp) -> Result<(), StoreError> {
        let cleared = Sql::new(&self.connection, CLEAR_PASSWORD).bind(id.as_uuid()).at(now);
        if cleared.run().await? > 0 {
            self.note(Change::User(id));
        }
        Ok(())
    }

    async fn rehash(
        &mut self,
        id: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<(), StoreError> {
        Sql::new(&self.connection, REHASH)
            .bind(id.as_uuid())
            .bind(old.expose())
            .bind(new.expose())
            .run()
            .await
            .map(drop)
    }
}
