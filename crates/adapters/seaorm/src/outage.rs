//! Watches whether PostgreSQL answers.

use std::{
    convert::Infallible,
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{ConnectOptions, Error, Executor, PgConnection, Row, postgres::PgConnectOptions},
};
use tokio::{sync::watch, time::sleep};

use crate::{
    ConnectError, DatabaseOptions, connect, error::connect_error, in_time::in_time, pool::Pool,
    postgres,
};

/// How the server lists the connection.
const NAME: &str = "bookplate watch";
/// Between an answer and the next question.
const PAUSE: Duration = Duration::from_millis(500);
/// Answers at once, touches no table, and tells a standby, which takes no writes.
const QUESTION: &str = "SELECT pg_is_in_recovery()";

/// A connection of its own, and how long an answer on it is waited for.
pub(crate) struct Watch {
    server: PgConnectOptions,
    patience: Duration,
    connection: Option<PgConnection>,
}

impl Watch {
    /// Watches the server of these options. Unanswered for two thirds of the time that a connection
    /// is waited for, it is away: so whoever waits can still be told in that time.
    pub(crate) fn new(options: &DatabaseOptions) -> Result<Self, Error> {
        let server = options.url.parse::<PgConnectOptions>()?;
        let server = postgres::plain(server.application_name(NAME).disable_statement_logging());
        Ok(Self { server, patience: options.acquire_timeout * 2 / 3, connection: None })
    }

    /// Tells `is_away` whether the server is, and exchanges the connections when it is back.
    pub(crate) async fn run(mut self, pool: &Pool, is_away: &watch::Sender<bool>) -> Infallible {
        let mut away_since = None;
        loop {
            match (self.ask().await, away_since) {
                (Err(error), None) => {
                    away_since = Some(Instant::now());
                    tracing::error!(%error, "the database does not answer");
                    is_away.send_replace(true);
                }
                (Ok(()), Some(since)) => {
                    if let Err(error) = pool.exchange().await {
                        tracing::error!(%error, "the connections cannot be exchanged");
                    }
                    away_since = None;
                    is_away.send_replace(false);
                    let seconds = Instant::now().duration_since(since).as_secs();
                    tracing::info!(seconds, "the database answers again");
                }
                (Err(_), Some(_)) | (Ok(()), None) => {}
            }
            sleep(PAUSE).await;
        }
    }

    /// Whether the server is there and takes writes. `Err` says why not.
    pub(crate) async fn ask(&mut self) -> Result<(), Error> {
        match in_time(self.patience, self.ask_patiently()).await {
            // It refuses this connection and is there: there are too many, or the password is another
            // by now. Whatever that does to others, they are told by the server.
            Err(error) if answers(&error) => Ok(()),
            answer => answer,
        }
    }

    /// A connection on which an answer did not come is dropped: that comes too late.
    async fn ask_patiently(&mut self) -> Result<(), Error> {
        if let Some(mut open) = self.connection.take()
            && question(&mut open).await.is_ok()
        {
            self.connection = Some(open);
            return Ok(());
        }
        // A connection may be cut alone.
        let mut fresh = self.server.connect().await?;
        question(&mut fresh).await?;
        self.connection = Some(fresh);
        Ok(())
    }
}

async fn question(connection: &mut PgConnection) -> Result<(), Error> {
    // As plain text, which a pooler takes, too.
    let row = connection.fetch_one(QUESTION).await?;
    if row.try_get::<bool, _>(0)? {
        return Err(io::Error::other("it is a standby, which takes no writes").into());
    }
    Ok(())
}

/// Whether an error is the answer of a server that is up: anything but lost connections, trouble with
/// its disks, a server that starts or stops, and a pooler's word that there is none.
fn answers(error: &Error) -> bool {
    let Some(code) = error.as_database_error().and_then(|error| error.code()) else { return false };
    !(code.starts_with("08") || code.starts_with("58") || code.starts_with("57P0"))
}

/// Asks once whether the database is there and takes writes, for whoever would wait until it does. An
/// SQLite file always is: it is made where it is missing.
pub async fn reach(options: &DatabaseOptions) -> Result<(), ConnectError> {
    if connect::is_sqlite(options)? {
        return Ok(());
    }
    let mut watch = Watch::new(options).map_err(|_| ConnectError::Url)?;
    let asked = in_time(options.acquire_timeout, watch.ask_patiently()).await;
    asked.map_err(|error| connect_error(DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))))
}
