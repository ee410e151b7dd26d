//! `/users`: accounts.

pub(crate) mod me;

pub(crate) use me::me;
