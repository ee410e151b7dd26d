use std::{cell::RefCell, collections::HashMap, time::Duration};

use actix_web::http::{Method, StatusCode};
use metrics::{
    Counter, Gauge, Histogram, SharedString, Unit, counter, describe_counter, describe_gauge,
    describe_histogram, gauge, histogram,
};

const REQUESTS: &str = "bookplate_http_requests_total";
const DURATION: &str = "bookplate_http_request_duration_seconds";
const IN_FLIGHT: &str = "bookplate_http_requests_in_flight";

/// Says what is counted of requests.
pub(crate) fn describe() {
    describe_counter!(REQUESTS, "Requests that were answered, by method, route and status.");
    describe_histogram!(
        DURATION,
        Unit::Seconds,
        "Time from the head of a request to the head of its answer, by method and route."
    );
    describe_gauge!(IN_FLIGHT, "Requests that were not answered yet.");
    gauge!(IN_FLIGHT).set(0.0);
}

thread_local! {
    /// What this worker counts with. Nothing is looked up in what all threads share, and the names
    /// are bounded: routes are patterns, and only ours.
    static COUNTED: RefCell<Counted> = RefCell::new(Counted::new());
}

struct Counted {
    in_flight: Gauge,
    routes: HashMap<&'static str, Vec<Measured>>,
}

/// One method of one route.
struct Measured {
    method: &'static str,
    duration: Histogram,
    answers: Vec<(StatusCode, Counter)>,
}

/// A request that is worked at; it is one less when this is dropped.
pub(super) struct InFlight(Gauge);

impl InFlight {
    /// One more.
    pub(super) fn begin() -> Self {
        let gauge = COUNTED.with_borrow(|counted| counted.in_flight.clone());
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// Counts a request that was answered.
pub(super) fn answered(method: &Method, route: &'static str, status: StatusCode, took: Duration) {
    COUNTED.with_borrow_mut(|counted| counted.answered(word(method), route, status, took));
}

/// Methods that nobody knows are one: a client may invent as many as it likes.
pub(super) fn word(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

impl Counted {
    fn new() -> Self {
        Self { in_flight: gauge!(IN_FLIGHT), routes: HashMap::new() }
    }

    fn answered(
        &mut self,
        method: &'static str,
        route: &'static str,
        status: StatusCode,
        took: Duration,
    ) {
        let methods = self.routes.entry(route).or_default();
        let at = methods.iter().position(|measured| measured.method == method);
        let at = at.unwrap_or_else(|| {
            methods.push(Measured::new(method, route));
            methods.len() - 1
        });
        methods[at].answered(route, status, took);
    }
}

impl Measured {
    fn new(method: &'static str, route: &'static str) -> Self {
        let duration = histogram!(DURATION, "method" => method, "route" => route);
        Self { method, duration, answers: Vec::new() }
    }

    fn answered(&mut self, route: &'static str, status: StatusCode, took: Duration) {
        self.duration.record(took.as_secs_f64());
        let at = self.answers.iter().position(|(known, _)| *known == status);
        let at = at.unwrap_or_else(|| {
            let number = SharedString::from(status.as_u16().to_string());
            let labels =
                [("method", self.method.into()), ("route", route.into()), ("status", number)];
            self.answers.push((status, counter!(REQUESTS, &labels)));
            self.answers.len() - 1
        });
        self.answers[at].1.increment(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_methods_are_one() {
        let invented = Method::from_bytes(b"BREW").unwrap();
        assert_eq!(word(&invented), "other");
        assert_eq!(word(&Method::PATCH), "PATCH");
    }
}
