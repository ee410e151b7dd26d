use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use super::{
    BODY_TIMEOUT, HEAD_TIMEOUT, TAKE_TIMEOUT,
    deadline::Deadline,
    framing::{Framing, Sending},
    turns::Turns,
};

/// Longer than the handler waits for a body: whoever reads it answers 408 first.
const BODY_IGNORED: Duration = BODY_TIMEOUT.saturating_add(Duration::from_secs(2));

/// As if the client had sent all that it wanted.
const END: Poll<io::Result<()>> = Poll::Ready(Ok(()));

/// A connection that hands on one request after the other, and ends when its client is too slow, in
/// sending or in taking, or sends what could be read in two ways.
pub(crate) struct GuardedStream {
    inner: TcpStream,
    framing: Framing,
    sending: Sending,
    /// By when the client must have sent more, or all.
    arrives: Deadline,
    /// How long the client may send nothing between two requests.
    idle: Duration,
    /// By when the client must have taken some of an answer; there is none while it does.
    taken: Deadline,
    /// Ends when the server stops and has waited for another request for long enough.
    last_word: Pin<Box<dyn Future<Output = ()>>>,
    /// What was read behind the end of a request.
    behind: Vec<u8>,
    turns: Turns,
}

impl GuardedStream {
    pub(crate) fn new(
        inner: TcpStream,
        idle: Duration,
        last_word: impl Future<Output = ()> + 'static,
    ) -> Self {
        let framing = Framing::new();
        let sending = framing.sending();
        Self {
            inner,
            framing,
            sending,
            arrives: Deadline::default(),
            idle,
            taken: Deadline::default(),
            last_word: Box::pin(last_word),
            behind: Vec::new(),
            turns: Turns::default(),
        }
    }

    /// What tells this connection that a request of it is answered.
    pub(crate) fn turns(&self) -> Turns {
        self.turns.clone()
    }

    /// Hands on what has been read into a buffer from this place on, to the end of a request.
    fn hand_on(&mut self, buffer: &mut ReadBuf<'_>, from: usize) {
        let read = &mut buffer.filled_mut()[from..];
        let seen = self.framing.inspect(read);
        self.behind.extend_from_slice(&read[seen..]);
        buffer.set_filled(from + seen);
        let sending = self.framing.sending();
        if sending != self.sending {
            self.sending = sending;
            self.arrives.set(match sending {
                Sending::Head(_) => Some(HEAD_TIMEOUT),
                Sending::Body(_) => Some(BODY_IGNORED),
                Sending::Nothing(_) => Some(self.idle),
                Sending::Refused => None,
            });
        }
    }

    /// Some of an answer, or of what else the server says, has gone out.
    fn answered(&mut self) {
        self.taken.set(None);
        if let Sending::Nothing(_) = self.sending {
            self.arrives.set(Some(self.idle));
        }
    }
}

impl AsyncRead for GuardedStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.sending == Sending::Refused {
            return END;
        }
        if let Sending::Nothing(requests) = this.sending {
            ready!(this.turns.poll_answered(requests, cx));
        }
        let from = buffer.filled().len();
        if !this.behind.is_empty() {
            let taken = this.behind.len().min(buffer.remaining());
            buffer.put_slice(&this.behind[..taken]);
            let rest = this.behind.split_off(taken);
            this.behind.clear();
            this.hand_on(buffer, from);
            this.behind.extend_from_slice(&rest);
            return Poll::Ready(Ok(()));
        }
        match Pin::new(&mut this.inner).poll_read(cx, buffer) {
            Poll::Ready(read) => {
                this.hand_on(buffer, from);
                Poll::Ready(read)
            }
            Poll::Pending => {
                // What has come before the server stops is read first: it has an answer to come.
                if let Sending::Nothing(_) = this.sending
                    && this.last_word.as_mut().poll(cx).is_ready()
                {
                    return END;
                }
                ready!(this.arrives.poll_elapsed(cx));
                tracing::debug!(sending = ?this.sending, "a client was too slow in sending");
                END
            }
        }
    }
}

impl AsyncWrite for GuardedStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match Pin::new(&mut this.inner).poll_write(cx, bytes) {
            Poll::Ready(written) => {
                this.answered();
                Poll::Ready(written)
            }
            Poll::Pending => {
                if !this.taken.is_set() {
                    this.taken.set(Some(TAKE_TIMEOUT));
                }
                ready!(this.taken.poll_elapsed(cx));
                tracing::debug!("a client was too slow in taking an answer");
                // Nor is what is on its way kept for it any longer.
                let _ = SockRef::from(&this.inner).set_linger(Some(Duration::ZERO));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(cx)
    }
}
