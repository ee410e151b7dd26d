//! What happens to every request before a handler and after it.

mod caller;
mod finish;
mod languages;
mod limit;
mod request_id;

pub(crate) use caller::{AnyCaller, Bearer, RequestClient, SignedIn};
pub(crate) use finish::finish;
pub(crate) use languages::Languages;
pub(crate) use limit::{limit_headers, limited};
pub(crate) use request_id::RequestName;
