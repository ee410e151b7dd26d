use bookplate_domain::{
    audit::{Event, EventFilter},
    mail::{MailFilter, OutboxMail},
    roles::Role,
    sessions::{EndReason, Revoked, RevokedTokens, Session, SigningKey},
    shared::{Client, Limit, Locale},
    store::{Store, StoreError},
    users::{Registration, SearchQuery, User, UserFilter},
};
use bookplate_seaorm::Schema;
use bookplate_testkit::{
    a_mail, a_moment, a_registration, a_session, a_signing_key, a_user, a_visitor, an_address,
    an_event,
};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use crate::{
    database::{Database, Kind},
    query_plans::lines,
};

on_both! {
    the_schema_is_brought_up_once
    status_changes_nothing
    a_store_without_tables_is_not_ready
    a_store_without_the_newest_step_is_not_ready
    every_step_can_be_taken_back_and_applied_again
    what_is_older_than_locales_has_none_and_is_kept
    sessions_and_keys_that_are_older_than_devices_and_rotation_are_kept
    accounts_that_are_older_than_searching_are_found_and_lost_nothing
    mails_and_events_that_are_older_than_their_lists_are_listed
    a_reset_loses_everything_and_leaves_a_usable_store
    nodes_that_start_one_after_the_other_find_nothing_to_do
    many_nodes_may_open_an_empty_database_at_once
    four_nodes_may_migrate_an_empty_database_at_once
    steps_of_a_newer_release_are_left_alone
}

const STEPS: usize = 27;

#[test]
fn words_go_into_the_index_of_postgres_at_once() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let options = "SELECT array_to_string(reloptions, ', ') AS options FROM pg_class \
                       WHERE relname = 'chat_search_entries_words_idx'";
        let options = lines(&database.raw().await, options, "options").await;
        assert_eq!(options, "fastupdate=off");
    });
}

async fn the_schema_is_brought_up_once(kind: Kind) {
    let database = Database::empty(kind).await;
    let schema = database.schema().await;
    assert_eq!(schema.up().await.unwrap(), STEPS);
    assert_eq!(schema.up().await.unwrap(), 0);
    let status = schema.status().await.unwrap();
    assert_eq!(status.len(), STEPS);
    assert!(status.iter().all(|(_, applied)| *applied));
    assert_eq!(status[0].0, "m20261121_000001_users");
    database.store().await.ping().await.unwrap();
}

async fn status_changes_nothing(kind: Kind) {
    let database = Database::empty(kind).await;
    let status = database.schema().await.status().await.unwrap();
    assert_eq!(status.len(), STEPS);
    assert!(status.iter().all(|(_, applied)| !applied));
    assert_eq!(tables(&database).await, 0);
}

async fn a_store_without_tables_is_not_ready(kind: Kind) {
    let database = Database::empty(kind).await;
    let store = database.store().await;
    for refused in [store.ping().await, store.require_migrated().await] {
        assert!(matches!(refused, Err(StoreError::Backend(_))), "{refused:?}");
    }
}

async fn a_store_without_the_newest_step_is_not_ready(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    store.require_migrated().await.unwrap();
    let schema = database.schema().await;
    assert_eq!(schema.down(1).await.unwrap(), 1);
    let refused = store.require_migrated().await;
    assert!(matches!(refused, Err(StoreError::Backend(_))), "{refused:?}");
    // It can be used all the same, for what the older schema has.
    store.ping().await.unwrap();
    assert_eq!(schema.up().await.unwrap(), 1);
    store.require_migrated().await.unwrap();
}

async fn every_step_can_be_taken_back_and_applied_again(kind: Kind) {
    let database = Database::migrated(kind).await;
    let schema = database.schema().await;
    assert_eq!(schema.down(u32::MAX).await.unwrap(), STEPS);
    // Only the list of migrations is left.
    assert_eq!(tables(&database).await, 1);
    assert_eq!(schema.down(1).await.unwrap(), 0);
    assert_eq!(schema.up().await.unwrap(), STEPS);
    database.store().await.ping().await.unwrap();
}

