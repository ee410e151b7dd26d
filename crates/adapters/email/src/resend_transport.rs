mod domains;
mod refusal;
mod request;

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Letter, MailError, Mailer},
    shared::MailId,
    store::Source,
};
use reqwest::{
    Client, RequestBuilder,
    header::{CONTENT_TYPE, RETRY_AFTER},
    redirect::Policy,
};
use secrecy::{ExposeSecret, SecretString};

use self::{refusal::Answer, request::Body};
use crate::{Examine, FromAddress, Rendered, Renderer, examine, recipient, reply};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);
/// No answer of theirs is longer; the rest of one that is, is not read.
const MAX_ANSWER: usize = 64 * 1024;

/// Where the API is and whose account it is.
#[derive(Clone, Debug)]
pub struct ResendOptions {
    /// `https://api.resend.com`, without a slash at the end.
    pub base_url: String,
    /// `re_…`
    pub api_key: SecretString,
}

/// Hands mails to Resend's HTTP API.
pub struct ResendTransport {
    renderer: Arc<Renderer>,
    from: FromAddress,
    endpoint: String,
    domains: String,
    api_key: SecretString,
    client: Client,
}

impl ResendTransport {
    /// Prepares a client; nothing is sent before the first mail. It fails if this machine has no
    /// certificates to trust.
    pub fn new(
        options: ResendOptions,
        from: FromAddress,
        renderer: Arc<Renderer>,
    ) -> Result<Self, Source> {
        let client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .user_agent(concat!("bookplate/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            renderer,
            from,
            endpoint: format!("{}/emails", options.base_url),
            domains: format!("{}/domains", options.base_url),
            api_key: options.api_key,
            client,
        })
    }

    async fn post(&self, key: &str, body: Vec<u8>) -> Result<Answer, reqwest::Error> {
        let request = self.client.post(&self.endpoint);
        let request = request.header("Idempotency-Key", key);
        self.ask(request.header(CONTENT_TYPE, "application/json").body(body)).await
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let mut response = request.bearer_auth(self.api_key.expose_secret()).send().await?;
        let retry_after = response.headers().get(RETRY_AFTER);
        Ok(Answer {
            status: response.status(),
            retry_after: retry_after.and_then(|v| v.to_str().ok()?.trim().parse().ok()),
            body: bounded(&mut response).await?,
        })
    }

    async fn send_rendered(
        &self,
        id: MailId,
        to: &str,
        rendered: &Rendered,
    ) -> Result<(), MailError> {
        let address = recipient::parse(to)
            .ok_or_else(|| MailError::Permanent("the recipient is no address".into()))?;
        let body = Body::new(&self.from, &address, rendered);
        let body = body.to_json().map_err(MailError::Permanent)?;
        let hidden = [self.api_key.expose_secret(), to, address.as_ref()];
        match self.post(&id.to_string(), body).await {
            Ok(answer) => refusal::judge(&answer, &hidden),
            Err(error) => Err(unreachable(error, &hidden)),
        }
    }
}

fn unreachable(error: reqwest::Error, hidden: &[&str]) -> MailError {
    let source = reply::excerpt(&format!("Resend: {}", causes(error)), hidden).into();
    MailError::Unavailable { retry_after: None, source }
}

async fn bounded(response: &mut reqwest::Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = MAX_ANSWER - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            break;
        }
    }
    Ok(body)
}

#[async_trait]
impl Mailer for ResendTransport {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let rendered = self.renderer.render(letter).map_err(MailError::Permanent)?;
        self.send_rendered(letter.id, &letter.to, &rendered).await
    }
}

#[async_trait]
impl Examine for ResendTransport {
    async fn examine(&self) -> Result<String, MailError> {
        let hidden = [self.api_key.expose_secret()];
        match self.ask(self.client.get(&self.domains)).await {
            Ok(answer) => domains::judge(&answer, self.from.domain(), &hidden),
            Err(error) => Err(unreachable(error, &hidden)),
        }
    }

    async fn send_trial(&self, id: MailId, to: &str) -> Result<(), MailError> {
        self.send_rendered(id, to, &examine::trial()).await
    }
}

/// The failure without the URL, with all its causes.
fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        line += &format!(": {error}");
        cause = error.source();
    }
    line
}

/// Without the key.
impl fmt::Debug for ResendTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResendTransport")
            .field("endpoint", &self.endpoint)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}
