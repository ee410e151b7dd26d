use std::{net::SocketAddr, time::Duration};

use bookplate_domain::secrecy::SecretString;

/// What the HTTP interface has to know of the configuration.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where to listen.
    pub bind: SocketAddr,
    /// Whether the service is reached by https: then browsers are told to stay with it.
    pub https: bool,
    /// The URL under which the service is reached; pages of its origin may use the cookie.
    pub public_url: String,
    /// What the service's own pages call the product.
    pub product_name: String,
    /// Which pages of other origins may use the service.
    pub cors: CorsConfig,
    /// Who knows this may read the feed of revocations; `None`: there is no feed.
    pub revocations_key: Option<SecretString>,
    /// Whether to serve pages at the ends of mailed links: where no front end is configured.
    pub own_pages: bool,
    /// How many threads answer requests; `None`: one for each core.
    pub workers: Option<usize>,
    /// How long requests in flight may take to finish after the signal to stop.
    pub shutdown: Duration,
}

/// Which pages of other origins may use the service.
#[derive(Clone, Debug, Default)]
pub struct CorsConfig {
    /// Their origins as a browser writes them, `https://app.example.com`: scheme, host and, unless
    /// it is the usual one, port, and nothing behind. What is written in another way, and so a
    /// wildcard, is no origin and allows nobody.
    pub origins: Vec<String>,
    /// Whether they may send the cookie.
    pub credentials: bool,
}
