mod refusal;
mod request;

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bookplate_domain::{
    mail::{Letter, MailError, Mailer},
    store::Source,
};
use reqwest::{
    Client, Response,
    header::{CONTENT_TYPE, RETRY_AFTER},
    redirect::Policy,
};
use secrecy::{ExposeSecret, SecretString};

use self::{refusal::Answer, request::Body};
use crate::{FromAddress, Renderer, recipient, reply};

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
            api_key: options.api_key,
            client,
        })
    }

    async fn post(&self, key: &str, body: Vec<u8>) -> Result<Answer, reqwest::Error> {
        let mut response = self
            .client
            .post(&self.endpoint)
            .bearer_auth(self.api_key.expose_secret())
            .header("Idempotency-Key", key)
            .header(CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await?;
        let retry_after = response.headers().get(RETRY_AFTER);
        Ok(Answer {
            status: response.status(),
            retry_after: retry_after.and_then(|v| v.to_str().ok()?.trim().parse().ok()),
            body: bounded(&mut response).await?,
        })
    }
}

async fn bounded(response: &mut Response) -> Result<Vec<u8>, reqwest::Error> {
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
        let to = recipient::parse(&letter.to)
            .ok_or_else(|| MailError::Permanent("the recipient is no address".into()))?;
        let body = Body::new(&self.from, &to, &rendered).to_json().map_err(MailError::Permanent)?;
        let key = letter.id.to_string();
        let hidden = [self.api_key.expose_secret(), &letter.to, to.as_ref()];
        match self.post(&key, body).await {
            Ok(answer) => refusal::judge(&answer, &hidden),
            Err(error) => Err(MailError::Unavailable {
                retry_after: None,
                source: reply::excerpt(&format!("Resend: {}", causes(error)), &hidden).into(),
            }),
        }
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
