use actix_web::{dev::ServiceRequest, http::Method};
use tracing::{
    Span, error_span,
    field::{self, Empty},
    info_span,
};

use super::{measures::word, request_id::RequestName};
use crate::HttpConfig;

/// The target of the spans that are exported. Who exports subscribes to it and to nothing else: what
/// leaves the house stands in spans of this target only.
pub const EXPORTED_SPANS: &str = "otlp";

/// The two spans of a request.
pub(super) struct RequestSpans {
    /// Gives each line of the log about the request its name. Its level is that of the gravest line,
    /// since a span that the log leaves out names nothing.
    pub(super) log: Span,
    /// Is exported when it ends. It costs nothing where nobody subscribes to it.
    pub(super) exported: Span,
}

impl RequestSpans {
    pub(super) fn begin(request: &ServiceRequest, name: &RequestName, config: &HttpConfig) -> Self {
        let method = word(request.method());
        let log = error_span!("request", request_id = name.0, method, route = Empty);
        let exported = if is_of_health(request.path()) {
            Span::none()
        } else {
            info_span!(
                target: EXPORTED_SPANS,
                parent: None,
                "request",
                otel.name = Empty,
                otel.kind = "server",
                otel.status_code = Empty,
                http.request.method = method,
                http.route = Empty,
                http.response.status_code = Empty,
                request_id = name.0,
            )
        };
        if let (Some(follow), false) = (config.remote_parent, exported.is_disabled())
            && let Some(parent) = remote_parent(request, config)
        {
            follow(&exported, parent);
        }
        Self { log, exported }
    }

    /// The request has come to its route, which the lines about it name from now on.
    pub(super) fn come_to(route: &'static str) {
        Span::current().record("route", route);
    }

    /// The request is answered.
    pub(super) fn end(self, method: &Method, route: &'static str, status: u16) {
        if self.exported.is_disabled() {
            return;
        }
        self.exported.record("otel.name", field::display(format_args!("{} {route}", word(method))));
        self.exported.record("http.route", route);
        self.exported.record("http.response.status_code", i64::from(status));
        if status >= 500 {
            self.exported.record("otel.status_code", "ERROR");
        }
    }
}

/// Whether proxies ask for a route all the time, which nobody wants to read about.
pub(super) fn is_of_health(route: &str) -> bool {
    matches!(route, "/livez" | "/readyz")
}

/// What a trusted proxy says that the request is part of (W3C Trace Context). Anybody else could make
/// their requests part of what is not theirs.
fn remote_parent<'a>(request: &'a ServiceRequest, config: &HttpConfig) -> Option<&'a str> {
    let peer = request.peer_addr()?.ip();
    let header = request.headers().get("traceparent").filter(|_| config.proxies.trusts(peer));
    header.and_then(|value| value.to_str().ok())
}
