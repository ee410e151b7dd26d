//! The tables as SeaORM sees them, and the way from there to the domain and back.

/// A list of columns for a statement: of one table, or of one of several and under names of their
/// own.
macro_rules! columns {
    ($first:ident $($rest:ident)*) => {
        concat!(stringify!($first) $(, ", ", stringify!($rest))*)
    };
    ($of:literal, $first:ident $($rest:ident)*) => {
        concat!($of, stringify!($first) $(, ", ", $of, stringify!($rest))*)
    };
    ($of:literal as $as:literal, $first:ident $($rest:ident)*) => {
        concat!(
            $of, stringify!($first), " AS ", $as, stringify!($first)
            $(, ", ", $of, stringify!($rest), " AS ", $as, stringify!($rest))*
        )
    };
}
pub(crate) use columns;

pub(crate) mod audit_event;
pub(crate) mod chat;
pub(crate) mod completed_authorization;
pub(crate) mod email_change;
pub(crate) mod identity;
pub(crate) mod in_order;
mod locale;
mod mail_payload;
pub(crate) mod mail_record;
pub(crate) mod message;
pub(crate) mod one_time_token;
pub(crate) mod outbox_mail;
pub(crate) mod pending_authorization;
pub(crate) mod preferences;
mod read;
pub(crate) mod registration;
pub(crate) mod report;
pub(crate) mod session;
pub(crate) mod signing_key;
pub(crate) mod user;
