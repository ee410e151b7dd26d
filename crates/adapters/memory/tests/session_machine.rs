//! Sessions live and end as they must, whatever is done to them.

use std::sync::Arc;

use bookplate_domain::{audit::Event, store::ChangeListener};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    run,
    session_machine::{self, Subject},
    store::Inspect,
};

struct Trail(MemoryStore);

#[async_trait::async_trait]
impl Inspect for Trail {
    async fn audit_events(&self) -> Vec<Event> {
        self.0.audit_events()
    }
}

fn memory(listener: Arc<dyn ChangeListener>) -> Subject {
    let store = MemoryStore::new().told_to(listener);
    let trail = Arc::new(Trail(store.clone()));
    Subject { name: "memory", store: Arc::new(store), trail, thorough: true }
}

#[test]
fn no_sequence_forks_or_revives_a_session_or_signs_an_honest_client_out() {
    run(async { session_machine::hold(512, file!(), &[&memory]) });
}
