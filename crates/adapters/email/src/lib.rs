//! Renders a mail and delivers it.
//!
//! [`Renderer`] turns what the domain wants to say into a subject, a plain text and HTML;
//! [`Mailbox`] keeps the result in memory and shows it, for development.

mod device;
mod links;
mod mailbox;
mod palette;
mod renderer;
mod sender;
mod templates;

pub use links::Links;
pub use mailbox::Mailbox;
pub use renderer::{Rendered, Renderer};
pub use sender::Sender;
