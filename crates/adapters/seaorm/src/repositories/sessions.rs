use async_trait::async_trait;
use bookplate_domain::{
    sessions::{EndReason, Rotation, Session, SessionRepository},
    shared::{Cursor, Limit, Page, SessionId, Timestamp, UserId},
    store::StoreError,
    users::User,
};
use sea_orm::FromQueryResult;

use crate::{
    change::Change,
    collections::{Collections, Connection},
    db_time::DbTime,
    page::{Place, one_more_than, page},
    rows::session::{Device, Model, Owner, WHAT, session_columns},
    sql::Sql,
};

macro_rules! insert {
    ($lock:literal) => {
        concat!(
            "INSERT INTO sessions (",
            session_columns!(),
            ") SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 \
             FROM users WHERE id = $2 AND epoch = $17",
            $lock
        )
    };
}

/// Guarded by the epoch of the user, so the statement finds nothing to insert if that has moved on.
const INSERT_ON_SQLITE: &str = insert!("");

/// The same under a lock on the user, so that a change of the epoch comes wholly before or wholly
/// after. A shared lock would do for that, but two log ins that both go on to renew the hash of
/// the password would then wait for each other; one that excludes other writers cannot.
const INSERT_ON_POSTGRES: &str = insert!(" FOR NO KEY UPDATE");

const SAW_GENERATION: &str = "\
    UPDATE sessions SET \
    seen_generation = CASE WHEN seen_generation < $2 THEN $2 ELSE seen_generation END, \
    last_active_at = CASE WHEN last_active_at < $3 THEN $3 ELSE last_active_at END \
    WHERE id = $1 AND (seen_generation < $2 OR last_active_at < $3)";

const LIST: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 \
     AND ends_at > $2 ORDER BY last_active_at DESC, id DESC"
);

const COUNT_LIVE: &str = "\
    SELECT count(*) AS count FROM sessions \
    WHERE revoked_at IS NULL AND expires_at > $1 AND ends_at > $1";

/// From behind the moment `$2` and the id `$3` on. A user has few sessions: they are sorted.
const HISTORY: &str = concat!(
    "SELECT ",
    session_columns!(),
    " FROM sessions WHERE user_id = $1 AND (created_at, id) < ($2, $3) \
     ORDER BY created_at DESC, id DESC LIMIT +$4"
);

const DEVICES: &str = "\
    SELECT device FROM sessions WHERE user_id = $1 AND device IS NOT NULL \
    GROUP BY device ORDER BY MAX(created_at) DESC, device LIMIT 100";

const REVOKE: &str = "\
    UPDATE sessions SET revoked_at = $2, revoke_reason = $3 \
    WHERE id = $1 AND revoked_at IS NULL RETURNING user_id";

const REVOKE_OWN: &str = "\
    UPDATE sessions SET revoked_at = $2, revoke_reason = $3 \
    WHERE id = $1 AND user_id = $4 AND revoked_at IS NULL";

/// Whoever opens a session holds a lock on its user (see above), so that this sees the sessions of
/// all who did so before.
const REVOKE_OLDEST: &str = "\
    UPDATE sessions SET revoked_at = $2, revoke_reason = $3 \
    WHERE revoked_at IS NULL AND id IN (SELECT id FROM sessions \
    WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND ends_at > $2 \
    ORDER BY created_at DESC, id DESC LIMIT +$4 OFFSET +$5)";

const REVOKE_ALL: &str = "\
    UPDATE sessions SET revoked_at = $2, revoke_reason = $3 \
    WHERE user_id = $1 AND revoked_at IS NULL AND (id <> $4 OR $4 IS NULL)";

/// `CASE` and not `MIN`, which PostgreSQL knows as `LEAST`.
const BOUND: &str = "\
    UPDATE sessions SET expires_at = CASE WHEN expires_at > $2 THEN $2 ELSE expires_at END, \
    ends_at = CASE WHEN ends_at > $3 THEN $3 ELSE ends_at END WHERE user_id = $1";

const REAUTHENTICATED: &str = "\
    UPDATE sessions SET authenticated_at = $2 WHERE id = $1 RETURNING user_id";

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

#[async_trait]
impl<C: Connection> SessionRepository for Collections<C> {
    async fn insert(&mut self, session: &Session, epoch: u32) -> Result<bool, StoreError> {
        let revoked = session.revoked;
        let revoked_at = revoked.map(|revoked| DbTime::new(revoked.at, self.backend()));
        let added = Sql::either(&self.connection, INSERT_ON_SQLITE, INSERT_ON_POSTGRES)
            .bind(session.id.as_uuid())
            .bind(session.user_id.as_uuid())
            .bind(i64::from(session.generation))
            .bind(i64::from(session.seen_generation))
            .at(session.rotated_at)
            .at(session.authenticated_at)
            .bind(session.client.ip.map(|ip| ip.to_string()))
            .bind(session.client.user_agent.clone())
            .bind(session.client.device.clone())
            .bind(session.client.request_id.clone())
            .at(session.created_at)
            .at(session.last_active_at)
            .at(session.expires_at)
            .at(session.ends_at)
            .bind(revoked_at)
            .bind(revoked.map(|revoked| revoked.reason.as_str()))
            .bind(i64::from(epoch))
            .run()
            .await?;
        Ok(added == 1)
    }

