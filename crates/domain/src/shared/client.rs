use std::net::IpAddr;

/// Where a request came from, as far as it is known: for sessions and for the audit trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The address of the caller; `None` for the command line.
    pub ip: Option<IpAddr>,
    /// The `User-Agent` header, at most [`Client::MAX_USER_AGENT`] characters.
    pub user_agent: Option<String>,
    /// The browser or device by name, such as `Firefox 150 on Linux`, as far as the `User-Agent`
    /// tells; at most [`Client::MAX_DEVICE`] characters.
    pub device: Option<String>,
    /// The id under which the request is logged.
    pub request_id: Option<String>,
}

impl Client {
    /// How many characters of a `User-Agent` are kept.
    pub const MAX_USER_AGENT: usize = 256;

    /// How many characters the name of a device has at most.
    pub const MAX_DEVICE: usize = 100;

    /// The same request, without where it came from and with what: that would be known of a person
    /// of whom nothing else is.
    #[must_use]
    pub fn without_network(&self) -> Self {
        Self { request_id: self.request_id.clone(), ..Self::default() }
    }

    /// Keeps what may be stored of a `User-Agent`: printable characters, cut to length.
    pub fn user_agent(text: &str) -> Option<String> {
        let kept: String =
            text.chars().filter(|c| !c.is_control()).take(Self::MAX_USER_AGENT).collect();
        (!kept.is_empty()).then_some(kept)
    }
}
