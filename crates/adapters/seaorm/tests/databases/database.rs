//! A database for each test.

use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use bookplate_domain::store::Store;
use bookplate_seaorm::{DatabaseOptions, Schema, SeaOrmStore};
use sea_orm::{ConnectOptions, ConnectionTrait, Database as SeaOrm, DatabaseConnection};
use tempfile::TempDir;

/// Makes two tests of each case, one for SQLite and one for PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($case:ident)*) => {
        mod on_sqlite {$(
            #[test]
            fn $case() {
                bookplate_testkit::run(super::$case($crate::database::Kind::Sqlite));
            }
        )*}
        mod on_postgres {$(
            #[test]
            fn $case() {
                bookplate_testkit::run(super::$case($crate::database::Kind::Postgres));
            }
        )*}
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A database of its own, gone when it is dropped.
pub struct Database {
    pub kind: Kind,
    pub options: DatabaseOptions,
    /// Where the file is, until it is no longer needed.
    _folder: Option<TempDir>,
}

impl Database {
    /// One without tables.
    pub async fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => Self::new_file(),
            Kind::Postgres => Self::new_on_server("template0").await,
        }
    }

    /// One whose schema is up to date.
    pub async fn migrated(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let database = Self::new_file();
                let schema = database.schema().await;
                schema.up().await.unwrap();
                schema.close().await.unwrap();
                database
            }
            Kind::Postgres => Self::new_on_server(migrated_template().await).await,
        }
    }

    pub async fn store(&self) -> SeaOrmStore {
        SeaOrmStore::connect(&self.options).await.unwrap()
    }

    pub async fn schema(&self) -> Schema {
        Schema::connect(&self.options).await.unwrap()
    }

    /// The same database, with so many connections.
    pub fn with_connections(mut self, count: u32) -> Self {
        self.options.max_connections = count;
        self
    }

    /// A single connection past the adapter.
    pub async fn raw(&self) -> DatabaseConnection {
        connect(&self.options.url).await
    }

    fn new_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bookplate.db");
        Self {
            kind: Kind::Sqlite,
            options: options(format!("sqlite://{}", file.display())),
            _folder: Some(folder),
        }
    }

    async fn new_on_server(template: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("seaorm_{}_{number}", process::id());
        admin(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { kind: Kind::Postgres, options: options(on_server(&name)), _folder: None }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let (Kind::Postgres, Some((_, name))) = (self.kind, self.options.url.rsplit_once('/')) {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            // A thread of its own, since this one may be inside a runtime.
            let dropped =
                thread::spawn(move || bookplate_testkit::run(async { admin(&drop).await }));
            assert!(dropped.join().is_ok() || thread::panicking(), "the database stays");
        }
    }
}

/// An empty store for a case, and the database that must outlive it.
pub async fn a_store(database: Database) -> (Arc<dyn Store>, Database) {
    (Arc::new(database.store().await), database)
}

pub async fn connect(url: &str) -> DatabaseConnection {
    let mut one = ConnectOptions::new(url);
    one.max_connections(1).sqlx_logging(false);
    SeaOrm::connect(one).await.unwrap()
}

/// Patient ones: the machine that runs the tests may be busy.
pub fn options(url: String) -> DatabaseOptions {
    DatabaseOptions {
        url,
        max_connections: 8,
        acquire_timeout: Duration::from_secs(20),
        statement_timeout: Duration::from_secs(20),
        transaction_pooler: false,
    }
}

pub fn server_url() -> String {
    std::env::var("BOOKPLATE_TEST_POSTGRES_URL").expect(
        "BOOKPLATE_TEST_POSTGRES_URL is not set: run the tests by tests/run, as the README says",
    )
}

fn on_server(name: &str) -> String {
    let url = server_url();
    let (server, _) = url.rsplit_once('/').expect("a URL that names a database");
    format!("{server}/{name}")
}

pub async fn admin(statement: &str) {
    let connection = connect(&server_url()).await;
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

/// Makes a migrated database once for all tests, whichever process they run in: copying it is
/// faster than migrating. It lives as long as the server that `tests/with-postgres` started.
async fn migrated_template() -> &'static str {
    const TEMPLATE: &str = "seaorm_template";
    let connection = connect(&server_url()).await;
    let lock = "SELECT pg_advisory_lock(7)";
    connection.execute_unprepared(lock).await.unwrap();
    let exists = format!("SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'");
    let exists = connection.execute_unprepared(&exists).await.unwrap();
    if exists.rows_affected() == 0 {
        // Left over if a test was ended while it made the template.
        admin("DROP DATABASE IF EXISTS seaorm_building WITH (FORCE)").await;
        admin("CREATE DATABASE seaorm_building").await;
        let building = options(on_server("seaorm_building"));
        let schema = Schema::connect(&building).await.unwrap();
        schema.up().await.unwrap();
        schema.close().await.unwrap();
        admin(&format!("ALTER DATABASE seaorm_building RENAME TO {TEMPLATE}")).await;
    }
    connection.close().await.unwrap();
    TEMPLATE
}
