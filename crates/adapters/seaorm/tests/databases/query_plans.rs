//! No statement on the path of every request reads a whole table.

use std::sync::{Arc, Mutex};

use bookplate_domain::{
    audit::{EventFilter, EventKind, Whose},
    mail::{MailFilter, MailStatus},
    sessions::{EndReason, FeedPlace, Rotation},
    shared::{Cursor, Limit},
    store::Store,
    users::{SearchQuery, TokenPurpose, User, UserFilter},
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{
    a_completed_authorization, a_mail, a_moment, a_password_hash, a_pending_authorization,
    a_registration, a_session, a_token, a_token_id, a_user, an_address, an_email_change,
    an_identity,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};

use crate::database::{Database, Kind};

on_both! {
    every_frequent_statement_uses_an_index
}

async fn every_frequent_statement_uses_an_index(kind: Kind) {
    let database = Database::migrated(kind).await;
    let statements = frequent_statements(&database).await;
    assert!(statements.len() >= 92, "{statements:#?}");
    let raw = database.raw().await;
    for sql in statements {
        let plan = match kind {
            Kind::Sqlite => sqlite_plan(&raw, &sql).await,
            Kind::Postgres => postgres_plan(&raw, &sql).await,
        };
        assert!(!reads_a_whole_table(&plan), "{sql}\n{plan}");
        // An index may also be read from end to end: these hold nothing but what is wanted.
        for index in narrow_indexes(&sql) {
            assert!(plan.contains(index), "{index}\n{sql}\n{plan}");
        }
        if sql.contains("old_canonical = $1") {
            assert!(plan.contains("email_changes_held_old_canonical_idx"), "{sql}\n{plan}");
        }
        if sql.contains("epoch_raised_at >= $1") {
            feed_merges_its_indexes(&plan);
        }
    }
}

/// By which indexes what has had its time, or is still to be done, is found among very much else.
fn narrow_indexes(sql: &str) -> &'static [&'static str] {
    const PURGES: [(&str, &str); 7] = [
        ("FROM sessions WHERE revoked_at <", "sessions_revoked_at_idx"),
        ("FROM sessions WHERE expires_at <", "sessions_expires_at_idx"),
        ("FROM registrations WHERE expires_at <", "registrations_expires_at_idx"),
        ("FROM one_time_tokens WHERE expires_at <", "one_time_tokens_expires_at_idx"),
        ("FROM email_changes WHERE revertible_until <", "email_changes_revertible_until_idx"),
        ("FROM outbox WHERE delivered_at <", "outbox_delivered_at_idx"),
        ("FROM outbox WHERE delivered_at IS NULL AND dead_at <", "outbox_dead_at_idx"),
    ];
    const BACKLOG: [&str; 2] = ["outbox_owed_created_at_idx", "outbox_dead_at_idx"];
    if sql.contains("min(created_at)") {
        return &BACKLOG;
    }
    let purge = PURGES.iter().find(|(purge, _)| sql.contains(purge));
    purge.map_or(&[], |(_, index)| std::slice::from_ref(index))
}

/// Whether a step reads everything, but for what the statement itself has put together.
pub fn reads_a_whole_table(plan: &str) -> bool {
    // Of `chat_moves` SQLite keeps one row.
    const PUT_TOGETHER: [&str; 16] = [
        "found",
        "page",
        "(subquery",
        "suffered",
        "done",
        "CONSTANT ROW",
        "chat_moves",
        "listed",
        "still",
        "moved",
        "since",
        "there",
        "gone",
        "way",
        "before",
        "behind",
    ];
    plan.lines().any(|step| {
        let step = step.trim_start_matches(['-', '>', ' ']);
        let read = step.strip_prefix("SCAN ").filter(|read| !read.contains("INDEX"));
        let of_a_table = |read: &str| {
            !read.ends_with("VALUES CLAUSE")
                && !PUT_TOGETHER.iter().any(|name| read.starts_with(name))
        };
        step.starts_with("Seq Scan") || read.is_some_and(of_a_table)
    })
}

/// The indexes are merged as far as a page goes. PostgreSQL may also read all of the period by
/// index and sort it, where it takes that for cheaper.
fn feed_merges_its_indexes(plan: &str) {
    for index in
        ["sessions_revoked_at_idx", "users_epoch_raised_at_idx", "audit_events_deleted_users_idx"]
    {
        assert!(plan.contains(index), "{plan}");
    }
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}

