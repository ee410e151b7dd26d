//! A walk through every operation of the OpenAPI document as every kind of caller, held against the
//! domain's table of who may do what.

mod calls;
mod examples;
mod operation;
mod permissions_page;
mod roles;
mod targets;

use operation::{Guard, Operation};
