use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{Instant, timeout, timeout_at},
};

/// What a look found is told to whoever asks for so long.
const FRESH: Duration = Duration::from_millis(500);
/// Nobody waits longer for a look, from its beginning on.
const PATIENCE: Duration = Duration::from_secs(2);
/// A look that takes longer is given up, and another may begin.
const LONGEST: Duration = Duration::from_secs(10);

/// Looks at something that many ask about: one look at a time, whose finding all of them share.
///
/// A look goes on when those who wait for it have gone, so that no connection to a database is given
/// back in the middle of a statement.
pub(crate) struct OneAtATime<T> {
    latest: Mutex<Option<Look<T>>>,
}

struct Look<T> {
    begun_at: Instant,
    found: watch::Receiver<Option<(Instant, Arc<T>)>>,
}

impl<T> Clone for Look<T> {
    fn clone(&self) -> Self {
        Self { begun_at: self.begun_at, found: self.found.clone() }
    }
}

impl<T> Look<T> {
    /// Whether it is still going on, or was over a moment ago.
    fn is_of_use(&self) -> bool {
        match &*self.found.borrow() {
            Some((had_at, _)) => had_at.elapsed() < FRESH,
            None => self.found.has_changed().is_ok(),
        }
    }
}

impl<T: Send + Sync + 'static> OneAtATime<T> {
    pub(crate) fn new() -> Self {
        Self { latest: Mutex::new(None) }
    }

    /// What the latest look found, or the one that begins now; `None` if it takes too long.
    pub(crate) async fn ask<F>(&self, look: impl FnOnce() -> F) -> Option<Arc<T>>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let Look { begun_at, mut found } = self.latest(look);
        let found = timeout_at(begun_at + PATIENCE, found.wait_for(Option::is_some)).await;
        let found = found.ok()?.ok()?;
        found.as_ref().map(|(_, found)| found.clone())
    }

    fn latest<F>(&self, look: impl FnOnce() -> F) -> Look<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(look) = latest.as_ref().filter(|look| look.is_of_use()) {
            return look.clone();
        }
        let (tell, found) = watch::channel(None);
        let work = timeout(LONGEST, look());
        tokio::spawn(async move {
            if let Ok(found) = work.await {
                tell.send_replace(Some((Instant::now(), Arc::new(found))));
            }
        });
        let look = Look { begun_at: Instant::now(), found };
        *latest = Some(look.clone());
        look
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::pending,
        sync::atomic::{AtomicU32, Ordering},
    };

    use futures::future::join_all;
    use tokio::time::{advance, pause, sleep};

    use super::*;

    /// A look that takes so long, and how many were begun.
    fn counting(begun: &Arc<AtomicU32>, takes: Duration) -> impl FnOnce() -> BoxedLook + use<> {
        let begun = begun.clone();
        move || {
            Box::pin(async move {
                let number = begun.fetch_add(1, Ordering::Relaxed) + 1;
                sleep(takes).await;
                number
            })
        }
    }

    type BoxedLook = std::pin::Pin<Box<dyn Future<Output = u32> + Send>>;

    #[actix_web::test]
    async fn however_many_ask_one_looks_and_the_next_one_half_a_second_later() {
        pause();
        let (looks, begun) = (OneAtATime::new(), Arc::default());
        let takes = Duration::from_millis(300);
        let all = join_all((0..50).map(|_| looks.ask(counting(&begun, takes)))).await;
        assert!(all.iter().all(|found| found.as_deref() == Some(&1)), "{all:?}");
        advance(FRESH - Duration::from_millis(10)).await;
        assert_eq!(looks.ask(counting(&begun, takes)).await.as_deref(), Some(&1));
        advance(Duration::from_millis(10)).await;
        assert_eq!(looks.ask(counting(&begun, takes)).await.as_deref(), Some(&2));
    }

    #[actix_web::test]
    async fn nobody_waits_long_and_no_second_look_begins_while_one_hangs() {
        pause();
        let (looks, begun) = (OneAtATime::new(), Arc::default());
        let asked_at = Instant::now();
        let takes = Duration::from_secs(5);
        assert_eq!(looks.ask(counting(&begun, takes)).await, None);
        let waited = asked_at.elapsed();
        assert!(waited >= PATIENCE && waited < PATIENCE + Duration::from_millis(10), "{waited:?}");
        // Whoever comes later does not wait at all.
        assert_eq!(looks.ask(counting(&begun, takes)).await, None);
        assert_eq!(asked_at.elapsed(), waited);
        sleep(Duration::from_millis(3100)).await;
        assert_eq!(looks.ask(counting(&begun, takes)).await.as_deref(), Some(&1));
        assert_eq!(begun.load(Ordering::Relaxed), 1);
    }

    #[actix_web::test]
    async fn a_look_that_never_ends_is_given_up() {
        pause();
        let looks: OneAtATime<u32> = OneAtATime::new();
        assert_eq!(looks.ask(pending::<u32>).await, None);
        sleep(LONGEST).await;
        assert_eq!(looks.ask(|| async { 7 }).await.as_deref(), Some(&7));
    }

    #[actix_web::test]
    async fn a_look_goes_on_when_nobody_waits_for_it_any_more() {
        pause();
        let (looks, begun) = (OneAtATime::new(), Arc::default());
        let takes = Duration::from_secs(1);
        let gone = timeout(Duration::from_millis(1), looks.ask(counting(&begun, takes))).await;
        assert!(gone.is_err());
        sleep(takes).await;
        assert_eq!(looks.ask(counting(&begun, takes)).await.as_deref(), Some(&1));
    }
}
