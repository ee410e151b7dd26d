use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use bookplate_domain::secrecy::SecretString;
use ipnet::IpNet;
use tracing::Span;

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
    /// Who is believed when they say for whom they send a request.
    pub proxies: ProxyConfig,
    /// Who knows this may read the feed of revocations; `None`: there is no feed.
    pub revocations_key: Option<SecretString>,
    /// Whether to serve pages at the ends of mailed links: where no front end is configured.
    pub own_pages: bool,
    /// The folder of a built front end, to serve at every path that is none of the service's own.
    pub static_dir: Option<PathBuf>,
    /// How many threads answer requests; `None`: one for each core.
    pub workers: Option<usize>,
    /// How many connections are open at most; further ones wait until one of them ends.
    pub max_connections: usize,
    /// How long requests in flight may take to finish after the signal to stop.
    pub shutdown: Duration,
    /// What makes the span of a request part of what a trusted proxy says; `None`: nothing does.
    pub remote_parent: Option<RemoteParent>,
}

/// Makes a span the child of what the header `traceparent` names (W3C Trace Context). A header that
/// makes no sense changes nothing.
pub type RemoteParent = fn(&Span, &str);

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

/// The proxies in front of the service, which say in a header for whom they send a request.
#[derive(Clone, Debug, Default)]
pub struct ProxyConfig {
    /// Their addresses and networks. An IPv4 address is written as one, never as `::ffff:…`.
    /// Without any the header counts for nothing.
    pub trusted: Vec<IpNet>,
    /// The header that they write.
    pub header: ProxyHeader,
}

/// Which header proxies write. The other one is never read: they pass it on as the client wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl ProxyConfig {
    /// Whether a proxy sits at this address, which may be an IPv4 address mapped into IPv6.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted.iter().any(|network| network.contains(&address))
    }
}
