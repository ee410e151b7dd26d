//! The service's own pages at the ends of mailed links, for sites that have none yet.
//!
//! GET spends nothing: it shows a form, and the form's POST does what the link is for. The token
//! stands in the fragment of the link, which no log sees and only a script can read; so a small
//! script of ours puts it into the form, and where no script runs the visitor pastes the link.
//! There is no cookie: the token is the credential, so no other site can act for a visitor.

mod accept_invitation;
mod assets;
mod email_change;
mod explain;
mod link;
mod page;
mod reset_password;
mod show;
mod template;
mod texts;
mod verify_email;
mod visit;

pub(crate) use accept_invitation::accept_invitation;
pub(crate) use assets::{script, style};
pub(crate) use email_change::{confirm_email_change, revert_email_change};
pub(crate) use explain::explain;
pub(crate) use page::Page;
pub(crate) use reset_password::reset_password;
pub(crate) use show::show;
pub(crate) use verify_email::verify_email;

#[cfg(test)]
mod tests;
