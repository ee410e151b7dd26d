//! `/auth/oauth`: signing in through a provider, by a browser's way there and back.

pub(crate) mod callback;
pub(crate) mod exchange;
mod refused;
mod return_to;
pub(crate) mod start;

pub(crate) use callback::complete_authorization;
pub(crate) use exchange::exchange_code;
pub(crate) use refused::refused;
pub(crate) use start::start_authorization;

#[cfg(test)]
mod tests;