async fn what_is_older_than_locales_has_none_and_is_kept(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let user = a_user();
    let registration = a_registration(&an_address());
    let mail = a_mail();
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    tx.registrations().insert(&registration).await.unwrap();
    tx.outbox().insert(&mail).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    down_and_up(&database, "m20261121_000009_locales").await;

    let store = database.store().await;
    let (mut read, locale) = (store.read(), Locale::default());
    let found = read.users().find(user.id).await.unwrap();
    assert_eq!(found, Some(User { locale: locale.clone(), ..user }));
    let found = read.registrations().find_by_token(registration.token).await.unwrap();
    assert_eq!(found, Some(Registration { locale: locale.clone(), visitor: None, ..registration }));
    let mut tx = store.begin().await.unwrap();
    let claimed = tx.outbox().claim(a_moment(), a_moment(), 9).await.unwrap();
    assert_eq!(claimed, [OutboxMail { locale, attempts: 1, ..mail }]);
}

async fn sessions_and_keys_that_are_older_than_devices_and_rotation_are_kept(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let user = a_user();
    let sessions = [a_session(user.id), a_session(user.id)];
    let key = a_signing_key(1);
    let mut tx = store.begin().await.unwrap();
    tx.users().insert(&user).await.unwrap();
    for session in &sessions {
        assert!(tx.sessions().insert(session, user.epoch).await.unwrap());
    }
    tx.sessions().revoke(sessions[1].id, EndReason::LoggedOut, a_moment()).await.unwrap();
    tx.signing_keys().insert(&key).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    down_and_up(&database, "m20261121_000010_session_devices").await;

    let store = database.store().await;
    let mut read = store.read();
    let found = read.sessions().find_with_user(sessions[0].id).await.unwrap();
    let [live, ended] = sessions;
    let client = Client { device: None, ..live.client };
    assert_eq!(found, Some((Session { client, ..live }, user.clone())));
    let active_at = key.created_at;
    assert_eq!(read.signing_keys().list().await.unwrap(), [SigningKey { active_at, ..key }]);
    // What was raised before is not known; the next time is.
    let mut tx = store.begin().await.unwrap();
    let ended = Revoked { at: a_moment(), what: RevokedTokens::OfSession(ended.id) };
    assert_eq!(tx.revocations().list(a_moment(), None, 9).await.unwrap(), [ended]);
    tx.users().clear_password(user.id, a_moment()).await.unwrap();
    assert_eq!(tx.revocations().list(a_moment(), None, 9).await.unwrap().len(), 2);
}

/// More of them than are read at once; of which one is found by its name in capitals that only
/// Unicode knows, and one has neither name nor address.
async fn accounts_that_are_older_than_searching_are_found_and_lost_nothing(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let users: Vec<User> = (0..1_100).map(|_| a_user()).chain([a_visitor()]).collect();
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.users().insert_new(&users).await.unwrap().len(), users.len());
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    let before = search_keys(&database).await;
    assert_eq!(before.len(), 1_100 * 4);
    down_and_up(&database, "m20261121_000014_user_facets").await;

    assert_eq!(search_keys(&database).await, before);
    let store = database.store().await;
    assert_eq!(store.read().users().find(users[7].id).await.unwrap().as_ref(), Some(&users[7]));
    let query = Some(SearchQuery::parse("ÅNGSTRÖM").unwrap());
    let filter = UserFilter { query, role: Some(Role::Admin), ..UserFilter::default() };
    let page = store.read().users().list(&filter, a_moment(), None, Limit::MOST).await.unwrap();
    assert_eq!(page.items, users[..100]);
}

/// Every key that there is, with what it shares with the one before.
async fn search_keys(database: &Database) -> Vec<(i32, String, i32)> {
    let raw = database.raw().await;
    let all = "SELECT facets, key, shared FROM user_search_keys ORDER BY facets, key, user_id";
    let all = Statement::from_string(raw.get_database_backend(), all);
    let rows = raw.query_all_raw(all).await.unwrap();
    let key = |row: &QueryResult| {
        let number = |column| row.try_get::<i32>("", column).unwrap();
        (number("facets"), row.try_get("", "key").unwrap(), number("shared"))
    };
    rows.iter().map(key).collect()
}

