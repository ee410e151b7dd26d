use bookplate_domain::{
    audit::EventFilter,
    mail::{MailFilter, MailStatus},
    sessions::Session,
    shared::Limit,
    store::{Store, StoreError},
    users::{Preferences, User},
};
use bookplate_testkit::{
    a_mail, a_moment, a_session, a_signing_key, a_token, a_user, an_email_change, an_event,
};
use sea_orm::{ConnectionTrait, Statement};

use crate::database::{Database, Kind};

on_both! {
    a_user_that_makes_no_sense_is_corrupt
    a_session_that_makes_no_sense_is_corrupt
    a_token_and_a_key_that_make_no_sense_are_corrupt
    preferences_that_make_no_sense_are_corrupt
    an_event_that_makes_no_sense_is_corrupt
    a_mail_that_makes_no_sense_holds_up_no_other
    a_mail_that_cannot_be_read_is_listed_all_the_same
}

async fn with_a_user(kind: Kind) -> (Database, User, Session) {
    let database = Database::migrated(kind).await;
    let user = a_user();
    let session = a_session(user.id);
    let mut tx = database.store().await.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
    tx.commit().await.unwrap();
    (database, user, session)
}

/// Does each harm in turn, undoes it, and says what is found with it.
pub fn what<T: std::fmt::Debug>(found: Result<T, StoreError>) -> &'static str {
    match found {
        Err(StoreError::Corrupt { what, .. }) => what,
        other => panic!("it is corrupt: {other:?}"),
    }
}

