//! Renders a mail and delivers it.
//!
//! [`Renderer`] turns what the domain wants to say into a subject, a plain text and HTML.
//! [`SmtpTransport`] and [`ResendTransport`] hand the result to a provider, [`Failover`] asks
//! several in turn; [`Mailbox`] keeps it in memory and shows it, for development.

mod device;
mod failover;
mod from_address;
mod links;
mod mailbox;
mod palette;
mod recipient;
mod renderer;
mod reply;
mod resend_transport;
mod sender;
mod smtp_transport;
mod templates;

pub use failover::Failover;
pub use from_address::{FromAddress, InvalidFromAddress};
pub use links::Links;
pub use mailbox::Mailbox;
pub use renderer::{Rendered, Renderer};
pub use resend_transport::{ResendOptions, ResendTransport};
pub use sender::Sender;
pub use smtp_transport::{SmtpLogin, SmtpOptions, SmtpTls, SmtpTransport};
