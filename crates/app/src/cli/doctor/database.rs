use std::{sync::Arc, time::Duration};

use bookplate_domain::store::StoreError;
use bookplate_seaorm::{DatabaseFacts, DatabaseOptions, Inspection, ServerFacts};

use super::{
    database_file,
    finding::{Finding, Status, faults_or},
    installation::Installation,
};
use crate::{
    compose,
    failure::{Causes, Failure},
};

const NAME: &str = "database";
/// The oldest PostgreSQL that the tests know.
const OLDEST: i32 = 150_000;
/// A request makes several of them, one after the other.
const SLOW: Duration = Duration::from_millis(20);

/// Looks whether the database can be reached, read and written, and keeps what it is given.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    if let Some(file) = all.database_file().filter(|file| !file.exists()) {
        let detail = format!("there is no {} yet: the first start makes it", file.display());
        return vec![Finding::new(all.grave(), NAME, detail)];
    }
    let options = compose::database_options(&all.settings);
    let inspection = match Inspection::connect(&options).await {
        Ok(inspection) => inspection,
        Err(error) => return vec![Finding::error(NAME, unreachable(&Causes(&error).to_string()))],
    };
    match look(&all, &options, &inspection).await {
        Ok(findings) => findings,
        Err(error) => vec![Finding::error(NAME, line(error))],
    }
}

async fn look(
    all: &Installation,
    options: &DatabaseOptions,
    inspection: &Inspection,
) -> Result<Vec<Finding>, StoreError> {
    // A pooler in between has connections of its own, and how many only it can tell.
    let wanted = (!options.transaction_pooler).then(|| options.connections());
    let facts = inspection.facts().await?;
    let round_trip = inspection.round_trip().await?;
    let mut faults = Vec::new();
    let version = match &facts {
        DatabaseFacts::Sqlite { version, journal_mode } => {
            if journal_mode != "wal" {
                faults.push(Finding::warning(
                    NAME,
                    format!("journal_mode is {journal_mode} and not wal: writers stop readers"),
                ));
            }
            faults.extend(all.database_file().map(database_file::faults).unwrap_or_default());
            format!("SQLite {version}")
        }
        DatabaseFacts::Postgres(server) => {
            faults.extend(server_faults(server, wanted));
            format!("PostgreSQL {}", server.version)
        }
    };
    if round_trip > SLOW {
        let detail = format!("a statement takes {round_trip:.1?} there and back: is it far away?");
        faults.push(Finding::warning(NAME, detail));
    }
    if let Err(error) = inspection.write_and_undo().await {
        faults.push(Finding::error(NAME, format!("cannot be written: {}", line(error))));
    }
    if !options.transaction_pooler && inspection.meets_a_pooler().await? {
        faults.push(Finding::warning(
            NAME,
            "a pooler in transaction mode is in between: set database.transaction_pooler = true",
        ));
    }
    let room = wanted.map(|wanted| room(&facts, wanted)).unwrap_or_default();
    let ok = format!("{version}, there and back in {round_trip:.1?}, can be written{room}");
    Ok(faults_or(NAME, faults, &ok))
}

fn server_faults(server: &ServerFacts, wanted: Option<u32>) -> Vec<Finding> {
    let wanted = wanted.map_or(0, i64::from);
    let faults = [
        (
            server.version_number < OLDEST,
            Status::Warning,
            format!("PostgreSQL {} is older than 15, which nobody has tried", server.version),
        ),
        (
            server.read_only,
            Status::Error,
            "takes no writes: it is a standby, or was set read-only".to_owned(),
        ),
        (
            !server.fsync,
            Status::Warning,
            "fsync is off: a crash of its machine destroys the database".to_owned(),
        ),
        (
            server.synchronous_commit == "off",
            Status::Warning,
            "synchronous_commit is off: a crash loses what was answered as kept".to_owned(),
        ),
        (
            i64::from(server.connections) < wanted,
            Status::Error,
            format!(
                "it takes {} connections, and a node holds {wanted}: database.max_connections, \
                 one to watch and one to listen",
                server.connections
            ),
        ),
    ];
    let faults = faults.into_iter().filter(|(holds, ..)| *holds);
    faults.map(|(_, status, detail)| Finding::new(status, NAME, detail)).collect()
}

/// For how many nodes like this one the server has connections.
fn room(facts: &DatabaseFacts, each: u32) -> String {
    let DatabaseFacts::Postgres(server) = facts else { return String::new() };
    let nodes = i64::from(server.connections) / i64::from(each);
    format!(", connections for {nodes} nodes like this")
}

/// What PgBouncer says where it is told something before the first statement that it does not know.
fn unreachable(why: &str) -> String {
    if why.contains("unsupported startup parameter") {
        format!("{why}: this is PgBouncer; set database.transaction_pooler = true")
    } else {
        why.to_owned()
    }
}

fn line(error: StoreError) -> String {
    Failure::while_("it does not answer")(error).line()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> ServerFacts {
        ServerFacts {
            version: "15.4".to_owned(),
            version_number: 150_004,
            connections: 97,
            read_only: false,
            synchronous_commit: "on".to_owned(),
            fsync: true,
        }
    }

    fn statuses(server: &ServerFacts, wanted: u32) -> Vec<Status> {
        server_faults(server, Some(wanted)).into_iter().map(|fault| fault.status).collect()
    }

    #[test]
    fn a_server_is_new_enough_writable_durable_and_roomy() {
        assert_eq!(statuses(&server(), 97), []);
        assert_eq!(statuses(&server(), 98), [Status::Error]);
        assert_eq!(server_faults(&server(), None), []);
        let standby = ServerFacts { read_only: true, ..server() };
        assert_eq!(statuses(&standby, 10), [Status::Error]);
        let old = ServerFacts { version_number: 149_999, ..server() };
        assert_eq!(statuses(&old, 10), [Status::Warning]);
        let careless = ServerFacts { fsync: false, synchronous_commit: "off".into(), ..server() };
        assert_eq!(statuses(&careless, 10), [Status::Warning, Status::Warning]);
        for kept in ["on", "local", "remote_write", "remote_apply"] {
            let server = ServerFacts { synchronous_commit: kept.into(), ..server() };
            assert_eq!(statuses(&server, 10), []);
        }
    }
}
