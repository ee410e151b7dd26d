use std::{io, pin::Pin, time::Duration};

use bookplate_http::ServerStop;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};

/// SIGTERM and SIGINT, heard from the moment this is made.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

/// A signal to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopSignal {
    /// SIGTERM: whoever balances may be told first.
    Terminate,
    /// SIGINT: somebody waits for it at a terminal.
    Interrupt,
}

impl Signals {
    /// Begins to hear them: they end the process no longer by themselves.
    pub fn listen() -> io::Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { terminate, interrupt })
    }

    /// Returns when the next of them comes, or has come.
    pub async fn next(&mut self) -> StopSignal {
        tokio::select! {
            _ = self.terminate.recv() => StopSignal::Terminate,
            _ = self.interrupt.recv() => StopSignal::Interrupt,
        }
    }

    /// Has a server say for as long as `drain` that it will end, unless it was interrupted or another
    /// signal comes, and then end; `at_end` is called in between. `None`: a further signal came before
    /// all was answered.
    pub async fn stop<T>(
        &mut self,
        signal: StopSignal,
        drain: Duration,
        server: &ServerStop,
        mut served: Pin<&mut impl Future<Output = T>>,
        at_end: impl FnOnce(),
    ) -> Option<T> {
        server.begin();
        if signal == StopSignal::Terminate && !drain.is_zero() {
            tracing::info!(?drain, "not ready any more; still answering");
            tokio::select! {
                served = &mut served => return Some(served),
                () = sleep(drain) => {}
                _ = self.next() => {}
            }
        }
        at_end();
        server.end();
        tokio::select! {
            served = served => Some(served),
            _ = self.next() => None,
        }
    }
}
