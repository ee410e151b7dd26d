//! A database full of accounts, made by the database itself.

use bookplate_domain::shared::UserId;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use uuid::Uuid;

use crate::{
    database::{Database, Kind},
    schema::steps_from,
};

/// The first step behind those that accounts need: it makes them findable.
const STEP_BEHIND: &str = "m20261121_000015_user_search";

/// `n` counts the accounts. One of twenty is called Anna; the other names are spread over the
/// alphabet. An address begins like the name, so that whoever is found by the one is found by the
/// other. There are few moderators and suspended ones, fewer admins, and some visitors.
const COLUMNS: &str = "\
    id, email_written, email_canonical, email_verified_at, name, role, password_hash, epoch, \
    version, created_at, updated_at, suspended_at, suspended_until, suspension_reason";

fn values(kind: Kind) -> String {
    let (id, moment) = match kind {
        Kind::Sqlite => ("unhex('0198f2a000007000' || printf('%016x', n))", ["", ""]),
        Kind::Postgres => (
            "CAST('0198f2a000007000' || lpad(to_hex(n), 16, '0') AS uuid)",
            ["CAST(", " AS timestamp with time zone)"],
        ),
    };
    let at = |year: &str| format!("{}'{year}-11-21T09:30:00.000Z'{}", moment[0], moment[1]);
    let (now, past, future) = (at("2026"), at("2020"), at("2040"));
    let none = if kind == Kind::Sqlite { "NULL" } else { "CAST(NULL AS timestamp with time zone)" };
    let first = "CASE WHEN n % 20 = 0 THEN 'anna' ELSE \
        substr('abcdefghijklmnopqrstuvwxyz', n * 7 % 26 + 1, 1) || \
        substr('aeiou', n / 26 % 5 + 1, 1) || substr('bdfgklmnprstz', n / 130 % 13 + 1, 1) || \
        substr('aeiou', n / 1690 % 5 + 1, 1) END";
    let last = "substr('bcdfghjklmnpqrstvwxz', n * 3 % 20 + 1, 1) || \
        substr('aeiou', n / 7 % 5 + 1, 1) || substr('bdfgklmnprstz', n / 35 % 13 + 1, 1) || \
        substr('aeiou', n / 11 % 5 + 1, 1) || substr('bdfgklmnprstz', n / 77 % 13 + 1, 1)";
    let address = format!("{first} || '.' || {last} || n || '@example.com'");
    let suspended = "n % 200 = 3 OR n % 1000 = 5 OR n % 1000 = 7";
    let role = "CASE WHEN n % 100000 = 1 THEN 'admin' WHEN n % 1000 = 2 THEN 'moderator' \
        WHEN n % 25 = 4 THEN 'anonymous' ELSE 'user' END";
    let with_address = |what: &str| format!("CASE WHEN n % 25 = 4 THEN NULL ELSE {what} END");
    [
        id.to_owned(),
        with_address(&address),
        with_address(&address),
        format!("CASE WHEN n % 25 = 4 OR n % 90 = 6 THEN {none} ELSE {now} END"),
        with_address(&format!("{first} || ' ' || {last}")),
        role.to_owned(),
        "'x'".to_owned(),
        "1".to_owned(),
        "1".to_owned(),
        now.clone(),
        now.clone(),
        format!("CASE WHEN {suspended} THEN {past} ELSE {none} END"),
        format!(
            "CASE WHEN n % 1000 = 5 THEN {future} WHEN n % 1000 = 7 THEN {past} ELSE {none} END"
        ),
        format!("CASE WHEN {suspended} THEN 'spam' ELSE NULL END"),
    ]
    .join(", ")
}

/// The id of the account with this number.
pub fn id(number: u64) -> UserId {
    UserId::from_uuid(Uuid::from_u64_pair(0x0198_f2a0_0000_7000, number))
}

/// Fills a database with so many accounts, and so many events of the first hundred of them.
pub async fn fill(database: &Database, accounts: u64, events: u64) -> DatabaseConnection {
    let schema = database.schema().await;
    let steps = steps_from(&schema, STEP_BEHIND).await;
    schema.down(steps).await.unwrap();
    let raw = database.raw().await;
    let (from, uuid) = match database.kind {
        Kind::Sqlite => (
            "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers \
             WHERE n < COUNT) SELECT n FROM numbers)",
            "unhex('0198f2a000007000' || printf('%016x', NUMBER))",
        ),
        Kind::Postgres => (
            "generate_series(1, COUNT) AS numbers (n)",
            "CAST('0198f2a000007000' || lpad(to_hex(NUMBER), 16, '0') AS uuid)",
        ),
    };
    let numbers = |count: u64| from.replace("COUNT", &count.to_string());
    let uuid = |number: &str| uuid.replace("NUMBER", number);
    let insert = format!(
        "INSERT INTO users ({COLUMNS}) SELECT {} FROM {}",
        values(database.kind),
        numbers(accounts)
    );
    raw.execute_unprepared(&insert).await.unwrap();
    // The accounts are made findable as those are that were there before searching was.
    assert_eq!(schema.up().await.unwrap(), steps as usize);
    schema.close().await.unwrap();
    if events > 0 {
        let at = match database.kind {
            Kind::Sqlite => "strftime('%Y-%m-%dT%H:%M:%fZ', 1780000000 + n / 3, 'unixepoch')",
            Kind::Postgres => "to_timestamp(1780000000 + n / 3)",
        };
        let insert = format!(
            "INSERT INTO audit_events (id, at, kind, actor_id, target_id) SELECT {}, {at}, \
             CASE WHEN n % 50 = 0 THEN 'user_deleted' WHEN n % 3 = 0 THEN 'authn_login_fail' \
             ELSE 'authn_login_success' END, {}, {} FROM {}",
            uuid("n"),
            uuid("n * 7 % 100"),
            uuid("n % 100"),
            numbers(events),
        );
        raw.execute_unprepared(&insert).await.unwrap();
    }
    let analyse = match database.kind {
        Kind::Sqlite => "ANALYZE",
        Kind::Postgres => "VACUUM ANALYZE",
    };
    raw.execute_unprepared(analyse).await.unwrap();
    raw
}