async fn a_user_that_makes_no_sense_is_corrupt(kind: Kind) {
    let (database, user, session) = with_a_user(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let email = user.email.clone().unwrap();
    let mut harms = vec![
        ("role = 'king'", "role = 'admin'"),
        ("epoch = -1", "epoch = 3"),
        ("version = 4294967296", "version = 7"),
        ("email_written = NULL", "email_written = email_canonical"),
        ("suspended_at = created_at", "suspended_at = NULL"),
        ("suspended_until = created_at", "suspended_until = NULL"),
        ("suspension_reason = 'spam'", "suspension_reason = NULL"),
    ];
    if kind == Kind::Sqlite {
        harms.push(("created_at = 'yesterday'", "created_at = updated_at"));
        harms.push(("name = X'ff'", "name = 'Ada'"));
    }
    for (harm, cure) in harms {
        let update = format!("UPDATE users SET {harm}");
        raw.execute_unprepared(&update).await.unwrap();
        let mut read = store.read();
        assert_eq!(what(read.users().find(user.id).await), "user", "{harm}");
        assert_eq!(what(read.users().find_by_email(&email).await), "user", "{harm}");
        what(read.sessions().find_with_user(session.id).await);
        let update = format!("UPDATE users SET {cure}");
        raw.execute_unprepared(&update).await.unwrap();
        assert!(read.users().find(user.id).await.unwrap().is_some(), "{cure}");
    }
}

async fn a_session_that_makes_no_sense_is_corrupt(kind: Kind) {
    let (database, _, session) = with_a_user(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    for (harm, cure) in [
        ("ip = '999.1.1.1'", "ip = NULL"),
        ("generation = -7", "generation = 1"),
        ("seen_generation = 4294967296", "seen_generation = 1"),
        ("revoke_reason = 'logged_out'", "revoke_reason = NULL"),
        (
            "revoked_at = created_at, revoke_reason = 'boredom'",
            "revoked_at = NULL, revoke_reason = NULL",
        ),
    ] {
        let update = format!("UPDATE sessions SET {harm}");
        raw.execute_unprepared(&update).await.unwrap();
        let mut read = store.read();
        let found = read.sessions().find_with_user(session.id).await;
        assert_eq!(what(found), "session", "{harm}");
        if !harm.contains("revoked_at") {
            let listed = read.sessions().list(session.user_id, a_moment()).await;
            assert_eq!(what(listed), "session", "{harm}");
        }
        let update = format!("UPDATE sessions SET {cure}");
        raw.execute_unprepared(&update).await.unwrap();
        assert!(read.sessions().find_with_user(session.id).await.unwrap().is_some());
    }
}

async fn a_token_and_a_key_that_make_no_sense_are_corrupt(kind: Kind) {
    let (database, user, _) = with_a_user(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let token = a_token(user.id);
    let mut tx = store.begin().await.unwrap();
    tx.one_time_tokens().insert(&token).await.unwrap();
    tx.signing_keys().insert(&a_signing_key(1)).await.unwrap();
    tx.commit().await.unwrap();

    for harm in
        ["UPDATE one_time_tokens SET purpose = 'fun'", "UPDATE signing_keys SET generation = -1"]
    {
        raw.execute_unprepared(harm).await.unwrap();
    }
    let mut read = store.read();
    assert_eq!(what(read.one_time_tokens().find(token.id).await), "one-time token");
    assert_eq!(what(read.signing_keys().list().await), "signing key");
}

/// The types of PostgreSQL leave no room for nonsense there.
#[test]
fn moments_of_keys_and_revocations_that_make_no_sense_are_corrupt() {
    bookplate_testkit::run(async {
        let (database, ..) = with_a_user(Kind::Sqlite).await;
        let (store, raw) = (database.store().await, database.raw().await);
        let mut tx = store.begin().await.unwrap();
        tx.signing_keys().insert(&a_signing_key(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read();
        for (harm, cure) in [
            ("UPDATE users SET epoch_raised_at = 'some day'", "NULL"),
            ("UPDATE sessions SET revoked_at = 'some day'", "NULL"),
        ] {
            raw.execute_unprepared(harm).await.unwrap();
            let found = read.revocations().list(a_moment(), None, 9).await;
            assert_eq!(what(found), "revocation", "{harm}");
            let cure = harm.replace("'some day'", cure);
            raw.execute_unprepared(&cure).await.unwrap();
            assert_eq!(read.revocations().list(a_moment(), None, 9).await.unwrap(), []);
        }
        let harm = "UPDATE signing_keys SET active_at = 'some day'";
        raw.execute_unprepared(harm).await.unwrap();
        assert_eq!(what(read.signing_keys().list().await), "signing key");
    });
}

/// The types of PostgreSQL leave no room for nonsense there.
#[test]
fn an_email_change_that_makes_no_sense_is_corrupt() {
    bookplate_testkit::run(async {
        let (database, user, _) = with_a_user(Kind::Sqlite).await;
        let (store, raw) = (database.store().await, database.raw().await);
        let change = an_email_change(user.id);
        let mut tx = store.begin().await.unwrap();
        tx.email_changes().insert(&change).await.unwrap();
        tx.commit().await.unwrap();
        let (confirm, revert) = change.confirm_token.zip(change.revert_token).unwrap();
        for harm in ["expires_at = 'some day'", "old_written = X'ff'"] {
            let update = format!("UPDATE email_changes SET {harm}");
            raw.execute_unprepared(&update).await.unwrap();
            let mut read = store.read();
            let changes = read.email_changes();
            let found = changes.find_by_confirm_token(confirm).await;
            assert_eq!(what(found), "email change", "{harm}");
            let found = changes.find_by_revert_token(revert).await;
            assert_eq!(what(found), "email change", "{harm}");
            let cure = "UPDATE email_changes SET expires_at = created_at, old_written = 'a@b.c'";
            raw.execute_unprepared(cure).await.unwrap();
            assert!(changes.find_by_confirm_token(confirm).await.unwrap().is_some());
        }
    });
}

async fn preferences_that_make_no_sense_are_corrupt(kind: Kind) {
    let (database, user, _) = with_a_user(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let preferences = Preferences::initial(user.locale, a_moment());
    let mut tx = store.begin().await.unwrap();
    tx.preferences().save(user.id, &preferences).await.unwrap();
    tx.commit().await.unwrap();
    for harm in ["version = -1", "document = '[]'", "document = '{\"theme\": \"beige\"}'"] {
        let update = format!("UPDATE preferences SET {harm}");
        raw.execute_unprepared(&update).await.unwrap();
        let found = store.read().preferences().find(user.id).await;
        assert_eq!(what(found), "set of preferences", "{harm}");
        let cure = "UPDATE preferences SET version = 1, document = '{\"later\": 1}'";
        raw.execute_unprepared(cure).await.unwrap();
        // What a newer node has written is passed over.
        let found = store.read().preferences().find(user.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&preferences));
    }
}

async fn an_event_that_makes_no_sense_is_corrupt(kind: Kind) {
    let (database, ..) = with_a_user(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let mut tx = store.begin().await.unwrap();
    tx.audit().record(&an_event()).await.unwrap();
    tx.commit().await.unwrap();
    let all = EventFilter::default();
    for (harm, cure) in [
        ("kind = 'party'", "kind = 'user_created'"),
        ("ip = '999.1.1.1'", "ip = NULL"),
        ("changes = '{}'", "changes = '[]'"),
        ("changes = '[7]'", "changes = NULL"),
    ] {
        raw.execute_unprepared(&format!("UPDATE audit_events SET {harm}")).await.unwrap();
        let listed = store.read().audit().list(&all, None, Limit::DEFAULT).await;
        assert_eq!(what(listed), "event", "{harm}");
        raw.execute_unprepared(&format!("UPDATE audit_events SET {cure}")).await.unwrap();
        assert!(store.read().audit().list(&all, None, Limit::DEFAULT).await.is_ok());
    }
}

async fn a_mail_that_makes_no_sense_holds_up_no_other(kind: Kind) {
    let (database, ..) = with_a_user(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    for harm in [
        "kind = 'limerick'",
        "kind = 'verify_email', payload = '{}'",
        "kind = 'sign_in_method_added', payload = '{\"provider\": null, \"at\": \"2026-01-01T00:00:00Z\"}'",
        "kind = 'sign_in_method_removed', payload = '{\"provider\": 7}'",
        "kind = 'session_ended_after_reuse', payload = '{\"at\": \"noon\"}'",
    ] {
        raw.execute_unprepared("DELETE FROM outbox").await.unwrap();
        let mut tx = store.begin().await.unwrap();
        tx.outbox().insert(&a_mail()).await.unwrap();
        tx.commit().await.unwrap();
        raw.execute_unprepared(&format!("UPDATE outbox SET {harm}")).await.unwrap();
        let good = a_mail();
        let mut tx = store.begin().await.unwrap();
        tx.outbox().insert(&good).await.unwrap();
        tx.commit().await.unwrap();

        // The lease of each claim ends at once.
        for attempt in 1..=12 {
            let mut tx = store.begin().await.unwrap();
            let claimed = tx.outbox().claim(a_moment(), a_moment(), 9).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(claimed.len(), 1, "{harm}");
            assert_eq!((claimed[0].id, claimed[0].attempts), (good.id, attempt));
        }
        let dead = "SELECT last_error FROM outbox WHERE dead_at IS NOT NULL AND attempts = 10";
        let backend = raw.get_database_backend();
        let rows = raw.query_all_raw(Statement::from_string(backend, dead)).await.unwrap();
        assert_eq!(rows.len(), 1, "it is kept for an operator: {harm}");
    }
}

async fn a_mail_that_cannot_be_read_is_listed_all_the_same(kind: Kind) {
    let database = Database::migrated(kind).await;
    let (store, raw) = (database.store().await, database.raw().await);
    let mail = a_mail();
    let mut tx = store.begin().await.unwrap();
    tx.outbox().insert(&mail).await.unwrap();
    tx.commit().await.unwrap();
    let mut harms = vec!["kind = 'limerick'", "kind = 'limerick', payload = '[]'"];
    if kind == Kind::Sqlite {
        harms.push("payload = 'no document'");
        harms.push("payload = X'ff'");
    }
    for harm in harms {
        raw.execute_unprepared(&format!("UPDATE outbox SET {harm}")).await.unwrap();
        let (all, limit) = (MailFilter::default(), Limit::DEFAULT);
        let page = store.read().outbox().list(&all, None, limit).await.unwrap();
        let [record] = page.items.try_into().unwrap();
        assert_eq!((record.id, record.kind.as_str()), (mail.id, "limerick"), "{harm}");
        assert_eq!((record.to, record.status), (mail.to.written().to_owned(), MailStatus::Owed));
    }
}
