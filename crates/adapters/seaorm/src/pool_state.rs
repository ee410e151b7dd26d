use sea_orm::{DatabaseConnection, DbBackend};

use crate::SeaOrmStore;

/// How many connections a pool has, as it is now: nobody is asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// What the pool is for: `write`, `read`, or `all` where one pool does both.
    pub name: &'static str,
    /// Connections that are open.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// How many may be open.
    pub most: u32,
}

impl SeaOrmStore {
    /// The pools of this store.
    pub fn pool_states(&self) -> Vec<PoolState> {
        if self.writer.is(&self.reader) {
            return vec![state("all", &self.writer.current())];
        }
        vec![state("write", &self.writer.current()), state("read", &self.reader.current())]
    }
}

fn state(name: &'static str, connections: &DatabaseConnection) -> PoolState {
    macro_rules! state {
        ($pool:expr) => {{
            let pool = $pool;
            let open = pool.size();
            let idle = u32::try_from(pool.num_idle()).unwrap_or(open).min(open);
            PoolState { name, open, idle, most: pool.options().get_max_connections() }
        }};
    }
    match connections.get_database_backend() {
        DbBackend::Postgres => state!(connections.get_postgres_connection_pool()),
        _ => state!(connections.get_sqlite_connection_pool()),
    }
}
