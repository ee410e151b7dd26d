use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use bookplate_domain::users::HashError;
use tokio::sync::{Semaphore, oneshot};

use measures::Measures;

mod measures;

type Job = Box<dyn FnOnce() + Send>;

/// A few threads of our own for work that takes a core for a quarter of a second.
///
/// They yield to everything else in the process, so that a flood of log ins slows log ins only.
/// The threads end when the pool is dropped.
pub(crate) struct HashingPool {
    jobs: Sender<Job>,
    /// One permit for each job that runs or waits. It bounds the queue exactly, however quickly
    /// the threads pick up, which the capacity of a channel would not.
    places: Arc<Semaphore>,
    measures: Measures,
}

impl HashingPool {
    /// Starts the threads; `queue` jobs may wait while all of them are busy.
    pub(crate) fn start(threads: usize, queue: usize) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new()
                .name("password-hash".to_owned())
                .spawn(move || work(&waiting))?;
        }
        let places = Arc::new(Semaphore::new(threads.saturating_add(queue)));
        Ok(Self { jobs, places, measures: Measures::begin(queue) })
    }

    /// Runs one job and waits for its answer without holding up the caller's thread. Whoever
    /// stops waiting before the job has begun takes it back.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            self.measures.refused();
            HashError::Busy
        })?;
        let (answer, answered) = oneshot::channel();
        let waits = self.measures.waits();
        let job = move || {
            let place = place;
            if answer.is_closed() {
                return;
            }
            let runs = waits.runs();
            let outcome = job();
            drop(runs);
            // Free before the answer is out: whoever has it may ask again at once.
            drop(place);
            // An error means that nobody waits any more.
            let _ = answer.send(outcome);
        };
        let gone = |_| HashError::Failed("no hashing thread is left".into());
        self.jobs.send(Box::new(job)).map_err(gone)?;
        let panicked = |_| HashError::Failed("hashing a password panicked".into());
        answered.await.map_err(panicked)
    }
}

