use std::{
    array,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bookplate_domain::{
    Bookplate, Ports, sessions::LiveSessions, shared::UserId, store::ChangeListener,
};

use super::{Factory, Subject};
use crate::{
    ManualClock,
    doubles::RecordingMailer,
    failing_store::FailingStore,
    plain_service::{policy, ports},
};

/// Two nodes on one store, each with a memory of its own.
pub struct Nodes {
    pub apps: [Bookplate; 2],
    pub subject: Subject,
    pub store: Arc<FailingStore>,
    pub clock: Arc<ManualClock>,
    pub mailer: Arc<RecordingMailer>,
    ears: Arc<Ears>,
    all_hear: bool,
    ports: Ports,
}

impl Nodes {
    pub async fn start(all_hear: bool, factory: Factory<'_>) -> Self {
        let ears = Arc::new(Ears::default());
        let subject = factory(ears.clone());
        let store = Arc::new(FailingStore::new(subject.store.clone()));
        let clock = Arc::new(ManualClock::default());
        let mailer = Arc::new(RecordingMailer::default());
        let ports = ports(store.clone(), clock.clone(), mailer.clone());
        let apps = array::from_fn(|node| ears.node(node, &ports));
        apps[0].sessions.load_signing_keys().await.expect("signing keys");
        Self { apps, subject, store, clock, mailer, ears, all_hear, ports }
    }

    /// Kills a node and starts it anew: it remembers nothing.
    pub fn restart(&mut self, node: usize) {
        self.apps[node] = self.ears.node(node, &self.ports);
    }

    /// Who hears of changes that this node makes; both, if both make some at once.
    pub fn hear(&self, node: Option<usize>) -> [bool; 2] {
        let hears = array::from_fn(|n| self.all_hear || node.is_none_or(|node| node == n));
        lock(&self.ears.0).hears = hears;
        hears
    }
}

/// Passes on what the store tells to those nodes that are to hear it.
#[derive(Default)]
struct Ears(Mutex<Hearing>);

#[derive(Default)]
struct Hearing {
    hears: [bool; 2],
    nodes: [Option<Arc<LiveSessions>>; 2],
}

impl Ears {
    fn node(&self, node: usize, ports: &Ports) -> Bookplate {
        let policy = policy();
        let live_sessions = Arc::new(LiveSessions::new(policy.sessions.check_cache));
        lock(&self.0).nodes[node] = Some(live_sessions.clone());
        Bookplate::new(Ports { live_sessions, ..ports.clone() }, policy)
    }

    fn each(&self, tell: impl Fn(&LiveSessions)) {
        let hearing = lock(&self.0);
        for (node, hears) in hearing.nodes.iter().zip(hearing.hears) {
            node.iter().filter(|_| hears).for_each(|node| tell(node));
        }
    }
}

impl ChangeListener for Ears {
    fn user_changed(&self, user: UserId) {
        self.each(|node| node.user_changed(user));
    }

    fn signing_keys_changed(&self) {
        self.each(ChangeListener::signing_keys_changed);
    }

    fn anything_may_have_changed(&self) {
        self.each(ChangeListener::anything_may_have_changed);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
