//! The one place where SeaORM's errors become the store's.

use bookplate_domain::store::{StoreError, Unique};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlErr, SqlxError};

use crate::ConnectError;

/// What a failed statement means to the domain.
pub(crate) fn store_error(error: DbErr) -> StoreError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(message)) => {
            match unique(&index(&error, &message)) {
                Some(unique) => StoreError::Conflict(unique),
                None => StoreError::Backend(error.into()),
            }
        }
        _ if is_unavailable(&error) => StoreError::Unavailable(error.into()),
        _ => StoreError::Backend(error.into()),
    }
}

/// The same for a statement that reads rows of a kind: what cannot be decoded is corrupt.
pub(crate) fn reading(what: &'static str) -> impl Fn(DbErr) -> StoreError {
    move |error| {
        if is_undecodable(&error) {
            let why = error.to_string();
            StoreError::Corrupt { what, why }
        } else {
            store_error(error)
        }
    }
}

/// What a failed attempt to open a database means.
pub(crate) fn connect_error(error: DbErr) -> ConnectError {
    match error {
        // SeaORM's words for a malformed URL, which repeat it: there may be a password in it.
        DbErr::Conn(RuntimeErr::Internal(_)) => ConnectError::Url,
        error if is_unavailable(&error) => ConnectError::Unavailable(error.into()),
        error => ConnectError::Refused(error.into()),
    }
}

/// What kept the rows unique: PostgreSQL names the index beside its message, which may be in any
/// language; SQLite says table and column in its message, which is always English.
fn index(error: &DbErr, message: &str) -> String {
    let named = sqlx_error(error).and_then(|error| error.as_database_error()?.constraint());
    let said = || message.rsplit(": ").next().unwrap_or_default();
    named.unwrap_or_else(said).to_owned()
}

fn unique(index: &str) -> Option<Unique> {
    match index {
        "users_email_canonical_key" | "users.email_canonical" => Some(Unique::UserEmail),
        "signing_keys_generation_key" | "signing_keys.generation" => {
            Some(Unique::SigningKeyGeneration)
        }
        "identities_pkey" | "identities.issuer, identities.subject" => Some(Unique::Identity),
        "identities_user_id_provider_key" | "identities.user_id, identities.provider" => {
            Some(Unique::UserProvider)
        }
        "registrations_token_id_key"
        | "registrations.token_id"
        | "email_changes_confirm_token_id_key"
        | "email_changes.confirm_token_id"
        | "email_changes_revert_token_id_key"
        | "email_changes.revert_token_id"
        | "signing_keys.kid"
        | "messages_chat_id_seq_key"
        | "messages.chat_id, messages.seq" => Some(Unique::Id),
        other if other.ends_with("_pkey") || other.ends_with(".id") => Some(Unique::Id),
        _ => None,
    }
}

/// Whether the same call may work later.
fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed) => {
            true
        }
        // The driver's word for a new connection that is ended before the server has said anything,
        // as a proxy does that has no server just now.
        DbErr::Conn(RuntimeErr::SqlxError(error)) if matches!(**error, SqlxError::Protocol(_)) => {
            true
        }
        _ => sqlx_error(error).is_some_and(|error| match error {
            SqlxError::Io(_)
            | SqlxError::Tls(_)
            | SqlxError::PoolTimedOut
            | SqlxError::PoolClosed
            | SqlxError::WorkerCrashed => true,
            SqlxError::Database(error) => {
                let code = error.code().unwrap_or_default();
                if error.try_downcast_ref::<sea_orm::SqlxSqliteError>().is_some() {
                    code.parse().is_ok_and(is_passing_on_sqlite)
                } else {
                    is_passing_on_postgres(&code)
                }
            }
            _ => false,
        }),
    }
}

/// SQLite's result codes (sqlite.org/rescode.html) that pass: interrupted or protocol trouble,
/// busy or locked, disk trouble and a full disk. The primary code is the low byte.
fn is_passing_on_sqlite(code: i32) -> bool {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const INTERRUPT: i32 = 9;
    const IOERR: i32 = 10;
    const FULL: i32 = 13;
    const CANTOPEN: i32 = 14;
    const PROTOCOL: i32 = 15;
    matches!(code & 0xff, BUSY | LOCKED | INTERRUPT | IOERR | FULL | CANTOPEN | PROTOCOL)
}

/// PostgreSQL's SQLSTATEs (appendix A of its manual) that pass.
fn is_passing_on_postgres(code: &str) -> bool {
    let class = code.get(..2).unwrap_or_default();
    // Connections, resources, I/O; then: a server that shuts down, or a standby until it is
    // promoted; time-outs; locks and deadlocks.
    matches!(class, "08" | "53" | "58")
        || code.starts_with("57P0")
        || matches!(code, "25006" | "25P03" | "25P04" | "57014" | "40001" | "40P01" | "55P03")
}

fn is_undecodable(error: &DbErr) -> bool {
    match error {
        DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => true,
        _ => {
            matches!(sqlx_error(error), Some(SqlxError::ColumnDecode { .. } | SqlxError::Decode(_)))
        }
    }
}

fn sqlx_error(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unique_index_is_known_by_its_name_on_both_databases() {
        for (postgres, sqlite, expected) in [
            ("users_email_canonical_key", "users.email_canonical", Some(Unique::UserEmail)),
            (
                "signing_keys_generation_key",
                "signing_keys.generation",
                Some(Unique::SigningKeyGeneration),
            ),
            ("identities_pkey", "identities.issuer, identities.subject", Some(Unique::Identity)),
            (
                "identities_user_id_provider_key",
                "identities.user_id, identities.provider",
                Some(Unique::UserProvider),
            ),
            ("users_pkey", "users.id", Some(Unique::Id)),
            ("signing_keys_pkey", "signing_keys.kid", Some(Unique::Id)),
            ("registrations_token_id_key", "registrations.token_id", Some(Unique::Id)),
            (
                "email_changes_confirm_token_id_key",
                "email_changes.confirm_token_id",
                Some(Unique::Id),
            ),
            (
                "email_changes_revert_token_id_key",
                "email_changes.revert_token_id",
                Some(Unique::Id),
            ),
            ("chats_title_key", "chats.title", None),
            ("chats_idempotency_key", "chats.idempotency_key", None),
        ] {
            assert_eq!(unique(postgres), expected, "{postgres}");
            assert_eq!(unique(sqlite), expected, "{sqlite}");
        }
    }

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for code in ["08006", "53300", "57P01", "57P03", "57014", "40P01", "25006"] {
            assert!(is_passing_on_postgres(code), "{code}");
        }
        for code in ["42P01", "23505", "22P02", "42501", "57P", "", "é"] {
            assert!(!is_passing_on_postgres(code), "{code}");
        }
        // The last three: busy in a snapshot, an I/O error on writing, database or disk is full.
        for code in [5, 6, 517, 778, 13] {
            assert!(is_passing_on_sqlite(code), "{code}");
        }
        // No such table and the like; read-only; not a database.
        for code in [1, 8, 26, 2067] {
            assert!(!is_passing_on_sqlite(code), "{code}");
        }
    }
}