/// The life of one thread.
fn work(waiting: &Mutex<Receiver<Job>>) {
    be_nice();
    loop {
        // The lock is held while waiting for a job, never while doing one.
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A panic drops the sender of the answer, which tells whoever waits; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

/// Lowers the priority of the calling thread. Only Linux has a niceness for each thread;
/// elsewhere it belongs to the whole process and stays as it is.
fn be_nice() {
    #[cfg(target_os = "linux")]
    // Lowering needs no privilege; where it is forbidden all the same, hashing works as well.
    let _ = rustix::process::nice(10);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Keeps a thread of the pool busy until the sender is dropped.
    fn busy(until: Receiver<()>) -> impl FnOnce() + Send {
        move || {
            let _ = until.recv();
        }
    }

    async fn until(condition: impl Fn() -> bool) {
        for _ in 0..1000 {
            if condition() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the condition never came true");
    }

    #[tokio::test]
    async fn what_neither_runs_nor_fits_the_queue_is_refused() {
        let pool = Arc::new(HashingPool::start(1, 1).unwrap());
        let (release, held) = mpsc::channel();
        let (pool1, pool2) = (pool.clone(), pool.clone());
        let runs = tokio::spawn(async move { pool1.run(busy(held)).await });
        until(|| pool.places.available_permits() == 1).await;
        let waits = tokio::spawn(async move { pool2.run(|| 2).await });
        until(|| pool.places.available_permits() == 0).await;

        assert!(matches!(pool.run(|| 3).await, Err(HashError::Busy)));
        drop(release);
        runs.await.unwrap().unwrap();
        assert_eq!(waits.await.unwrap().unwrap(), 2);
        assert_eq!(pool.run(|| 4).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn who_runs_who_waits_and_who_is_refused_is_counted() {
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        let told = recorder.handle();
        let tells = |name: &str, value: u64| {
            let line = format!("\nbookplate_password_{name} {value}\n");
            told.render().contains(&line)
        };
        let start = || HashingPool::start(1, 1).unwrap();
        let pool = Arc::new(metrics::with_local_recorder(&recorder, start));
        assert!(tells("hash_queue_capacity", 1) && tells("hashes_refused_total", 0));
        let (release, held) = mpsc::channel();
        let (pool1, pool2) = (pool.clone(), pool.clone());
        let runs = tokio::spawn(async move { pool1.run(busy(held)).await });
        until(|| tells("hashes_running", 1)).await;
        let waits = tokio::spawn(async move { pool2.run(|| panic!("a test's panic")).await });
        until(|| tells("hashes_waiting", 1)).await;
        assert!(pool.run(|| ()).await.is_err());
        assert!(tells("hashes_refused_total", 1) && tells("hashes_running", 1));

        drop(release);
        runs.await.unwrap().unwrap();
        assert!(waits.await.unwrap().is_err());
        until(|| tells("hashes_running", 0) && tells("hashes_waiting", 0)).await;
        assert!(tells("hash_duration_seconds_count", 2), "{}", told.render());
    }

    #[tokio::test]
    async fn a_panic_is_an_error_and_costs_no_thread() {
        let pool = HashingPool::start(1, 0).unwrap();
        for _ in 0..3 {
            let outcome = pool.run(|| panic!("a test's panic")).await;
            assert!(matches!(outcome, Err(HashError::Failed(_))));
        }
        assert_eq!(pool.run(|| 1).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_job_nobody_waits_for_any_more_is_not_done() {
        let pool = Arc::new(HashingPool::start(1, 4).unwrap());
        let (release, held) = mpsc::channel();
        let pool1 = pool.clone();
        let runs = tokio::spawn(async move { pool1.run(busy(held)).await });
        until(|| pool.places.available_permits() == 4).await;

        let (done, was_done) = mpsc::channel();
        let pool2 = pool.clone();
        let client = tokio::spawn(async move { pool2.run(move || done.send(())).await });
        until(|| pool.places.available_permits() == 3).await;
        client.abort();
        assert!(client.await.unwrap_err().is_cancelled());

        drop(release);
        runs.await.unwrap().unwrap();
        // One thread works in order: the next answer says that the job was passed over.
        pool.run(|| ()).await.unwrap();
        assert_eq!(was_done.try_recv(), Err(mpsc::TryRecvError::Disconnected));
        assert_eq!(pool.places.available_permits(), 5);
    }

    #[tokio::test]
    async fn jobs_run_side_by_side_on_as_many_threads_as_were_asked_for() {
        let pool = Arc::new(HashingPool::start(2, 0).unwrap());
        let meeting = Arc::new(std::sync::Barrier::new(2));
        let meet = || {
            let (pool, meeting) = (pool.clone(), meeting.clone());
            tokio::spawn(async move { pool.run(move || meeting.wait().is_leader()).await })
        };
        let (one, two) = (meet(), meet());
        let leaders = [one.await.unwrap().unwrap(), two.await.unwrap().unwrap()];
        assert!(leaders[0] != leaders[1]);
    }

    #[tokio::test]
    async fn the_threads_end_with_the_pool() {
        let pool = HashingPool::start(2, 0).unwrap();
        let alive = Arc::new(());
        for _ in 0..2 {
            let alive = alive.clone();
            // Lives as long as the thread does.
            thread_local!(static KEPT: std::cell::RefCell<Vec<Arc<()>>> = const { std::cell::RefCell::new(Vec::new()) });
            pool.run(move || KEPT.with_borrow_mut(|kept| kept.push(alive))).await.unwrap();
        }
        assert_eq!(Arc::strong_count(&alive), 3);
        drop(pool);
        until(|| Arc::strong_count(&alive) == 1).await;
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn only_the_hashing_threads_are_nice() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let before = niceness();
        let pool = HashingPool::start(1, 0).unwrap();
        let in_pool = pool.run(niceness).await.unwrap();
        assert_eq!(in_pool, (before + 10).min(19));
        assert_eq!(niceness(), before);
    }
}
