use std::{
    cell::Cell,
    future::poll_fn,
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
};
use futures::FutureExt as _;
use tokio::time::{Instant, sleep_until};

use super::limit::hold_back;
use crate::{connection::BODY_TIMEOUT, problem::Problem};

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

    /// What the work comes to; `None`: it was given up when the time was over.
    async fn give<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let (mut work, mut over) = (pin!(work), pin!(sleep_until(self.until.get())));
        poll_fn(|cx: &mut Context<'_>| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            // The work may have moved it.
            if over.deadline() != self.until.get() {
                over.as_mut().reset(self.until.get());
            }
            over.as_mut().poll(cx).map(|()| None)
        })
        .await
    }
}

/// How long a request is worked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HandlerLimits {
    /// It is answered after this time at the earliest.
    pub(crate) least: Duration,
    /// It is given up after this time.
    pub(crate) most: Duration,
}

/// Answers a request in any case: 503 if its handler takes too long, whose work is undone then, and
/// 500 if it panics.
pub(crate) async fn supervised(
    limits: HandlerLimits,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let HandlerLimits { least, most } = limits;
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
    let work = AssertUnwindSafe(async move { next.call(request).await });
    let problem = match time.give(work.catch_unwind()).await {
        Some(Ok(answer)) => {
            if let Ok(answer) = &answer {
                hold_back(answer).await;
            }
            return answer;
        }
        // The hook for panics has told where it happened.
        Some(Err(_)) => Problem::internal("a handler panicked"),
        None => Problem::too_slow(time.limit),
    };
    Ok(ServiceResponse::from_err(problem, asked))
}

#[cfg(test)]
mod tests;
