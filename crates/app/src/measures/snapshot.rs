use std::sync::Arc;

use bookplate_domain::store::Store as _;
use bookplate_seaorm::{PoolState, SeaOrmStore};
use metrics::{describe_gauge, gauge};
use metrics_process::Collector;

const CONNECTIONS: &str = "bookplate_database_connections";
const MOST: &str = "bookplate_database_connections_max";
const OUTAGE: &str = "bookplate_database_outage";

/// Says what is read when somebody wants to know.
pub(super) fn describe() {
    describe_gauge!(CONNECTIONS, "Open connections to the database, by pool and state.");
    describe_gauge!(MOST, "How many connections a pool may open.");
    describe_gauge!(OUTAGE, "1 while the database does not answer.");
    Collector::default().describe();
}

/// What is there to be read at any time, and costs nothing to be read.
pub struct Snapshot {
    store: Arc<SeaOrmStore>,
    process: Collector,
}

impl Snapshot {
    /// Of this store and this process.
    pub fn of(store: Arc<SeaOrmStore>) -> Self {
        Self { store, process: Collector::default() }
    }

    /// Notes how everything is now.
    pub fn take(&self) {
        for PoolState { name, open, idle, most } in self.store.pool_states() {
            gauge!(CONNECTIONS, "pool" => name, "state" => "idle").set(idle);
            gauge!(CONNECTIONS, "pool" => name, "state" => "in_use").set(open - idle);
            gauge!(MOST, "pool" => name).set(most);
        }
        gauge!(OUTAGE).set(f64::from(u8::from(self.store.is_away())));
        self.process.collect();
    }
}
