//! What happens to every request before a handler and after it.

mod admission;
mod answer_body;
mod browser_cookie;
mod caller;
mod client;
mod client_address;
mod conditions;
mod cookies;
mod cors;
mod device;
mod finish;
mod handler_time;
mod languages;
mod limit;
mod measures;
mod origins;
mod refresh_cookie;
mod request_id;
mod request_spans;

pub(crate) use admission::{Admission, Admitted, limited_once_read};
pub(crate) use browser_cookie::BrowserCookie;
pub(crate) use caller::{AnyCaller, Bearer, SignedIn};
pub(crate) use client::{NamedClient, RequestClient};
pub(crate) use conditions::{IfMatch, IfNoneMatch, StateTag, etag};
pub(crate) use cors::cors;
pub(crate) use device::device_name;
pub(crate) use finish::{causes, finish};
pub(crate) use handler_time::{HandlerLimits, HandlerTime, supervised};
pub(crate) use languages::Languages;
pub(crate) use limit::{limit_headers, limited};
pub(crate) use measures::describe as describe_measures;
pub(crate) use origins::{NoForeignPage, Origins};
pub(crate) use refresh_cookie::RefreshCookie;
pub(crate) use request_id::RequestName;
pub use request_spans::EXPORTED_SPANS;
