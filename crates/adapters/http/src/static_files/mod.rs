//! The files of a built front end, beside the service's own paths.
//!
//! Whoever can write into the folder decides what is served: its pages run at the service's origin.

mod asked;
mod folder;
mod lasting;
mod serve;

pub(crate) use serve::serve;