async fn mails_and_events_that_are_older_than_their_lists_are_listed(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let (mail, event) = (a_mail(), an_event());
    let mut tx = store.begin().await.unwrap();
    tx.outbox().insert(&mail).await.unwrap();
    tx.audit().record(&event).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    down_and_up(&database, "m20261121_000017_audit_lists").await;

    let mut read = database.store().await.read();
    let filter = MailFilter { to: vec![mail.to], ..MailFilter::default() };
    let page = read.outbox().list(&filter, None, Limit::MOST).await.unwrap();
    assert_eq!(page.items[0].id, mail.id);
    let page = read.audit().list(&EventFilter::default(), None, Limit::MOST).await.unwrap();
    assert_eq!(page.items, [Event { changes: Vec::new(), ..event }]);
}

/// Takes back this step and all behind it, and applies them again.
pub(crate) async fn down_and_up(database: &Database, first: &str) {
    let schema = database.schema().await;
    let steps = steps_from(&schema, first).await;
    assert_eq!(schema.down(steps).await.unwrap(), steps as usize);
    assert_eq!(schema.up().await.unwrap(), steps as usize);
    schema.close().await.unwrap();
}

/// How many steps there are from this one on.
pub(crate) async fn steps_from(schema: &Schema, first: &str) -> u32 {
    let steps = schema.status().await.unwrap();
    let at = steps.iter().position(|(name, _)| name == first).expect("there is such a step");
    u32::try_from(steps.len() - at).unwrap()
}

async fn a_reset_loses_everything_and_leaves_a_usable_store(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let user = a_user();
    let insert = async || {
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        tx.commit().await.unwrap();
    };
    insert().await;
    database.schema().await.reset().await.unwrap();
    assert_eq!(store.read().users().find(user.id).await.unwrap(), None);
    insert().await;
}

async fn nodes_that_start_one_after_the_other_find_nothing_to_do(kind: Kind) {
    let database = Database::migrated(kind).await;
    for _ in 0..2 {
        assert_eq!(database.schema().await.up().await.unwrap(), 0);
    }
}

async fn many_nodes_may_open_an_empty_database_at_once(kind: Kind) {
    let rounds = if kind == Kind::Sqlite { 100 } else { 2 };
    for _ in 0..rounds {
        let database = Database::empty(kind).await;
        let nodes = (0..4).map(|_| {
            let options = database.options.clone();
            tokio::spawn(async move { bookplate_seaorm::Schema::connect(&options).await.map(drop) })
        });
        for node in join_all(nodes).await {
            node.unwrap().unwrap();
        }
    }
}

async fn four_nodes_may_migrate_an_empty_database_at_once(kind: Kind) {
    let database = Database::empty(kind).await;
    let nodes = (0..4).map(|_| {
        let options = database.options.clone();
        tokio::spawn(async move {
            let schema = bookplate_seaorm::Schema::connect(&options).await.unwrap();
            schema.up().await.unwrap()
        })
    });
    // Each step once, by whichever node has its turn.
    let applied: usize = join_all(nodes).await.into_iter().map(|n| n.unwrap()).sum();
    assert_eq!(applied, STEPS);
    database.store().await.ping().await.unwrap();
}

async fn steps_of_a_newer_release_are_left_alone(kind: Kind) {
    let database = Database::migrated(kind).await;
    let newer = "m29991231_000001_of_a_newer_release";
    let raw = database.raw().await;
    let insert =
        format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{newer}', 0)");
    raw.execute_unprepared(&insert).await.unwrap();

    let schema = database.schema().await;
    assert_eq!(schema.up().await.unwrap(), 0);
    database.store().await.ping().await.unwrap();
    let status = schema.status().await.unwrap();
    assert_eq!(status.len(), STEPS + 1);
    assert_eq!(status.last(), Some(&(newer.to_owned(), true)));

    // What stands on the steps that are known is not pulled from under it.
    for refused in [schema.down(1).await.map(drop), schema.reset().await] {
        let refused = refused.unwrap_err();
        let cause = std::error::Error::source(&refused).unwrap().to_string();
        assert!(cause.contains(newer), "{cause}");
    }
    assert!(schema.status().await.unwrap().iter().all(|(_, applied)| *applied));
}

/// How many tables there are, whoever made them.
async fn tables(database: &Database) -> usize {
    let raw = database.raw().await;
    let all = match database.kind {
        Kind::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table'",
        Kind::Postgres => "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    };
    let all = Statement::from_string(raw.get_database_backend(), all);
    raw.query_all_raw(all).await.unwrap().len()
}
