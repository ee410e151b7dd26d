use std::{
    cell::Cell,
    future::{pending, poll_fn},
    panic::AssertUnwindSafe,
    pin::pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};
use bookplate_domain::store::Store;
use futures::FutureExt as _;
use tokio::time::{Instant, sleep_until};

use super::{
    limit::hold_back,
    request_spans::{RequestSpans, is_of_health},
    route_pattern::RoutePattern,
};
use crate::{connection::BODY_TIMEOUT, problem::Problem};

/// A request is worked at for so long before it is asked whether there is an outage: what needs nothing
/// of the store is done by then.
const UNWORRIED: Duration = Duration::from_secs(1);

/// How long a request may be worked at, not counting the time that its body takes to arrive.
#[derive(Clone, Debug)]
pub(crate) struct HandlerTime {
    limit: Duration,
    until: Rc<Cell<Instant>>,
}

impl HandlerTime {
    fn start(request: &ServiceRequest, limit: Duration) -> Self {
        let headers = request.headers();
        let has_body = headers.contains_key(header::CONTENT_LENGTH)
            || headers.contains_key(header::TRANSFER_ENCODING);
        let arrival = if has_body { BODY_TIMEOUT } else { Duration::ZERO };
        let time = Self { limit, until: Rc::new(Cell::new(Instant::now() + arrival + limit)) };
        request.extensions_mut().insert(time.clone());
        time
    }

    /// That of a request; `None`: nothing limits it.
    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Nothing more is to arrive: the time begins now.
    pub(crate) fn begin(&self) {
        self.until.set(Instant::now() + self.limit);
    }

    /// What the work comes to, unless it is given up: when the time is over, or in an outage.
    async fn give<T>(
        &self,
        work: impl Future<Output = T>,
        outage: impl Future<Output = ()>,
    ) -> Result<T, GivenUp> {
        let unworried = Instant::now() + UNWORRIED;
        let mut is_worried = false;
        // One timer for both moments: hardly any request lives to see the first.
        let timer = sleep_until(unworried.min(self.until.get()));
        let (mut work, mut timer, mut outage) = (pin!(work), pin!(timer), pin!(outage));
        poll_fn(|cx: &mut Context<'_>| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Ok(done));
            }
            loop {
                // The work may have moved it.
                let until = self.until.get();
                let next = if is_worried { until } else { unworried.min(until) };
                if timer.deadline() != next {
                    timer.as_mut().reset(next);
                }
                match timer.as_mut().poll(cx) {
                    Poll::Pending => break,
                    Poll::Ready(()) if next == until => {
                        return Poll::Ready(Err(GivenUp::TooSlow));
                    }
                    Poll::Ready(()) => is_worried = true,
                }
            }
            match is_worried {
                true => outage.as_mut().poll(cx).map(|()| Err(GivenUp::Outage)),
                false => Poll::Pending,
            }
        })
        .await
    }
}

/// Why the work at a request was given up.
#[derive(Debug, PartialEq, Eq)]
enum GivenUp {
    /// The time was over.
    TooSlow,
    /// The store does not answer, and the request waits for it, or for something that waits.
    Outage,
}

/// How long a request is worked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HandlerLimits {
    /// It is answered after this time at the earliest.
    pub(crate) least: Duration,
    /// It is given up after this time.
    pub(crate) most: Duration,
}

/// Answers a request in any case: 503 if its handler takes too long or the store is away, and its work
/// is undone then; 500 if it panics.
pub(crate) async fn supervised(
    limits: HandlerLimits,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let HandlerLimits { least, most } = limits;
    RequestSpans::come_to(RoutePattern::of(request.request()));
    let time = HandlerTime::start(&request, most);
    let earliest = Instant::now() + least;
    let answer = work_at(time, request, next).await;
    if !least.is_zero() {
        sleep_until(earliest).await;
    }
    answer
}

async fn work_at(
    time: HandlerTime,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let asked = request.request().clone();
    let store = request.app_data::<Data<dyn Store>>().cloned();
    // Whoever asks how the service is gets a better answer, and as soon.
    let store = store.filter(|_| !is_of_health(request.path()));
    let outage = async move {
        match store {
            Some(store) => store.outage().await,
            None => pending().await,
        }
    };
    let work = AssertUnwindSafe(async move { next.call(request).await });
    let problem = match time.give(work.catch_unwind(), outage).await {
        Ok(Ok(answer)) => {
            if let Ok(answer) = &answer {
                hold_back(answer).await;
            }
            return answer;
        }
        // The hook for panics has told where it happened.
        Ok(Err(_)) => Problem::internal("a handler panicked"),
        Err(GivenUp::TooSlow) => Problem::too_slow(time.limit),
        Err(GivenUp::Outage) => Problem::outage(),
    };
    Ok(ServiceResponse::from_err(problem, asked))
}

#[cfg(test)]
mod tests;
