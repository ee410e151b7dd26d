//! Renders a mail and delivers it.
//!
//! [`Renderer`] turns what the domain wants to say into a subject, a plain text and HTML, in the
//! language and the time zone of its reader; [`sample`] gives it something to say.
//! [`SmtpTransport`] and [`ResendTransport`] hand the result to a provider, [`Failover`] asks
//! several in turn; [`Mailbox`] keeps it in memory and shows it, for development.

mod accent_color;
mod device;
mod examine;
mod failover;
mod from_address;
mod inserted;
mod kind;
mod links;
mod mailbox;
mod moment;
mod palette;
mod plain_text;
mod recipient;
mod renderer;
mod reply;
mod resend_transport;
mod rgb;
mod samples;
mod sender;
mod smtp_transport;
mod templates;

pub use accent_color::{AccentColor, InvalidAccentColor};
pub use examine::Examine;
pub use failover::Failover;
pub use from_address::{FromAddress, InvalidFromAddress};
pub use kind::KINDS;
pub use links::Links;
pub use mailbox::Mailbox;
pub use renderer::{Rendered, Renderer};
pub use resend_transport::{ResendOptions, ResendTransport};
pub use samples::sample;
pub use sender::Sender;
pub use smtp_transport::{SmtpLogin, SmtpOptions, SmtpTls, SmtpTransport};
