use std::time::Duration;

use crate::{
    Bookplate,
    store::{Source, StoreError},
};

/// A mail that has been owed for longer is late: the provider takes none, or nobody sends any.
const LATE: Duration = Duration::from_secs(300);

/// How one of the things is that requests depend on.
#[derive(Debug)]
pub enum Condition {
    /// It is as it should be.
    Ok,
    /// Its work is not done in time, which no request has to wait for.
    Late,
    /// It is not.
    Failing(Source),
    /// It cannot be told, since something else fails.
    Unknown,
}

impl Condition {
    /// The condition by name.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Late => "late",
            Self::Failing(_) => "failing",
            Self::Unknown => "unknown",
        }
    }

    /// Whether requests can be answered as far as this is concerned.
    pub const fn is_good_enough(&self) -> bool {
        matches!(self, Self::Ok | Self::Late)
    }

    fn of<E: Into<Source>>(result: Result<(), E>) -> Self {
        match result {
            Ok(()) => Self::Ok,
            Err(error) => Self::Failing(error.into()),
        }
    }
}

/// Whether this node can answer requests, and if not, why.
#[derive(Debug)]
pub struct Readiness {
    /// The store can be read and written.
    pub database: Condition,
    /// What is kept has the form that this program needs.
    pub migrations: Condition,
    /// This node has the key that signs, and can open it.
    pub keys: Condition,
    /// Mails leave. Late ones are no reason to answer nobody.
    pub outbox: Condition,
}

impl Readiness {
    /// Each condition and the name of what it is of.
    pub fn checks(&self) -> [(&'static str, &Condition); 4] {
        [
            ("database", &self.database),
            ("migrations", &self.migrations),
            ("keys", &self.keys),
            ("outbox", &self.outbox),
        ]
    }

    /// Whether requests can be answered.
    pub fn is_ready(&self) -> bool {
        self.checks().iter().all(|(_, condition)| condition.is_good_enough())
    }
}

impl Bookplate {
    /// Looks whether requests can be answered now. One thing after the other, so that it never takes
    /// more than one connection; no transaction is begun unless a key is missing.
    pub async fn check_readiness(&self) -> Readiness {
        let database = self.ports.store.ping().await;
        if let Err(error @ StoreError::Unavailable(_)) = database {
            let [migrations, keys, outbox] = [(); 3].map(|()| Condition::Unknown);
            let database = Condition::Failing(error.into());
            return Readiness { database, migrations, keys, outbox };
        }
        let now = self.ports.clock.now();
        Readiness {
            database: Condition::of(database),
            migrations: Condition::of(self.ports.store.require_migrated().await),
            keys: Condition::of(self.sessions.require_signing_key().await),
            outbox: match self.mail.backlog().await {
                Err(error) => Condition::Failing(error.into()),
                Ok(backlog) => match backlog.oldest_created_at {
                    Some(created_at) if now.since(created_at) > LATE => Condition::Late,
                    _ => Condition::Ok,
                },
            },
        }
    }
}
