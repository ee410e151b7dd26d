//! How long a page of accounts takes where there are very many, and how long it takes to import
//! many. It takes minutes, so it is run by hand, one after the other, on a machine that does nothing
//! else:
//!
//! ```text
//! tests/with-postgres cargo nextest run -p bookplate-seaorm --run-ignored only --no-capture million
//! ```

use std::time::{Duration, Instant};

use bookplate_domain::{
    audit::Event,
    roles::Role,
    shared::{Cursor, Limit},
    store::Store,
    users::{SearchQuery, Status, User, UserFilter},
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_moment, a_user, an_event};

use crate::{
    crowd,
    database::{Database, Kind},
};

const ACCOUNTS: u64 = 1_000_000;
const RUNS: u32 = 50;
/// What half of all pages take at most.
const MEDIAN: Duration = Duration::from_millis(20);
/// What an import of a tenth of them takes at most.
const IMPORT: Duration = Duration::from_secs(60);

#[test]
#[ignore = "it takes minutes"]
fn a_million_users_on_sqlite() {
    bookplate_testkit::run(every_page_comes_soon(Kind::Sqlite));
}

#[test]
#[ignore = "it takes minutes"]
fn a_million_users_on_postgres() {
    bookplate_testkit::run(every_page_comes_soon(Kind::Postgres));
}

#[test]
#[ignore = "it takes a while"]
fn a_tenth_of_a_million_is_imported_on_sqlite() {
    bookplate_testkit::run(an_import_is_done_soon(Kind::Sqlite));
}

#[test]
#[ignore = "it takes a while"]
fn a_tenth_of_a_million_is_imported_on_postgres() {
    bookplate_testkit::run(an_import_is_done_soon(Kind::Postgres));
}

async fn an_import_is_done_soon(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let began = Instant::now();
    for _ in 0..100 {
        let users: Vec<User> = (0..1_000).map(|_| a_user()).collect();
        let events: Vec<Event> =
            users.iter().map(|user| Event { target: Some(user.id), ..an_event() }).collect();
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.users().insert_new(&users).await.unwrap().len(), users.len());
        tx.audit().record_all(&events).await.unwrap();
        tx.commit().await.unwrap();
    }
    let took = began.elapsed();
    eprintln!("{kind:?}: 100 000 accounts were imported in {took:?}");
    assert!(took < IMPORT, "{took:?}");
}

async fn every_page_comes_soon(kind: Kind) {
    let database = Database::migrated(kind).await;
    let began = Instant::now();
    crowd::fill(&database, ACCOUNTS, 0).await;
    eprintln!("{kind:?} was filled in {:?}", began.elapsed());
    let store = database.store().await;
    let mut slow = Vec::new();
    for (what, filter) in filters() {
        let lists = [
            (None, vec![None, Some(place(ACCOUNTS / 2, ""))]),
            // A single letter, a very common name, a rare one, one account, nobody.
            (Some("a"), vec![None, Some(place(500, "anna kib"))]),
            // Behind the Annas all that follows is theirs once more, by their addresses.
            (Some("an"), vec![None, Some(place(ACCOUNTS, "anna zuzuz"))]),
            (Some("anna"), vec![None, Some(place(500_000, "anna s"))]),
            (Some("bafuz"), vec![None]),
            (Some("anna.bafuz980@example.com"), vec![None]),
            (Some("nobody"), vec![None]),
        ];
        for (query, places) in lists {
            for after in places {
                let parsed = query.map(|query| SearchQuery::parse(query).unwrap());
                let filter = UserFilter { query: parsed, ..filter.clone() };
                let (rows, median, worst) = measure(&store, &filter, after.as_ref()).await;
                let begins = if after.is_some() { "deep" } else { "first" };
                let line = format!(
                    "{what:32} {:28} {begins:5} {rows:3} rows: median {median:>9.3?}, worst {worst:>9.3?}",
                    query.unwrap_or("-")
                );
                eprintln!("{line}");
                if median > MEDIAN {
                    slow.push(line);
                }
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

fn filters() -> Vec<(&'static str, UserFilter)> {
    let all = UserFilter::default();
    let (active, suspended) = (Some(Status::Active), Some(Status::Suspended));
    vec![
        ("all", all.clone()),
        ("admins", UserFilter { role: Some(Role::Admin), ..all.clone() }),
        ("moderators", UserFilter { role: Some(Role::Moderator), ..all.clone() }),
        ("users", UserFilter { role: Some(Role::User), ..all.clone() }),
        ("visitors", UserFilter { role: Some(Role::Anonymous), ..all.clone() }),
        ("active", UserFilter { status: active, ..all.clone() }),
        ("suspended", UserFilter { status: suspended, ..all.clone() }),
        ("verified", UserFilter { verified: Some(true), ..all.clone() }),
        ("unverified", UserFilter { verified: Some(false), ..all.clone() }),
        (
            "active verified users",
            UserFilter {
                role: Some(Role::User),
                status: active,
                verified: Some(true),
                query: None,
            },
        ),
        (
            "suspended unverified users",
            UserFilter {
                role: Some(Role::User),
                status: suspended,
                verified: Some(false),
                query: None,
            },
        ),
        ("suspended admins", UserFilter { role: Some(Role::Admin), status: suspended, ..all }),
    ]
}

/// The place behind an account, which was found at a key.
fn place(number: u64, key: &str) -> Cursor<User> {
    let id = crowd::id(number).as_uuid();
    Cursor::after([id.as_bytes(), key.as_bytes()].concat())
}

/// How many rows there are, and how long half of the pages, and the slowest, took.
async fn measure(
    store: &SeaOrmStore,
    filter: &UserFilter,
    after: Option<&Cursor<User>>,
) -> (usize, Duration, Duration) {
    let mut rows = 0;
    let mut took = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        let page = store.read().users().list(filter, a_moment(), after, Limit::DEFAULT).await;
        took.push(began.elapsed());
        rows = page.unwrap().items.len();
    }
    took.sort();
    (rows, took[took.len() / 2], took[took.len() - 1])
}
