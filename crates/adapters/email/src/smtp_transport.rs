mod connection;
mod message;
mod refusal;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Letter, MailError, Mailer},
    shared::MailId,
    store::Source,
};
use lettre::{
    Message,
    transport::smtp::{
        self,
        authentication::Credentials,
        client::{Certificate, CertificateStore, TlsParameters},
        extension::ClientId,
    },
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

use self::connection::{Connector, Protection};
use crate::{Examine, FromAddress, Rendered, Renderer, examine};

/// How long one mail may take. It is claimed for a minute and then another worker takes it, so
/// this must end before.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);

/// How a connection to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// It begins in clear text and must turn to TLS before anything is said.
    StartTls,
    /// It is TLS from the first byte.
    Implicit,
    /// It stays in clear text: for a server on this machine only.
    None,
}

/// Where the server is and how to speak to it.
#[derive(Clone, Debug)]
pub struct SmtpOptions {
    /// A name or an address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// The account, if the server wants one.
    pub login: Option<SmtpLogin>,
    /// The certificates to trust, as PEM, instead of the system's.
    pub certificates: Option<Vec<u8>>,
}

/// An account on the server.
#[derive(Clone, Debug)]
pub struct SmtpLogin {
    /// Its name.
    pub user: String,
    /// Its password.
    pub password: SecretString,
}

/// Hands mails to an SMTP server.
pub struct SmtpTransport {
    renderer: Arc<Renderer>,
    from: FromAddress,
    login: Option<SmtpLogin>,
    connector: Connector,
}

impl SmtpTransport {
    /// Prepares to connect, which the first mail does. It fails if the certificates or the host's
    /// name make no sense.
    pub fn new(
        options: SmtpOptions,
        from: FromAddress,
        renderer: Arc<Renderer>,
    ) -> Result<Self, Source> {
        let protection = protection(&options)?;
        let credentials = options.login.as_ref().map(|login| {
            let password = login.password.expose_secret().to_owned();
            Credentials::new(login.user.clone(), password)
        });
        let connector = Connector {
            host: options.host,
            port: options.port,
            protection,
            hello: ClientId::Domain(from.domain().to_owned()),
            credentials,
            idle: tokio::sync::Mutex::default(),
        };
        Ok(Self { renderer, from, login: options.login, connector })
    }

    async fn send_rendered(
        &self,
        id: MailId,
        to: &str,
        rendered: Rendered,
    ) -> Result<(), MailError> {
        let message = message::compose(&self.from, id, to, rendered)?;
        let connected = AtomicBool::new(false);
        let result = timeout(TOTAL_TIMEOUT, self.hand_over(&message, &connected)).await;
        let connected = connected.into_inner();
        match result {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(refusal::judge(&error, connected, to, self.password())),
            Err(_) => Err(refusal::too_slow(connected)),
        }
    }

    fn password(&self) -> Option<&str> {
        self.login.as_ref().map(|login| login.password.expose_secret())
    }

    /// Hands a mail over; on the way `connected` notes that the server is there for us.
    async fn hand_over(
        &self,
        message: &Message,
        connected: &AtomicBool,
    ) -> Result<(), smtp::Error> {
        let mut connection = self.connector.connection().await?;
        connected.store(true, Ordering::Relaxed);
        let bytes = message.formatted();
        connection.send(message.envelope(), &bytes).await?;
        self.connector.keep(connection).await;
        Ok(())
    }
}

fn protection(options: &SmtpOptions) -> Result<Protection, Source> {
    let parameters = || -> Result<TlsParameters, Source> {
        let mut parameters = TlsParameters::builder(options.host.clone());
        if let Some(pem) = &options.certificates {
            let certificates = String::from_utf8_lossy(pem);
            if !certificates.contains("-----BEGIN CERTIFICATE-----") {
                return Err("it holds no certificate in PEM".into());
            }
            parameters = parameters
                .certificate_store(CertificateStore::None)
                .add_root_certificate(Certificate::from_pem(pem)?);
        }
        Ok(parameters.build()?)
    };
    Ok(match options.tls {
        SmtpTls::StartTls => Protection::StartTls(parameters()?),
        SmtpTls::Implicit => Protection::Implicit(parameters()?),
        SmtpTls::None => Protection::None,
    })
}

#[async_trait]
impl Mailer for SmtpTransport {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let rendered = self.renderer.render(letter).map_err(MailError::Permanent)?;
        self.send_rendered(letter.id, &letter.to, rendered).await
    }
}

#[async_trait]
impl Examine for SmtpTransport {
    async fn examine(&self) -> Result<String, MailError> {
        let look = async {
            let mut connection = self.connector.connection().await?;
            connection.quit().await.map(drop)
        };
        match timeout(TOTAL_TIMEOUT, look).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(refusal::judge(&error, false, "", self.password())),
            Err(_) => return Err(refusal::too_slow(false)),
        }
        let way = match self.connector.protection {
            Protection::StartTls(_) => "by STARTTLS",
            Protection::Implicit(_) => "by TLS",
            Protection::None => "in clear text",
        };
        let login = if self.login.is_some() { "logged in" } else { "without a login" };
        Ok(format!("{}:{} answers {way}, {login}", self.connector.host, self.connector.port))
    }

    async fn send_trial(&self, id: MailId, to: &str) -> Result<(), MailError> {
        self.send_rendered(id, to, examine::trial()).await
    }
}

impl fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpTransport").field("from", &self.from).finish_non_exhaustive()
    }
}
