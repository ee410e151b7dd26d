//! Asks a provider who somebody is.
//!
//! [`OpenIdProvider`] speaks to any issuer of OpenID Connect, Google among them;
//! [`GitHubProvider`] to GitHub, which has an OAuth and an API of its own. Both are the domain's
//! [`IdentityProvider`](bookplate_domain::identities::IdentityProvider), and all of them reach out
//! through one [`OutboundHttp`], which waits and reads only so much of whatever is out there.

mod bearer;
mod code_grant;
mod github_provider;
mod issuer;
mod openid_provider;
mod options;
mod outbound_http;
mod profile;
mod reach;
mod step;
#[cfg(test)]
mod tests;

pub use github_provider::GitHubProvider;
pub use issuer::{InvalidIssuer, Issuer};
pub use openid_provider::OpenIdProvider;
pub use options::{GOOGLE_ISSUER, GitHubOptions, InvalidOptions, OpenIdOptions};
pub use outbound_http::OutboundHttp;
