//! How PostgreSQL is opened.

use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection};

use crate::{
    ConnectError, DatabaseOptions,
    connect::{self, Pools},
};

/// A connection that was idle for longer is tried before it is used.
const TRUSTED_IDLE: Duration = Duration::from_secs(30);
/// A connection that was idle for longer is closed.
const LONGEST_IDLE: Duration = Duration::from_secs(300);
/// A connection is exchanged for a new one at this age, so that load moves to a new server.
const LONGEST_LIFE: Duration = Duration::from_secs(1800);
/// So many connections wait for the next request.
const WARM: u32 = 2;

/// One pool for everything.
pub(crate) async fn pools(options: &DatabaseOptions) -> Result<Pools, ConnectError> {
    let connections = options.max_connections.max(1);
    let mut pool = connect::pool(options, connections);
    pool.min_connections(WARM.min(connections))
        .idle_timeout(LONGEST_IDLE)
        .max_lifetime(LONGEST_LIFE)
        .test_before_acquire_if_idle_for(TRUSTED_IDLE);
    time_out(&mut pool, options.statement_timeout);
    let writer = connect::open(pool).await?;
    let reader = writer.clone();
    Ok(Pools { reader, writer })
}

/// A connection for the schema: its work, and its wait for other nodes, takes as long as it takes.
pub(crate) async fn single(options: &DatabaseOptions) -> Result<DatabaseConnection, ConnectError> {
    let mut pool = connect::kept(options);
    time_out(&mut pool, Duration::ZERO);
    connect::open(pool).await
}

/// Sets both time-outs, whatever the server's own are; zero means none.
fn time_out(pool: &mut ConnectOptions, statement: Duration) {
    let statement = statement.as_millis();
    pool.map_sqlx_postgres_opts(move |server| {
        server.application_name("bookplate").options([
            ("statement_timeout", statement.to_string()),
            ("idle_in_transaction_session_timeout", (2 * statement).to_string()),
        ])
    });
}
