use std::time::Duration;

use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, TlsParameters},
    extension::ClientId,
};
use tokio::{sync::Mutex, time::timeout};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection that was idle for long may be dead without a word.
const ALIVE_TIMEOUT: Duration = Duration::from_secs(2);

/// How to come to a connection that mails can be sent on.
pub(super) struct Connector {
    pub host: String,
    pub port: u16,
    pub protection: Protection,
    pub hello: ClientId,
    pub credentials: Option<Credentials>,
    /// The connection that sent the mail before. A connection is here only between two mails:
    /// one that was given up in the middle is closed, or the next mail would read its answers.
    pub idle: Mutex<Option<AsyncSmtpConnection>>,
}

/// When TLS begins.
pub(super) enum Protection {
    StartTls(TlsParameters),
    Implicit(TlsParameters),
    None,
}

impl Connector {
    /// The idle connection if it still answers, else a new one.
    pub async fn connection(&self) -> Result<AsyncSmtpConnection, Error> {
        let idle = self.idle.lock().await.take();
        if let Some(mut connection) = idle
            && timeout(ALIVE_TIMEOUT, connection.test_connected()).await == Ok(true)
        {
            return Ok(connection);
        }
        self.open().await
    }

    /// Keeps a connection whose mail was taken for the next one.
    pub async fn keep(&self, connection: AsyncSmtpConnection) {
        *self.idle.lock().await = Some(connection);
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, Error> {
        let from_the_start = match &self.protection {
            Protection::Implicit(parameters) => Some(parameters.clone()),
            Protection::StartTls(_) | Protection::None => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.host.as_str(), self.port),
            Some(CONNECT_TIMEOUT),
            &self.hello,
            from_the_start,
            None,
        )
        .await?;
        if let Protection::StartTls(parameters) = &self.protection {
            connection.starttls(parameters.clone(), &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}
