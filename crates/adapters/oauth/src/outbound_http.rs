use std::{error::Error, fmt, future::Future, time::Duration};

use bookplate_domain::{identities::ProviderError, store::Source};
use openidconnect::{
    HttpRequest, HttpResponse,
    http::{HeaderValue, StatusCode, header::ACCEPT},
};
use reqwest::{Client, Request, Response, redirect::Policy};
use serde::de::DeserializeOwned;

use crate::{reach::Reach, step::Step};

/// How long a provider is waited for and how much of it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// For a connection, with its TLS.
    pub connect: Duration,
    /// For one whole call of the port, with all its requests.
    pub total: Duration,
    /// Bytes of one answer's body.
    pub answer: usize,
    /// How long a discovery document and the keys are believed.
    pub discovery_age: Duration,
    /// How old keys are at least before an unknown one has them fetched anew.
    pub keys_age: Duration,
}

impl Limits {
    pub(crate) const DEFAULT: Self = Self {
        connect: Duration::from_secs(5),
        total: Duration::from_secs(10),
        answer: 1024 * 1024,
        discovery_age: Duration::from_secs(10 * 60),
        keys_age: Duration::from_secs(10),
    };
}

/// The way out to all providers: without redirects, proxies or compression, within bounds of time and
/// length.
pub struct OutboundHttp {
    client: Client,
    pub(crate) limits: Limits,
}

impl OutboundHttp {
    /// For one call of the port. A connection that lies idle for longer may be closed by the provider
    /// while the next request is on its way, which cannot be sent twice: its code works once.
    const IDLE: Duration = Duration::from_secs(1);

    /// Prepares a client; nothing is sent yet. It fails if this machine has no certificates to trust.
    pub fn new() -> Result<Self, Source> {
        Self::with_limits(Limits::DEFAULT)
    }

    pub(crate) fn with_limits(limits: Limits) -> Result<Self, Source> {
        let client = Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .pool_idle_timeout(Self::IDLE)
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            .user_agent("Bookplate")
            .build()?;
        Ok(Self { client, limits })
    }

    /// Bounds one whole call of the port.
    pub(crate) async fn in_time<T>(
        &self,
        step: Step,
        call: impl Future<Output = Result<T, ProviderError>> + Send,
    ) -> Result<T, ProviderError> {
        match tokio::time::timeout(self.limits.total, call).await {
            Ok(result) => result,
            Err(_) => Err(step.unavailable(format!("not done within {:?}", self.limits.total))),
        }
    }

    /// Asks for a JSON document.
    pub(crate) async fn get_json<T: DeserializeOwned>(
        &self,
        step: Step,
        reach: &Reach,
        url: &str,
        headers: &[(&'static str, HeaderValue)],
    ) -> Result<T, ProviderError> {
        let mut request = get(step, url)?;
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.clone());
        }
        let response = self.send(step, reach, request).await?;
        if response.status() != StatusCode::OK {
            return Err(step.untrustworthy(format!("status {}", response.status().as_u16())));
        }
        // Without serde's own words, which quote what they do not like.
        serde_json::from_slice(response.body()).map_err(|error| {
            let line = error.line();
            let column = error.column();
            step.untrustworthy(format!("not the JSON it should be, at {line}:{column}"))
        })
    }

    /// Sends one request and reads the whole answer, or fails: also at a redirect, which is never
    /// followed, and where the provider says that it cannot answer now.
    pub(crate) async fn send(
        &self,
        step: Step,
        reach: &Reach,
        request: HttpRequest,
    ) -> Result<HttpResponse, ProviderError> {
        let mut response = self.execute(step, reach, request).await?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(step.unavailable(format!("status {}", status.as_u16())));
        }
        if status.is_redirection() {
            return Err(step.untrustworthy("it redirects"));
        }
        let body =
            self.read(&mut response).await.map_err(|error| step.unavailable(causes(error)))?;
        let body = body.ok_or_else(|| {
            step.untrustworthy(format!("an answer of more than {} bytes", self.limits.answer))
        })?;
        let mut answer = HttpResponse::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }

    /// Sends one request and reads no more than the head of the answer, whatever it is.
    pub(crate) async fn execute(
        &self,
        step: Step,
        reach: &Reach,
        request: HttpRequest,
    ) -> Result<Response, ProviderError> {
        let request =
            Request::try_from(request).map_err(|_| step.untrustworthy("its URL is none"))?;
        if !reach.allows(request.url()) {
            return Err(step.untrustworthy("it leads to an address that it must not lead to"));
        }
        self.client.execute(request).await.map_err(|error| step.unavailable(causes(error)))
    }

    /// The body, or `None` as soon as it is known to be too long.
    async fn read(&self, response: &mut Response) -> Result<Option<Vec<u8>>, reqwest::Error> {
        let announced = response.content_length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |length| length > self.limits.answer) {
            return Ok(None);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > self.limits.answer {
                return Ok(None);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Some(body))
    }
}

/// A request without anything in it.
pub(crate) fn get(step: Step, url: &str) -> Result<HttpRequest, ProviderError> {
    let mut request = HttpRequest::new(Vec::new());
    *request.uri_mut() = url.parse().map_err(|_| step.untrustworthy("its URL is none"))?;
    Ok(request)
}

/// The failure without the URL, with all its causes.
fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line += &format!(": {error}");
        cause = error.source();
    }
    line
}

impl fmt::Debug for OutboundHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboundHttp").field("limits", &self.limits).finish_non_exhaustive()
    }
}
