use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

use bookplate_crypto::SystemClock;
use bookplate_domain::shared::{Clock, Timestamp};
use reqwest::{
    Client, RequestBuilder, Response, StatusCode,
    header::{CONTENT_TYPE, DATE, LOCATION},
    redirect::Policy,
};
use time::{OffsetDateTime, format_description::well_known::Rfc2822};

use super::{
    finding::{Finding, Status},
    installation::Installation,
};

const NAME: &str = "public_url";
/// For a connection with its TLS, and for a whole answer.
const CONNECT: Duration = Duration::from_secs(4);
const TOTAL: Duration = Duration::from_secs(6);
/// More than any page that is asked for; what stands behind is not read.
const LONGEST: usize = 256 * 1024;
/// How much of a foreign text is shown.
const SHOWN: usize = 200;

/// The way to the service that everybody takes: without redirects, and without the proxy of whoever
/// runs this command.
pub(super) struct PublicUrl {
    base: String,
    client: Result<Client, String>,
}

/// What came back.
pub(super) struct Answer {
    pub status: StatusCode,
    /// Without its parameters.
    pub content_type: String,
    pub location: Option<String>,
    /// The header `Date`, in seconds since 1970.
    pub date: Option<u32>,
    pub body: Vec<u8>,
    /// Who was connected to.
    pub peer: Option<SocketAddr>,
    pub asked_at: Timestamp,
    pub had_at: Timestamp,
}

/// Why nothing came back.
pub(super) struct Silence {
    /// Whether nobody listens there: then perhaps nothing runs.
    pub unheard: bool,
    pub why: String,
}

impl PublicUrl {
    pub fn new(base: &str) -> Self {
        let client = Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .user_agent(concat!("bookplate-doctor/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { base: base.to_owned(), client: client.map_err(causes) }
    }

    pub async fn get(&self, path: &str) -> Result<Answer, Silence> {
        self.ask(|client| client.get(format!("{}{path}", self.base))).await
    }

    /// Posts JSON, with one more header.
    pub async fn post(
        &self,
        path: &str,
        (name, value): (&str, &str),
        body: String,
    ) -> Result<Answer, Silence> {
        let request = |client: &Client| {
            let request = client.post(format!("{}{path}", self.base)).header(name, value);
            request.header(CONTENT_TYPE, "application/json").body(body)
        };
        self.ask(request).await
    }

    async fn ask(
        &self,
        request: impl FnOnce(&Client) -> RequestBuilder,
    ) -> Result<Answer, Silence> {
        let silent = |why: &String| Silence { unheard: false, why: why.clone() };
        let client = self.client.as_ref().map_err(silent)?;
        let clock = SystemClock;
        let asked_at = clock.now();
        let sent = request(client).send().await;
        let had_at = clock.now();
        let failed = |error: reqwest::Error| {
            let why = causes(error);
            // A certificate that is refused counts as a failed connection, too.
            Silence { unheard: why.contains("refused") && !why.contains("certificate"), why }
        };
        let mut response = sent.map_err(failed)?;
        let body = bounded(&mut response).await.map_err(failed)?;
        Ok(read(&response, body, asked_at, had_at))
    }
}

fn read(response: &Response, body: Vec<u8>, asked_at: Timestamp, had_at: Timestamp) -> Answer {
    let header = |name| response.headers().get(name)?.to_str().ok();
    let content_type = header(CONTENT_TYPE).and_then(|value| value.split(';').next());
    let date = header(DATE).and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
    Answer {
        status: response.status(),
        content_type: content_type.unwrap_or_default().trim().to_ascii_lowercase(),
        location: header(LOCATION).map(|location| location.chars().take(SHOWN).collect()),
        date: date.and_then(|date| date.unix_timestamp().try_into().ok()),
        body,
        peer: response.remote_addr(),
        asked_at,
        had_at,
    }
}

async fn bounded(response: &mut Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST {
            break;
        }
    }
    body.truncate(LONGEST);
    Ok(body)
}

/// The failure with all its causes, and without the URL, which stands in the configuration.
fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line += &format!(": {text}");
        }
        cause = error.source();
    }
    line
}

impl Silence {
    /// The finding of a check that got no answer.
    pub fn finding(&self, all: &Installation, name: &'static str) -> Finding {
        let url = all.settings.server.public_url.as_str();
        let (status, hint) = match self.unheard {
            true => (all.grave(), ": nobody listens there; does the service run?"),
            false => (Status::Error, ""),
        };
        Finding::new(status, name, format!("{url} does not answer{hint} ({})", self.why))
    }
}

impl Answer {
    /// What is wrong with an answer that should have been JSON, if that can be told without reading it.
    pub fn fault(&self, path: &str) -> Option<String> {
        if self.status.is_redirection() {
            let to = self.location.as_deref().unwrap_or("nowhere");
            return Some(format!(
                "{path} redirects to {to}: server.public_url must be where the service is itself"
            ));
        }
        if self.content_type == "text/html" {
            let status = self.status.as_u16();
            return Some(format!(
                "{path} is answered with a web page ({status}): another service is there, or the \
                 proxy does not pass this path on"
            ));
        }
        None
    }
}

/// Asks for what the service says of itself, the way everybody does.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let (ready, config) =
        tokio::join!(all.public_url.get("/readyz"), all.public_url.get("/api/v1/config"));
    let config = match config {
        Ok(answer) => answer,
        Err(silence) => return vec![silence.finding(&all, NAME)],
    };
    let mut findings = Vec::new();
    if let Some(fault) = config.fault("/api/v1/config") {
        return vec![Finding::error(NAME, fault)];
    }
    if !is_ours(&config) {
        let status = config.status.as_u16();
        let detail = format!("/api/v1/config is answered with {status}, and not by this service");
        return vec![Finding::error(NAME, detail)];
    }
    findings.push(match ready.map(|answer| answer.status) {
        Ok(StatusCode::OK) => Finding::ok(NAME, "the service answers there, and is ready"),
        Ok(StatusCode::SERVICE_UNAVAILABLE) => {
            Finding::error(NAME, "the service answers there, and is not ready: see its log")
        }
        Ok(status) => Finding::ok(
            NAME,
            format!("the service answers there; /readyz is kept back ({})", status.as_u16()),
        ),
        Err(silence) => silence.finding(&all, NAME),
    });
    findings
}

fn is_ours(config: &Answer) -> bool {
    let members: Result<serde_json::Value, _> = serde_json::from_slice(&config.body);
    config.status == StatusCode::OK
        && members.is_ok_and(|config| config["registration"]["emailVerification"].is_string())
}
