//! Who may do what.

mod permission;
mod role;

pub use permission::Permission;
pub use role::Role;
