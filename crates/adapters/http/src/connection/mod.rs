//! What a connection may do before anything of it is a request: how it is framed, and how long it may
//! take.

mod deadline;
mod framing;
mod guarded_stream;
mod turns;

use std::time::Duration;

pub(crate) use guarded_stream::GuardedStream;
pub(crate) use turns::{Turn, Turns};

/// How long the head of a request may take to arrive.
pub(crate) const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the whole body of a request may take to arrive.
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// How long a connection is kept open on which nothing is asked.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// The same of a trusted proxy, which must be the one that closes it: what it sends just then would be
/// lost. Proxies keep connections for two minutes at most, unless they are told otherwise.
pub(crate) const IDLE_TIMEOUT_OF_PROXIES: Duration = Duration::from_secs(130);

/// How many bytes of an answer the system is to keep for a client that takes it slowly. Linux takes
/// twice as many, for its own needs too; without this they would be megabytes.
pub(crate) const SEND_BUFFER: usize = 64 * 1024;

/// How long a client may take until there is room for more of an answer. Linux says that there is when
/// a third of what it keeps is gone: so a client has to take about 3 KiB a second.
const TAKE_TIMEOUT: Duration = Duration::from_secs(15);
