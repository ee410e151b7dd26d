use std::{net::SocketAddr, time::Duration};

use bookplate_domain::{EmailVerification, users::PasswordPolicy};

/// What the HTTP interface has to know of the configuration.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where to listen.
    pub bind: SocketAddr,
    /// How the service is reached from outside; without a slash at the end.
    pub public_url: String,
    /// How many threads answer requests; `None`: one for each core.
    pub workers: Option<usize>,
    /// How long requests in flight may take to finish after the signal to stop.
    pub shutdown: Duration,
    /// Whether anybody may register.
    pub registration_open: bool,
    /// When a mailbox must be proven.
    pub email_verification: EmailVerification,
    /// What a new password must be.
    pub passwords: PasswordPolicy,
}