/// Does once what requests do all the time and operators now and then, and answers the statements of it.
async fn frequent_statements(database: &Database) -> Vec<String> {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let note = seen.clone();
    let observer = Arc::new(move |sql: &str| note.lock().unwrap().push(sql.to_owned()));
    let store = SeaOrmStore::connect_observed(&database.options, observer).await.unwrap();

    let (user, now) = (a_user(), a_moment());
    let session = a_session(user.id);
    let registration = a_registration(&an_address());
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    seen.lock().unwrap().clear();

    tx.sessions().insert(&session, user.epoch).await.unwrap();
    tx.users().find(user.id).await.unwrap();
    tx.users().find_by_email(&an_address()).await.unwrap();
    tx.users().taken_among(&[an_address()]).await.unwrap();
    tx.users().verify_email(user.id, now).await.unwrap();
    assert!(tx.users().lock(user.id).await.unwrap().is_some());
    tx.users().lock_by_email(&an_address()).await.unwrap();
    assert!(tx.users().update(&user).await.unwrap());
    let proven = User { email_verified_at: None, ..a_user() };
    tx.users().insert(&proven).await.unwrap();
    assert!(tx.users().verify_email(proven.id, now).await.unwrap());
    tx.users().lock_with_admins(user.id).await.unwrap();
    let query = Some(SearchQuery::parse("ann").unwrap());
    for filter in [
        UserFilter::default(),
        UserFilter { verified: Some(false), ..UserFilter::default() },
        UserFilter { query, ..UserFilter::default() },
    ] {
        tx.users().list(&filter, now, None, Limit::DEFAULT).await.unwrap();
    }
    let preferences = tx.preferences().find(user.id).await.unwrap().unwrap();
    tx.preferences().save(user.id, &preferences).await.unwrap();
    let hash = a_password_hash();
    tx.users().rehash(user.id, &hash, &hash).await.unwrap();
    let sessions = tx.sessions();
    sessions.find_with_user(session.id).await.unwrap();
    let rotation = Rotation { from: 1, now, expires_at: now, visitor_expires_at: now };
    sessions.rotate(session.id, rotation).await.unwrap();
    sessions.saw_generation(session.id, 1, now).await.unwrap();
    sessions.list(user.id, now).await.unwrap();
    sessions.history(user.id, None, Limit::DEFAULT).await.unwrap();
    sessions.devices(user.id).await.unwrap();
    sessions.reauthenticated(session.id, now).await.unwrap();
    let reason = EndReason::LoggedOut;
    sessions.revoke_oldest(user.id, 20, reason, now).await.unwrap();
    sessions.revoke_own(user.id, session.id, reason, now).await.unwrap();
    sessions.revoke(session.id, reason, now).await.unwrap();
    sessions.revoke_all(user.id, None, reason, now).await.unwrap();
    let after = FeedPlace { at: now, id: session.id.as_uuid() };
    tx.revocations().list(now, Some(after), 9).await.unwrap();
    let keys = tx.signing_keys();
    keys.reseal("kid", &[1]).await.unwrap();
    keys.delete("kid").await.unwrap();
    let registrations = tx.registrations();
    registrations.find_newest(&registration.email, now).await.unwrap();
    registrations.find_by_token(registration.token).await.unwrap();
    registrations.renew(registration.token, a_token_id(), now).await.unwrap();
    registrations.consume(registration.token, now).await.unwrap();
    registrations.remove_all(&registration.email).await.unwrap();
    let tokens = tx.one_time_tokens();
    tokens.insert(&a_token(user.id)).await.unwrap();
    tokens.find(a_token_id()).await.unwrap();
    tokens.consume(a_token_id(), TokenPurpose::VerifyEmail, now).await.unwrap();
    let change = an_email_change(user.id);
    let changes = tx.email_changes();
    changes.insert(&change).await.unwrap();
    changes.find_by_confirm_token(a_token_id()).await.unwrap();
    changes.find_by_revert_token(a_token_id()).await.unwrap();
    changes.find_holder(&change.old, now).await.unwrap();
    changes.held_among(std::slice::from_ref(&change.old), now).await.unwrap();
    changes.list(user.id).await.unwrap();
    let (confirm, revert) = change.confirm_token.zip(change.revert_token).unwrap();
    assert!(changes.confirm(confirm, now).await.unwrap());
    assert!(changes.revert(revert, now).await.unwrap());
    tx.users().change_email(user.id, &an_address(), now).await.unwrap();
    tx.users().clear_password(user.id, now).await.unwrap();
    let identity = an_identity(user.id);
    let identities = tx.identities();
    identities.insert(&identity).await.unwrap();
    identities.find(&identity.issuer, &identity.subject).await.unwrap();
    identities.list(user.id).await.unwrap();
    assert!(identities.delete(user.id, &identity.provider).await.unwrap());
    identities.delete_all(user.id).await.unwrap();
    let (pending, completed) = (a_pending_authorization(), a_completed_authorization());
    let authorizations = tx.authorizations();
    authorizations.insert_pending(&pending).await.unwrap();
    let (provider, browser) = (&pending.provider, pending.browser);
    authorizations.consume_pending(pending.id, provider, browser, now).await.unwrap();
    authorizations.insert_completed(&completed).await.unwrap();
    let challenge = &completed.code_challenge;
    authorizations.consume_completed(completed.id, challenge, now).await.unwrap();
    authorizations.purge(now, 9).await.unwrap();
    let outbox = tx.outbox();
    let mail = a_mail();
    outbox.claim(now, now, 9).await.unwrap();
    outbox.release(mail.id, now, "later").await.unwrap();
    outbox.retry(mail.id, now).await.unwrap();
    let after = Cursor::after(mail.id.as_uuid().as_bytes().to_vec());
    for status in [None, Some(MailStatus::Dead)] {
        let filter = MailFilter { status, ..MailFilter::default() };
        outbox.list(&filter, Some(&after), Limit::DEFAULT).await.unwrap();
    }
    outbox
        .list(&MailFilter { to: vec![an_address()], status: None }, None, Limit::DEFAULT)
        .await
        .unwrap();
    outbox.remove(mail.id).await.unwrap();
    outbox.remove_all_to(&[an_address()]).await.unwrap();
    let audit = tx.audit();
    for whose in [None, Some(Whose::Target(user.id)), Some(Whose::ActorOrTarget(user.id))] {
        let filter = EventFilter { whose, ..EventFilter::default() };
        audit.list(&filter, None, Limit::DEFAULT).await.unwrap();
    }
    let kind = Some(EventKind::UserUpdated);
    let filter = EventFilter { kind, ..EventFilter::default() };
    audit.list(&filter, None, Limit::DEFAULT).await.unwrap();
    audit.pseudonymise(user.id).await.unwrap();
    audit.purge(now, 9).await.unwrap();
    tx.sessions().purge(now, 9).await.unwrap();
    tx.registrations().purge(now, 9).await.unwrap();
    tx.one_time_tokens().purge(now, 9).await.unwrap();
    tx.email_changes().purge(now, 9).await.unwrap();
    tx.outbox().purge(now, 9).await.unwrap();
    tx.outbox().backlog().await.unwrap();
    tx.signing_keys().list().await.unwrap();
    assert!(tx.users().delete(user.id).await.unwrap());
    drop(tx);
    let mut statements = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(statements.pop().as_deref(), Some("ROLLBACK"));
    statements
}

