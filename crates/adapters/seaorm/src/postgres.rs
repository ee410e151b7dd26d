//! How PostgreSQL is opened.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, DatabaseConnection,
    sqlx::{Connection, postgres::PgConnectOptions},
};

use crate::{
    ConnectError, DatabaseOptions,
    connect::{self, Pools},
    in_time::in_time,
    patience::Patience,
    pool::{Pool, Server},
};

/// A connection that was idle for longer is tried before it is used.
const TRUSTED_IDLE: Duration = Duration::from_secs(30);
/// A connection that was idle for longer is closed.
const LONGEST_IDLE: Duration = Duration::from_secs(300);
/// A connection is exchanged for a new one at this age, so that load moves to a new server.
const LONGEST_LIFE: Duration = Duration::from_secs(1800);
/// So many connections wait for the next request.
const WARM: u32 = 2;

/// A statement is planned once on each connection, for whatever values: they are written so that one
/// plan fits all, and to plan some of them takes longer than to run them.
const PLANNED_ONCE: (&str, &str) = ("plan_cache_mode", "force_generic_plan");

/// One pool for everything.
pub(crate) async fn pools(options: &DatabaseOptions) -> Result<Pools, ConnectError> {
    let max = options.max_connections.max(1);
    let mut connections = connect::pool(options, max);
    connections
        .min_connections(WARM.min(max))
        .idle_timeout(LONGEST_IDLE)
        .max_lifetime(LONGEST_LIFE)
        .test_before_acquire_if_idle_for(TRUSTED_IDLE);
    let settings = settings(options.statement_timeout);
    let (name, value) = PLANNED_ONCE;
    set_up(&mut connections, options, &[&settings[..], &[(name, value.to_owned())]].concat());
    let patience = patience(options);
    release_in_time(&mut connections, patience.clone());
    let preamble = options.transaction_pooler.then(|| preamble(&settings));
    let writer = Pool::connect(Server { connections, patience, preamble }).await?;
    let reader = writer.clone();
    Ok(Pools { reader, writer })
}

/// A connection for the schema: its work, and its wait for other nodes, takes as long as it takes.
pub(crate) async fn single(options: &DatabaseOptions) -> Result<DatabaseConnection, ConnectError> {
    let mut pool = connect::kept(options);
    set_up(&mut pool, options, &settings(Duration::ZERO));
    connect::open(pool).await
}

/// What begins a transaction behind a pooler, where the connection of the server is another one each
/// time: what others have prepared on it is forgotten, since the driver gives the same names on each of
/// its own connections, and the time-outs count for this transaction.
pub(crate) fn preamble(settings: &[(&'static str, String)]) -> String {
    let set = settings.iter().map(|(name, value)| format!("; SET LOCAL {name} = {value}"));
    format!("DEALLOCATE ALL{}", set.collect::<String>())
}

/// Both time-outs in milliseconds, whatever the server's own are; zero means none. And no parallel workers:
/// to start one takes longer than the statements that requests need.
pub(crate) fn settings(statement: Duration) -> [(&'static str, String); 3] {
    let statement = statement.as_millis();
    [
        ("statement_timeout", statement.to_string()),
        ("idle_in_transaction_session_timeout", (2 * statement).to_string()),
        ("max_parallel_workers_per_gather", "0".to_owned()),
    ]
}

fn set_up(
    pool: &mut ConnectOptions,
    options: &DatabaseOptions,
    settings: &[(&'static str, String)],
) {
    let settings = settings.to_vec();
    let is_pooled = options.transaction_pooler;
    pool.map_sqlx_postgres_opts(move |server| {
        let server = server.application_name("bookplate");
        if is_pooled { plain(server) } else { server.options(settings.clone()) }
    });
}

/// What a pooler takes that forwards no settings; and no statement is taken for prepared.
pub(crate) fn plain(server: PgConnectOptions) -> PgConnectOptions {
    server.extra_float_digits(None).statement_cache_capacity(0)
}

/// How long anything may take on a connection. The server's time-out ends a statement before that, so
/// it is the connection that was lost.
fn patience(options: &DatabaseOptions) -> Patience {
    Patience::new(options.statement_timeout + options.acquire_timeout)
}

/// Closes a connection that does not answer when it is given back. The driver asks it, too, but waits
/// for ever, and as long as it waits there is one connection less to be had. To ask twice is a round
/// trip more for each statement: so it is done only while one may be in the middle of something.
fn release_in_time(pool: &mut ConnectOptions, patience: Patience) {
    pool.map_sqlx_postgres_pool_opts(move |pool| {
        let patience = patience.clone();
        pool.after_release(move |connection, _| {
            let limit = patience.has_abandoned().then_some(patience.limit());
            Box::pin(async move {
                match limit {
                    Some(limit) => in_time(limit, connection.ping()).await.map(|()| true),
                    None => Ok(true),
                }
            })
        })
    });
}
