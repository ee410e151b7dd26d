//! Hears of the changes that other nodes made to the same PostgreSQL.

use std::{convert::Infallible, io, time::Duration};

use sea_orm::sqlx::{
    Error, Executor,
    postgres::{PgListener, PgPool, PgPoolOptions},
};
use tokio::time::{sleep, timeout};

use crate::{
    change::{CHANNEL, Change, Listeners},
    in_time::in_time,
};

/// How the server lists the connection.
const NAME: &str = "bookplate listener";
/// Before a lost connection is opened again.
const PAUSE: Duration = Duration::from_secs(1);
/// A connection on which nothing was heard for so long is tried: it may have been cut without a
/// word, and what stands in between cuts those that are never used.
const QUIET: Duration = Duration::from_secs(30);

/// Tells the listeners of what other nodes change. `pool` says where the database is.
pub(crate) async fn hear(pool: &PgPool, listeners: &Listeners) -> Infallible {
    let mut well = true;
    loop {
        match connect(pool).await {
            Ok(connection) => {
                if !well {
                    tracing::info!("changes that other nodes make are heard of again");
                }
                well = true;
                // What happened before this connection listened, nobody heard.
                listeners.anything_may_have_changed();
                let Err(error) = hear_on(connection, pool, listeners).await;
                tracing::warn!(%error, "no longer listening to other nodes; connecting again");
            }
            Err(error) if well => {
                well = false;
                tracing::warn!(%error, "changes that other nodes make are heard of late for now");
            }
            Err(_) => {}
        }
        sleep(PAUSE).await;
    }
}

/// A connection that listens, beside those of the pool.
async fn connect(pool: &PgPool) -> Result<PgListener, Error> {
    let there = pool.connect_options().as_ref().clone().application_name(NAME);
    let connecting = async {
        let alone = PgPoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(there);
        let mut connection = PgListener::connect_with(&alone).await?;
        connection.eager_reconnect(false);
        connection.listen(CHANNEL).await?;
        Ok(connection)
    };
    in_time(patience(pool), connecting).await
}

async fn hear_on(
    mut connection: PgListener,
    pool: &PgPool,
    listeners: &Listeners,
) -> Result<Infallible, Error> {
    loop {
        match timeout(QUIET, connection.try_recv()).await {
            Ok(heard) => {
                let heard = heard?.ok_or(io::Error::from(io::ErrorKind::ConnectionAborted))?;
                match Change::parse(heard.payload()) {
                    Some(change) => listeners.tell(change),
                    // A newer version has more to say.
                    None => listeners.anything_may_have_changed(),
                }
            }
            Err(_) => in_time(patience(pool), connection.execute("SELECT 1")).await.map(drop)?,
        }
    }
}

/// As long as any other connection is waited for.
fn patience(pool: &PgPool) -> Duration {
    pool.options().get_acquire_timeout()
}
