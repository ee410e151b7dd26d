//! Lists of what there is much of are read from an index in their order, and only as far as a page
//! goes, by the plans that the databases make for tables with very many rows.

use std::sync::{Arc, Mutex};

use bookplate_domain::{
    audit::{EventFilter, EventKind, Whose},
    roles::Role,
    shared::Limit,
    store::{Repositories, Store},
    users::{SearchQuery, Status, UserFilter},
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::a_moment;
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};

use crate::{
    crowd,
    database::{Database, Kind},
    query_plans::{lines, reads_a_whole_table, sqlite_plan},
};

on_both! {
    every_list_reads_no_more_than_its_page_from_an_index
}

const ACCOUNTS: u64 = 30_000;
const NOW: &str = "'2026-11-21T09:30:00Z'";
/// An account in the middle.
const ID: &str = "'0198f2a0-0000-7000-0000-000000003a98'";

/// A list, what its parameters are on PostgreSQL, and which indexes it is read from on each.
struct List {
    statement: String,
    arguments: String,
    on_sqlite: &'static [&'static str],
    on_postgres: &'static [&'static str],
}

async fn every_list_reads_no_more_than_its_page_from_an_index(kind: Kind) {
    let database = Database::migrated(kind).await;
    let raw = crowd::fill(&database, ACCOUNTS, 50_000).await;
    let lists = lists(&database).await;
    for List { statement, arguments, on_sqlite, on_postgres } in lists {
        let (plan, indexes) = match kind {
            Kind::Sqlite => (sqlite_plan(&raw, &statement).await, on_sqlite),
            Kind::Postgres => (postgres_plan(&raw, &statement, &arguments).await, on_postgres),
        };
        assert!(!reads_a_whole_table(&plan), "{statement}\n{plan}");
        for index in indexes {
            assert!(plan.contains(index), "{index}\n{statement}\n{plan}");
        }
        // A few that are put together from several indexes.
        let sorted_by_need = ["UNION", "generate_series", "role = 'admin'"]
            .iter()
            .any(|word| statement.contains(word));
        let sorts = plan.contains("TEMP B-TREE FOR ORDER BY") || plan.contains("Sort");
        assert!(!sorts || sorted_by_need, "{statement}\n{plan}");
    }
}

/// The plan for these values.
async fn postgres_plan(raw: &DatabaseConnection, sql: &str, arguments: &str) -> String {
    let tx = raw.begin().await.unwrap();
    tx.execute_unprepared(&format!("PREPARE list AS {sql}")).await.unwrap();
    let plan = lines(&tx, &format!("EXPLAIN EXECUTE list({arguments})"), "QUERY PLAN").await;
    tx.execute_unprepared("DEALLOCATE list").await.unwrap();
    plan
}

/// The statement that something asks.
async fn asked(
    seen: &Mutex<Vec<String>>,
    store: &SeaOrmStore,
    ask: impl AsyncFnOnce(&mut dyn Repositories),
) -> String {
    let mut read = store.read();
    seen.lock().unwrap().clear();
    ask(read.as_mut()).await;
    seen.lock().unwrap().pop().unwrap()
}

async fn lists(database: &Database) -> Vec<List> {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let note = seen.clone();
    let observer = Arc::new(move |sql: &str| note.lock().unwrap().push(sql.to_owned()));
    let store = SeaOrmStore::connect_observed(&database.options, observer).await.unwrap();
    let mut lists = Vec::new();

    for (filter, arguments, on_sqlite, on_postgres) in user_lists() {
        let statement = asked(&seen, &store, async |read| {
            read.users().list(&filter, a_moment(), None, Limit::DEFAULT).await.unwrap();
        });
        let statement = statement.await;
        lists.push(List { statement, arguments, on_sqlite, on_postgres });
    }
    let user = crowd::id(7);
    for (whose, kind, indexes) in [
        (None, None, &["audit_events_at_id_idx"][..]),
        (None, Some(EventKind::UserDeleted), &["audit_events_kind_at_id_idx"]),
        (Some(Whose::Target(user)), None, &["audit_events_target_id_at_id_idx"]),
        (
            Some(Whose::ActorOrTarget(user)),
            None,
            &["audit_events_target_id_at_id_idx", "audit_events_actor_id_at_id_idx"],
        ),
    ] {
        let filter = EventFilter { whose, kind, ..EventFilter::default() };
        let statement = asked(&seen, &store, async |read| {
            read.audit().list(&filter, None, Limit::DEFAULT).await.unwrap();
        });
        let kind = kind.map_or("NULL".to_owned(), |kind| format!("'{}'", kind.as_str()));
        let user = whose.map_or(String::new(), |_| format!(", '{user}'"));
        let arguments = format!("'1970-01-01Z', {NOW}, {ID}, 21, {kind}{user}");
        let statement = statement.await;
        lists.push(List { statement, arguments, on_sqlite: indexes, on_postgres: indexes });
    }
    let statement = asked(&seen, &store, async |read| {
        read.users().lock_with_admins(user).await.unwrap();
    });
    let indexes = &["users_admins_idx"];
    let statement = statement.await;
    lists.push(List {
        statement,
        arguments: ID.to_owned(),
        on_sqlite: indexes,
        on_postgres: indexes,
    });
    lists
}

type UserList = (UserFilter, String, &'static [&'static str], &'static [&'static str]);

fn user_lists() -> Vec<UserList> {
    let all = UserFilter::default();
    let query = |text| Some(SearchQuery::parse(text).unwrap());
    let some = |filter, bits: u32, status| {
        let arguments = format!("{bits}, {ID}, {status}, {NOW}, 21");
        let index = &["users_facets_id_idx"][..];
        (filter, arguments, index, index)
    };
    let search = |filter, bits: u32, status| {
        let arguments = format!("{bits}, 'an', {ID}, 'ao', 2, {status}, {NOW}, 21");
        let on_postgres = &["user_search_keys_pkey"][..];
        (filter, arguments, &["USING PRIMARY KEY (facets=? AND (key,user_id)>("][..], on_postgres)
    };
    let suspended = UserFilter { status: Some(Status::Suspended), ..all.clone() };
    let users = UserFilter { role: Some(Role::User), ..all.clone() };
    vec![
        (all.clone(), format!("{ID}, 21"), &["sqlite_autoindex_users_1"], &["users_pkey"]),
        some(UserFilter { role: Some(Role::Admin), ..all.clone() }, 0x88_8888, "NULL"),
        some(users.clone(), 0x22_2222, "NULL"),
        some(UserFilter { verified: Some(false), ..all.clone() }, 0x0f_0f0f, "NULL"),
        some(suspended.clone(), 0xff_ff00, "true"),
        search(UserFilter { query: query("an"), ..all.clone() }, 0xff_ffff, "NULL"),
        search(UserFilter { query: query("an"), ..users }, 0x22_2222, "NULL"),
        search(UserFilter { query: query("an"), ..suspended }, 0xff_ff00, "true"),
    ]
}
