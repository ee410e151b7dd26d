use std::collections::HashSet;

use async_trait::async_trait;
use bookplate_domain::{
    shared::{Cursor, Limit, Page, Timestamp, UserId},
    store::StoreError,
    users::{EmailAddress, PasswordHash, User, UserFilter, UserRepository},
};
use sea_orm::{
    ActiveModelTrait, DbBackend, EntityTrait, FromQueryResult, Insert, IntoActiveModel, QueryTrait,
    sea_query::OnConflict,
};
use uuid::Uuid;

use crate::{
    change::Change,
    collections::{AT_ONCE, Collections, Connection},
    error::{reading, store_error},
    rows::user::{Column, Entity, Model, WHAT, user_columns},
    sql::{Sql, canonical},
};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", user_columns!(), " FROM users ", $rest)
    };
}

const FIND_BY_EMAIL: &str = select!("WHERE email_canonical = $1");

const TAKEN_AMONG_ON_SQLITE: &str = "\
    SELECT email_canonical FROM users \
    WHERE email_canonical IN (SELECT value FROM json_each($1))";
const TAKEN_AMONG_ON_POSTGRES: &str = "\
    SELECT email_canonical FROM users \
    WHERE email_canonical = ANY (ARRAY(SELECT jsonb_array_elements_text($1)))";

/// An update of the address needs the strongest lock, and raising a weaker one later could wait for
/// somebody who waits for us. SQLite has one writer anyway.
const LOCK_ON_POSTGRES: &str = select!("WHERE id = $1 FOR UPDATE");
const LOCK_ON_SQLITE: &str = select!("WHERE id = $1");
const LOCK_BY_EMAIL_ON_POSTGRES: &str = select!("WHERE email_canonical = $1 FOR UPDATE");

/// Whoever locks all admins waits here for others who do, and so reads what they left: a row that
/// is locked is read anew, but not one that has just become an admin's.
const TAKE_TURNS_ON_POSTGRES: &str = "SELECT pg_advisory_xact_lock(hashtext('bookplate admins'))";
const LOCK_WITH_ADMINS_ON_POSTGRES: &str =
    select!("WHERE id = $1 OR role = 'admin' ORDER BY id FOR UPDATE");
/// SQLite would go through all accounts for an `OR`.
const LOCK_WITH_ADMINS_ON_SQLITE: &str = select!(
    "WHERE id IN (SELECT id FROM users WHERE role = 'admin' UNION ALL SELECT $1) ORDER BY id"
);

/// By what else than its address an account is found; the transaction keeps it, so no other one
/// changes it before the update.
const NAME: &str = "SELECT name FROM users WHERE id = $1";

/// The epoch on the right is the one before.
const UPDATE: &str = concat!(
    "UPDATE users SET name = $2, image = $3, bio = $4, role = $5, suspended_at = $6, \
     suspended_until = $7, suspension_reason = $8, version = $9, updated_at = $10, \
     epoch_raised_at = CASE WHEN epoch < $11 THEN $10 ELSE epoch_raised_at END, epoch = $11 \
     WHERE id = $1 RETURNING ",
    user_columns!()
);

const PROMOTE: &str = "\
    UPDATE users SET email_written = $2, email_canonical = $3, email_verified_at = $4, name = $5, \
    role = $6, password_hash = $7, language = $8, time_zone = $9, version = $10, \
    updated_at = $11 WHERE id = $1";

/// The rows of everything else that belongs to an account go with it.
const DELETE: &str = "DELETE FROM users WHERE id = $1";

const VERIFY_EMAIL: &str = "\
    UPDATE users SET email_verified_at = $2, version = version + 1, updated_at = $3 \
    WHERE id = $1 AND email_verified_at IS NULL";

const SET_PASSWORD: &str = "\
    UPDATE users SET password_hash = $2, epoch = epoch + 1, version = version + 1, \
    updated_at = $3, epoch_raised_at = $3 WHERE id = $1 AND (epoch = $4 OR $4 IS NULL)";

const CHANGE_EMAIL: &str = concat!(
    "UPDATE users SET email_written = $2, email_canonical = $3, email_verified_at = $4, \
     epoch = epoch + 1, version = version + 1, updated_at = $5, epoch_raised_at = $5 \
     WHERE id = $1 RETURNING ",
    user_columns!()
);

const CLEAR_PASSWORD: &str = "\
    UPDATE users SET password_hash = NULL, epoch = epoch + 1, version = version + 1, \
    updated_at = $2, epoch_raised_at = $2 WHERE id = $1";

const REHASH: &str = "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

#[async_trait]
impl<C: Connection> UserRepository for Collections<C> {
    async fn insert(&mut self, user: &User) -> Result<(), StoreError> {
        self.add(Model::new(user, self.backend())).await?;
        self.add_search_keys(&[user]).await
    }

