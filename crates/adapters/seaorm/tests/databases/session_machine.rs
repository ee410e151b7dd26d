//! Sessions live and end on a database as they do in memory, whatever is done to them.

use std::sync::Arc;

use bookplate_domain::{audit::Event, store::ChangeListener};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    session_machine::{self, Subject},
    store::Inspect,
};

use crate::database::{Database, Kind};

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
    Subject { name: "memory", store: Arc::new(store), trail, thorough: false }
}

on_both! { the_same_sequences_end_as_they_do_in_memory }

async fn the_same_sequences_end_as_they_do_in_memory(kind: Kind) {
    let database = Arc::new(Database::migrated(kind).await);
    let store = database.store().await;
    let on_database = |listener: Arc<dyn ChangeListener>| Subject {
        name: "the database",
        store: Arc::new(store.clone().told_to(listener)),
        trail: database.clone(),
        thorough: false,
    };
    session_machine::hold(48, file!(), &[&memory, &on_database]);
}