    async fn find_with_user(
        &mut self,
        id: SessionId,
    ) -> Result<Option<(Session, User)>, StoreError> {
        self.find_session_with_user(id).await
    }

    async fn rotate(
        &mut self,
        id: SessionId,
        rotation: Rotation,
    ) -> Result<Option<(Session, User)>, StoreError> {
        self.rotate_session(id, rotation).await
    }

    async fn saw_generation(
        &mut self,
        id: SessionId,
        generation: u32,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        Sql::new(&self.connection, SAW_GENERATION)
            .bind(id.as_uuid())
            .bind(i64::from(generation))
            .at(now)
            .run()
            .await
            .map(drop)
    }

    async fn list(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let rows: Vec<Model> =
            Sql::new(&self.connection, LIST).bind(user.as_uuid()).at(now).all(WHAT).await?;
        rows.into_iter().map(Session::try_from).collect()
    }

    async fn count_live(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let counted: Option<Count> =
            Sql::new(&self.connection, COUNT_LIVE).at(now).one(WHAT).await?;
        Ok(counted.map_or(0, |found| found.count.try_into().unwrap_or_default()))
    }

    async fn history(
        &mut self,
        user: UserId,
        after: Option<&Cursor<Session>>,
        limit: Limit,
    ) -> Result<Page<Session>, StoreError> {
        let Place { at, id } = after.map_or(Ok(Place::last()), Place::read)?;
        let rows: Vec<Model> = Sql::new(&self.connection, HISTORY)
            .bind(user.as_uuid())
            .at(at)
            .bind(id)
            .bind(one_more_than(limit))
            .all(WHAT)
            .await?;
        let place = |row: &Model| Place { at: row.created_at.into(), id: row.id };
        page(rows, limit, |row| place(row).key())
    }

    async fn devices(&mut self, user: UserId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<Device> =
            Sql::new(&self.connection, DEVICES).bind(user.as_uuid()).all(WHAT).await?;
        Ok(rows.into_iter().map(|row| row.device).collect())
    }

    async fn revoke(
        &mut self,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<Option<UserId>, StoreError> {
        let owner: Option<Owner> = Sql::new(&self.connection, REVOKE)
            .bind(id.as_uuid())
            .at(now)
            .bind(reason.as_str())
            .one(WHAT)
            .await?;
        Ok(self.note_owner(owner))
    }

    async fn revoke_own(
        &mut self,
        user: UserId,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revoked = Sql::new(&self.connection, REVOKE_OWN)
            .bind(id.as_uuid())
            .at(now)
            .bind(reason.as_str())
            .bind(user.as_uuid())
            .run()
            .await?;
        Ok(self.note_ended(user, revoked) == 1)
    }

    async fn revoke_oldest(
        &mut self,
        user: UserId,
        keep: u32,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let revoked = Sql::new(&self.connection, REVOKE_OLDEST)
            .bind(user.as_uuid())
            .at(now)
            .bind(reason.as_str())
            // SQLite knows no offset without a limit.
            .bind(i64::from(u32::MAX))
            .bind(i64::from(keep))
            .run()
            .await?;
        Ok(self.note_ended(user, revoked))
    }

    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let revoked = Sql::new(&self.connection, REVOKE_ALL)
            .bind(user.as_uuid())
            .at(now)
            .bind(reason.as_str())
            .bind(except.map(|session| session.as_uuid()))
            .run()
            .await?;
        Ok(self.note_ended(user, revoked))
    }

    async fn bound(
        &mut self,
        user: UserId,
        expires_at: Timestamp,
        ends_at: Timestamp,
    ) -> Result<(), StoreError> {
        let bound = Sql::new(&self.connection, BOUND).bind(user.as_uuid()).at(expires_at);
        let bound = bound.at(ends_at).run().await?;
        self.note_ended(user, bound);
        Ok(())
    }

    async fn reauthenticated(&mut self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        let proven = Sql::new(&self.connection, REAUTHENTICATED).bind(id.as_uuid()).at(now);
        let owner: Option<Owner> = proven.one(WHAT).await?;
        self.note_owner(owner);
        Ok(())
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.purge_sessions(before, count).await
    }
}

impl<C: Connection> Collections<C> {
    fn note_owner(&mut self, owner: Option<Owner>) -> Option<UserId> {
        let user = UserId::from_uuid(owner?.user_id);
        self.note(Change::User(user));
        Some(user)
    }

    fn note_ended(&mut self, user: UserId, sessions: u64) -> u64 {
        if sessions > 0 {
            self.note(Change::User(user));
        }
        sessions
    }
}