    /// All who do so take the addresses in one order: none waits for another that waits for it.
    async fn insert_new(&mut self, users: &[User]) -> Result<Vec<UserId>, StoreError> {
        let mut users: Vec<&User> = users.iter().collect();
        users.sort_by_key(|user| user.email.as_ref().map(EmailAddress::canonical));
        let mut added = Vec::with_capacity(users.len());
        for users in users.chunks(AT_ONCE) {
            let ids = self.insert_some(users).await?;
            let new: Vec<&User> =
                users.iter().copied().filter(|user| ids.contains(&user.id)).collect();
            self.add_search_keys(&new).await?;
            added.extend(new.iter().map(|user| user.id));
        }
        Ok(added)
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

    async fn taken_among(
        &mut self,
        emails: &[EmailAddress],
    ) -> Result<Vec<EmailAddress>, StoreError> {
        #[derive(FromQueryResult)]
        struct Taken {
            email_canonical: String,
        }

        let taken: Vec<Taken> =
            Sql::either(&self.connection, TAKEN_AMONG_ON_SQLITE, TAKEN_AMONG_ON_POSTGRES)
                .bind(canonical(emails))
                .all(WHAT)
                .await?;
        let taken: HashSet<String> = taken.into_iter().map(|taken| taken.email_canonical).collect();
        Ok(emails.iter().filter(|email| taken.contains(email.canonical())).cloned().collect())
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

    async fn lock_with_admins(&mut self, id: UserId) -> Result<Vec<User>, StoreError> {
        if self.backend() == DbBackend::Postgres {
            Sql::new(&self.connection, TAKE_TURNS_ON_POSTGRES).run().await?;
        }
        let rows: Vec<Model> =
            Sql::either(&self.connection, LOCK_WITH_ADMINS_ON_SQLITE, LOCK_WITH_ADMINS_ON_POSTGRES)
                .bind(id.as_uuid())
                .all(WHAT)
                .await?;
        rows.into_iter().map(User::try_from).collect()
    }

    async fn list(
        &mut self,
        filter: &UserFilter,
        now: Timestamp,
        after: Option<&Cursor<User>>,
        limit: Limit,
    ) -> Result<Page<User>, StoreError> {
        match &filter.query {
            None => self.list_users(filter, now, after, limit).await,
            Some(query) => self.search_users(query, filter, now, after, limit).await,
        }
    }

    async fn update(&mut self, user: &User) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Named {
            name: Option<String>,
        }

        let row = Model::new(user, self.backend());
        let before: Option<Named> = Sql::new(&self.connection, NAME).bind(row.id).one(WHAT).await?;
        let updated: Option<Model> = Sql::new(&self.connection, UPDATE)
            .bind(row.id)
            .bind(row.name)
            .bind(row.image)
            .bind(row.bio)
            .bind(row.role)
            .bind(row.suspended_at)
            .bind(row.suspended_until)
            .bind(row.suspension_reason)
            .bind(row.version)
            .bind(row.updated_at)
            .bind(row.epoch)
            .one(WHAT)
            .await?;
        let (Some(before), Some(updated)) = (before, updated) else {
            return Ok(false);
        };
        if before.name == updated.name {
            self.refresh_search_keys(user.id).await?;
        } else {
            self.replace_search_keys(&updated.try_into()?).await?;
        }
        self.note(Change::User(user.id));
        Ok(true)
    }

    async fn promote(&mut self, user: &User) -> Result<(), StoreError> {
        let row = Model::new(user, self.backend());
        let promoted = Sql::new(&self.connection, PROMOTE)
            .bind(row.id)
            .bind(row.email_written)
            .bind(row.email_canonical)
            .bind(row.email_verified_at)
            .bind(row.name)
            .bind(row.role)
            .bind(row.password_hash)
            .bind(row.language)
            .bind(row.time_zone)
            .bind(row.version)
            .bind(row.updated_at)
            .run()
            .await?;
        if promoted == 1 {
            self.replace_search_keys(user).await?;
            self.note(Change::User(user.id));
        }
        Ok(())
    }

    async fn purge_visitors(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.purge_idle_visitors(before, count).await
    }

    async fn delete(&mut self, id: UserId) -> Result<bool, StoreError> {
        let delete = Sql::new(&self.connection, DELETE).bind(id.as_uuid());
        let deleted = self.in_bulk(delete.run()).await?;
        if deleted == 1 {
            self.note(Change::User(id));
        }
        Ok(deleted == 1)
    }

    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<bool, StoreError> {
        let proven = Sql::new(&self.connection, VERIFY_EMAIL)
            .bind(id.as_uuid())
            .at(now)
            .at(now)
            .run()
            .await?;
        if proven == 1 {
            self.refresh_search_keys(id).await?;
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
        let changed: Option<Model> = Sql::new(&self.connection, CHANGE_EMAIL)
            .bind(id.as_uuid())
            .bind(email.written())
            .bind(email.canonical())
            .at(now)
            .at(now)
            .one(WHAT)
            .await?;
        let Some(changed) = changed else {
            return Ok(false);
        };
        self.replace_search_keys(&changed.try_into()?).await?;
        self.note(Change::User(id));
        Ok(true)
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

/// What a statement answers that writes several accounts.
#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

impl<C: Connection> Collections<C> {
    /// Adds those whose address no other has, in one statement, and answers which.
    async fn insert_some(&self, users: &[&User]) -> Result<HashSet<UserId>, StoreError> {
        let backend = self.backend();
        let rows =
            users.iter().map(|user| Model::new(user, backend).into_active_model().reset_all());
        let mut insert = Insert::many(rows).into_query();
        let unless_taken = OnConflict::column(Column::EmailCanonical).do_nothing().to_owned();
        insert.on_conflict(unless_taken).returning_col(Column::Id);
        let added = self.connection.query_all(&insert).await.map_err(store_error)?;
        let id = |row| Id::from_query_result(row, "").map(|added| UserId::from_uuid(added.id));
        added.iter().map(id).collect::<Result<_, _>>().map_err(reading(WHAT))
    }
}
