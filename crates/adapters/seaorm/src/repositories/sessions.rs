use async_trait::async_trait;
use bookplate_domain::{
    sessions::{EndReason, Rotation, Session, SessionRepository},
    shared::{SessionId, Timestamp, UserId},
    store::StoreError,
    users::User,
};

use crate::{
    collections::{Collections, Connection},
    db_time::DbTime,
    rows::session::{WHAT, WithUser},
    sql::Sql,
};

/// Guarded by the epoch of the user, so the statement finds nothing to insert if that has moved on.
const INSERT_ON_SQLITE: &str = "\
    INSERT INTO sessions (id, user_id, generation, seen_generation, rotated_at, \
    authenticated_at, ip, user_agent, request_id, created_at, last_active_at, expires_at, \
    ends_at, revoked_at, revoke_reason) \
    SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 \
    FROM users WHERE id = $2 AND epoch = $16";

/// The same under a lock on the user, so that a change of the epoch comes wholly before or wholly
/// after. A shared lock would do for that, but two log ins that both go on to renew the hash of
/// the password would then wait for each other; one that excludes other writers cannot.
const INSERT_ON_POSTGRES: &str = "\
    INSERT INTO sessions (id, user_id, generation, seen_generation, rotated_at, \
    authenticated_at, ip, user_agent, request_id, created_at, last_active_at, expires_at, \
    ends_at, revoked_at, revoke_reason) \
    SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 \
    FROM users WHERE id = $2 AND epoch = $16 FOR NO KEY UPDATE";

const FIND_WITH_USER: &str = "\
    SELECT s.id AS s_id, s.user_id AS s_user_id, s.generation AS s_generation, \
    s.seen_generation AS s_seen_generation, s.rotated_at AS s_rotated_at, \
    s.authenticated_at AS s_authenticated_at, s.ip AS s_ip, s.user_agent AS s_user_agent, \
    s.request_id AS s_request_id, s.created_at AS s_created_at, \
    s.last_active_at AS s_last_active_at, s.expires_at AS s_expires_at, s.ends_at AS s_ends_at, \
    s.revoked_at AS s_revoked_at, s.revoke_reason AS s_revoke_reason, \
    u.id AS u_id, u.email_written AS u_email_written, u.email_canonical AS u_email_canonical, \
    u.email_verified_at AS u_email_verified_at, u.name AS u_name, u.image AS u_image, \
    u.bio AS u_bio, u.role AS u_role, u.password_hash AS u_password_hash, u.epoch AS u_epoch, \
    u.version AS u_version, u.created_at AS u_created_at, u.updated_at AS u_updated_at, \
    u.language AS u_language, u.time_zone AS u_time_zone \
    FROM sessions AS s JOIN users AS u ON u.id = s.user_id WHERE s.id = $1";

/// Whoever presents a generation has received it, so it counts as seen.
const ROTATE: &str = "\
    UPDATE sessions SET generation = generation + 1, \
    seen_generation = CASE WHEN seen_generation < $2 THEN $2 ELSE seen_generation END, \
    rotated_at = $3, last_active_at = $4, expires_at = $5 \
    WHERE id = $1 AND generation = $2 AND revoked_at IS NULL";

const SAW_GENERATION: &str = "\
    UPDATE sessions SET seen_generation = $2, last_active_at = $3 \
    WHERE id = $1 AND seen_generation < $2";

const REVOKE: &str = "\
    UPDATE sessions SET revoked_at = $2, revoke_reason = $3 WHERE id = $1 AND revoked_at IS NULL";

const REVOKE_ALL: &str = "\
    UPDATE sessions SET revoked_at = $2, revoke_reason = $3 \
    WHERE user_id = $1 AND revoked_at IS NULL AND (id <> $4 OR $4 IS NULL)";

const REAUTHENTICATED: &str = "UPDATE sessions SET authenticated_at = $2 WHERE id = $1";

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
        let row: Option<WithUser> =
            Sql::new(&self.connection, FIND_WITH_USER).bind(id.as_uuid()).one(WHAT).await?;
        row.map(TryInto::try_into).transpose()
    }

    async fn rotate(&mut self, id: SessionId, rotation: Rotation) -> Result<bool, StoreError> {
        let rotated = Sql::new(&self.connection, ROTATE)
            .bind(id.as_uuid())
            .bind(i64::from(rotation.from))
            .at(rotation.now)
            .at(rotation.now)
            .at(rotation.expires_at)
            .run()
            .await?;
        Ok(rotated == 1)
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

    async fn revoke(
        &mut self,
        id: SessionId,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revoked = Sql::new(&self.connection, REVOKE)
            .bind(id.as_uuid())
            .at(now)
            .bind(reason.as_str())
            .run()
            .await?;
        Ok(revoked == 1)
    }

    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: EndReason,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        Sql::new(&self.connection, REVOKE_ALL)
            .bind(user.as_uuid())
            .at(now)
            .bind(reason.as_str())
            .bind(except.map(|session| session.as_uuid()))
            .run()
            .await
    }

    async fn reauthenticated(&mut self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        let noted = Sql::new(&self.connection, REAUTHENTICATED).bind(id.as_uuid()).at(now);
        noted.run().await.map(drop)
    }
}
