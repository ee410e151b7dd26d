use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    task::{Context, Poll, Waker},
};

/// Whose turn it is on a connection: a request is handed on when all before it are answered. The server
/// would take in sixteen at once, and wait for the first of them in a loop.
#[derive(Clone, Default)]
pub(crate) struct Turns(Rc<State>);

#[derive(Default)]
struct State {
    answered: Cell<u64>,
    /// Whoever waits for the next turn.
    reader: RefCell<Option<Waker>>,
}

impl Turns {
    /// Ready when so many requests are answered; else whoever asks is woken then.
    pub(super) fn poll_answered(&self, requests: u64, cx: &mut Context<'_>) -> Poll<()> {
        if self.0.answered.get() >= requests {
            return Poll::Ready(());
        }
        *self.0.reader.borrow_mut() = Some(cx.waker().clone());
        Poll::Pending
    }

    /// The turn of the request that came last.
    pub(crate) fn take(&self) -> Turn {
        Turn(self.clone())
    }
}

/// The turn of one request. It is over when this is dropped.
pub(crate) struct Turn(Turns);

impl Drop for Turn {
    fn drop(&mut self) {
        let Turns(state) = &self.0;
        state.answered.set(state.answered.get() + 1);
        if let Some(reader) = state.reader.borrow_mut().take() {
            reader.wake();
        }
    }
}
