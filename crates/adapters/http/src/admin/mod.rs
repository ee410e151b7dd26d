//! `/admin`: what only an admin may do.

pub(crate) mod rotate_signing_key;

pub(crate) use rotate_signing_key::rotate_signing_key;

#[cfg(test)]
mod tests;
