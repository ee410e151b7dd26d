use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

/// A moment by which something must have happened. Nothing is allocated, and no timer set, as long
/// as nothing has to be waited for.
#[derive(Default)]
pub(super) struct Deadline {
    at: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    /// Sets the deadline anew, or takes it away.
    pub(super) fn set(&mut self, after: Option<Duration>) {
        self.at = after.map(|after| Instant::now() + after);
    }

    /// Whether there is one.
    pub(super) fn is_set(&self) -> bool {
        self.at.is_some()
    }

    /// Ready when it is over; else whoever asks is woken then.
    pub(super) fn poll_elapsed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(at) = self.at else { return Poll::Pending };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() != at {
            timer.as_mut().reset(at);
        }
        timer.as_mut().poll(cx)
    }
}
