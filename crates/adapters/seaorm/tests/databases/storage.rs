//! How things lie in the tables.

use bookplate_domain::store::Store;
use bookplate_testkit::{
    a_completed_authorization, a_mail, a_moment, a_pending_authorization, a_session, a_token,
    a_user, an_email_change, an_event, an_identity,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::database::{Database, Kind};

on_both! {
    ids_and_moments_have_the_types_of_the_database
    whoever_deletes_a_user_ends_what_is_theirs_but_not_the_audit_trail
}

async fn ids_and_moments_have_the_types_of_the_database(kind: Kind) {
    let (database, raw) = filled(kind).await;
    let (types, expected) = match kind {
        Kind::Sqlite => ("typeof(id), typeof(created_at)", ["blob", "text"]),
        Kind::Postgres => (
            "pg_typeof(id)::text, pg_typeof(created_at)::text",
            ["uuid", "timestamp with time zone"],
        ),
    };
    for table in [
        "users",
        "sessions",
        "one_time_tokens",
        "email_changes",
        "outbox",
        "pending_authorizations",
        "completed_authorizations",
    ] {
        let found = text(&raw, &format!("SELECT {types} FROM {table}")).await;
        assert_eq!(found, expected, "{table}");
    }
    let payload = match kind {
        Kind::Sqlite => "SELECT typeof(payload), payload ->> 'purpose' FROM outbox",
        Kind::Postgres => "SELECT pg_typeof(payload)::text, payload ->> 'purpose' FROM outbox",
    };
    let payload = text(&raw, payload).await;
    assert!(["text", "jsonb"].contains(&payload[0].as_str()), "{payload:?}");
    assert_eq!(payload[1], "confirm_registration");
    if kind == Kind::Sqlite {
        let moments = text(&raw, "SELECT created_at, expires_at FROM sessions").await;
        assert_eq!(moments, ["2026-11-21T09:30:00.071Z", "2026-11-21T10:30:00.071Z"]);
        assert_eq!(moments[0], a_moment().to_string());
    }
    drop(database);
}

async fn whoever_deletes_a_user_ends_what_is_theirs_but_not_the_audit_trail(kind: Kind) {
    let (database, raw) = filled(kind).await;
    raw.execute_unprepared("DELETE FROM users").await.unwrap();
    for (table, left) in [
        ("sessions", "0"),
        ("one_time_tokens", "0"),
        ("email_changes", "0"),
        ("identities", "0"),
        ("audit_events", "1"),
        ("pending_authorizations", "1"),
        ("completed_authorizations", "1"),
    ] {
        let count = format!("SELECT CAST(count(*) AS TEXT), '' FROM {table}");
        assert_eq!(text(&raw, &count).await[0], left, "{table}");
    }
    drop(database);
}

/// A database with a row in each of its tables that have to do with users.
async fn filled(kind: Kind) -> (Database, DatabaseConnection) {
    let database = Database::migrated(kind).await;
    let user = a_user();
    let mut tx = database.store().await.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    let session = a_session(user.id);
    assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
    tx.one_time_tokens().insert(&a_token(user.id)).await.unwrap();
    tx.email_changes().insert(&an_email_change(user.id)).await.unwrap();
    tx.identities().insert(&an_identity(user.id)).await.unwrap();
    tx.authorizations().insert_pending(&a_pending_authorization()).await.unwrap();
    tx.authorizations().insert_completed(&a_completed_authorization()).await.unwrap();
    tx.outbox().insert(&a_mail()).await.unwrap();
    tx.audit().record(&an_event().by(user.id)).await.unwrap();
    tx.commit().await.unwrap();
    let raw = database.raw().await;
    (database, raw)
}

/// Two columns of the first row.
async fn text(raw: &DatabaseConnection, sql: &str) -> [String; 2] {
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let row = raw.query_one_raw(statement).await.unwrap().expect("a row");
    [0, 1].map(|column| row.try_get_by_index(column).unwrap())
}
