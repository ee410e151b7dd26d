//! How many files the process may have open: each connection is one, and with a front end two.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::config::{DatabaseSettings, Problem, ServerSettings};

/// What is open besides connections of clients and of the database, generously.
const OTHERS: u64 = 128;

/// SQLite has three files for each connection of its own.
const FILES_OF_A_DATABASE_CONNECTION: u64 = 3;

/// With fewer connections of clients than this the service is of no use.
const LEAST: u64 = 16;

/// Raises what the process may have open as far as needed and allowed. Answers how many connections of
/// clients there can be, of those that are configured.
pub fn raise_limit(server: &ServerSettings, database: &DatabaseSettings) -> Result<usize, Problem> {
    let wanted = server.max_connections;
    let ours = OTHERS + FILES_OF_A_DATABASE_CONNECTION * u64::from(database.max_connections);
    // Whoever is sent a file of the front end keeps it open until it has all of it.
    let each = if server.static_dir.is_empty() { 1 } else { 2 };
    let possible = allow(ours + each * u64::from(wanted)).saturating_sub(ours) / each;
    if possible < LEAST {
        let least = ours + each * LEAST;
        let message = format!("needs a limit of open files of {least} or more: raise ulimit -n");
        return Err(Problem::new("server.max_connections", message));
    }
    if possible < u64::from(wanted) {
        tracing::warn!(
            "server.max_connections is {wanted}, but the limit of open files (ulimit -n) allows for \
             {possible}"
        );
    }
    Ok(usize::try_from(possible).unwrap_or(usize::MAX).min(wanted as usize))
}

/// Answers how many files may be open at once: as many as asked for, if that can be.
fn allow(files: u64) -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let Some(current) = current else { return files };
    if current >= files {
        return current;
    }
    let raised = maximum.map_or(files, |maximum| maximum.min(files));
    match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum }) {
        Ok(()) => raised,
        Err(_) => current,
    }
}
