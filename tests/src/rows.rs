use crate::Database;

/// The bytes of a text, but for its beginning, as a dump writes bytes.
pub fn tail_in_hex(text: &str) -> String {
    text.bytes().skip(2).map(|byte| format!("{byte:02x}")).collect()
}

/// All rows of a dump that hold a text.
pub fn holding<'r>(rows: &'r [String], text: &str) -> Vec<&'r str> {
    rows.iter().map(String::as_str).filter(|row| row.contains(text)).collect()
}

/// Whether a row is an event of the audit trail.
pub fn is_event(row: &&str) -> bool {
    let (_, table) = row.split_once("insert into ").unwrap();
    table.trim_start_matches("public.").starts_with("audit_events ")
}

/// An event without actor, target and session.
pub fn names_nobody(row: &&str) -> bool {
    is_event(row) && row.replace(", ", ",").contains("',null,null,null,'")
}

/// What somebody could sign in with: users, sessions, identities, and authorizations that have come
/// back.
pub fn ways_in(database: &Database) -> [u64; 4] {
    ["users", "sessions", "identities", "completed_authorizations"]
        .map(|table| database.count(table))
}
