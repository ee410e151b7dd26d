use std::{net::SocketAddr, time::Duration};

/// What the HTTP interface has to know of the configuration.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where to listen.
    pub bind: SocketAddr,
    /// Whether the service is reached by https: then browsers are told to stay with it.
    pub https: bool,
    /// Whether to serve pages at the ends of mailed links: where no front end is configured.
    pub own_pages: bool,
    /// How many threads answer requests; `None`: one for each core.
    pub workers: Option<usize>,
    /// How long requests in flight may take to finish after the signal to stop.
    pub shutdown: Duration,
}
