//! Sessions with their users, and the step from one refresh token to the next.

use bookplate_domain::{
    sessions::{Rotation, Session},
    shared::SessionId,
    store::StoreError,
    users::User,
};
use sea_orm::DbBackend;

use crate::{
    collections::{Collections, Connection},
    rows::session::{WHAT, columns_with_user, with_user},
    sql::Sql,
};

macro_rules! find_with_user {
    ($which:literal) => {
        concat!(
            "SELECT ",
            columns_with_user!(),
            " FROM sessions AS s JOIN users AS u ON u.id = s.user_id WHERE s.id = $1",
            $which
        )
    };
}

const FIND_WITH_USER: &str = find_with_user!("");

/// Whoever presents a generation has received it, so it counts as seen. From now on the session ends at
/// `$4`, that of a visitor at `$5`.
macro_rules! rotate {
    ($least:literal, $users:literal) => {
        concat!(
            "UPDATE sessions AS s SET generation = s.generation + 1, seen_generation = \
             CASE WHEN s.seen_generation < $2 THEN $2 ELSE s.seen_generation END, \
             rotated_at = $3, last_active_at = $3, expires_at = CASE WHEN u.role = 'anonymous' THEN ",
            $least,
            "(s.ends_at, $5) ELSE ",
            $least,
            "(s.ends_at, $4) END FROM ",
            $users,
            " AS u WHERE u.id = s.user_id AND s.id = $1 AND s.generation = $2 \
             AND s.revoked_at IS NULL AND s.expires_at > $3 AND s.ends_at > $3"
        )
    };
}

/// SQLite returns no columns of the other table. In between another process may have gone on.
const ROTATE_ON_SQLITE: &str = concat!(
    rotate!("min", "users"),
    "; ",
    find_with_user!(" AND s.generation = $2 + 1 AND changes() = 1")
);

/// Not of visitors. Where the statement waits for the session, PostgreSQL reads that again, but takes the
/// user as it was before: a visitor may have become a user meanwhile, with sessions that end sooner.
const ROTATE_ON_POSTGRES: &str = concat!(
    rotate!("least", "users"),
    " AND u.role <> 'anonymous' RETURNING ",
    columns_with_user!()
);
/// With a lock on the user, who is waited for first.
const ROTATE_VISITORS_ON_POSTGRES: &str = concat!(
    rotate!(
        "least",
        "(SELECT * FROM users WHERE id = (SELECT user_id FROM sessions WHERE id = $1) FOR SHARE)"
    ),
    " RETURNING ",
    columns_with_user!()
);

impl<C: Connection> Collections<C> {
    /// Finds a session together with its user.
    pub(super) async fn find_session_with_user(
        &self,
        id: SessionId,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let find = Sql::new(&self.connection, FIND_WITH_USER).bind(id.as_uuid());
        find.one_by(WHAT, with_user).await
    }

    /// Rotates a session, and answers it as it is then with its user.
    pub(super) async fn rotate_session(
        &self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let rotate = |statement| {
            Sql::new(&self.connection, statement)
                .bind(id.as_uuid())
                .bind(i64::from(rotation.from))
                .at(rotation.now)
                .at(rotation.expires_at)
                .at(rotation.visitor_expires_at)
                .one_by(WHAT, with_user)
        };
        if self.backend() == DbBackend::Sqlite {
            return rotate(ROTATE_ON_SQLITE).await;
        }
        match rotate(ROTATE_ON_POSTGRES).await? {
            Some(rotated) => Ok(Some(rotated)),
            None => rotate(ROTATE_VISITORS_ON_POSTGRES).await,
        }
    }
}