/// The plans of all statements of a text, of which no value has a semicolon: `EXPLAIN` is for the next
/// one only, and those behind it would be run.
pub async fn sqlite_plan(raw: &DatabaseConnection, sql: &str) -> String {
    let mut plans = Vec::new();
    for statement in sql.split(';') {
        plans.push(lines(raw, &format!("EXPLAIN QUERY PLAN {statement}"), "detail").await);
    }
    plans.join("\n")
}

/// The plan for whatever values; without sequential scans, which PostgreSQL prefers for small
/// tables, unless there is no other way.
async fn postgres_plan(raw: &DatabaseConnection, sql: &str) -> String {
    let parameters = (1..=18).rev().find(|n| sql.contains(&format!("${n}"))).unwrap_or(0);
    let nulls = match parameters {
        0 => String::new(),
        _ => format!("({})", vec!["NULL"; parameters].join(", ")),
    };
    let tx = raw.begin().await.unwrap();
    for step in [
        "SET LOCAL enable_seqscan = off".to_owned(),
        "SET LOCAL plan_cache_mode = force_generic_plan".to_owned(),
        format!("PREPARE statement AS {sql}"),
    ] {
        tx.execute_unprepared(&step).await.unwrap();
    }
    let explained = lines(&tx, &format!("EXPLAIN EXECUTE statement{nulls}"), "QUERY PLAN").await;
    tx.execute_unprepared("DEALLOCATE statement").await.unwrap();
    explained
}

pub async fn lines(connection: &impl ConnectionTrait, sql: &str, column: &str) -> String {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let steps = rows.iter().map(|row| row.try_get::<String>("", column).unwrap());
    steps.collect::<Vec<_>>().join("\n")
}
