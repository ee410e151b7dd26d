use std::collections::{BTreeMap, BTreeSet};

use bookplate_migration::{Migrator, MigratorTrait, names};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::database::{Database, Kind};

on_both! {
    each_step_leaves_nodes_of_the_release_before_working
}

/// What older steps took away, before there was a release that could have missed it.
const NEVER_RELEASED: [&str; 0] = [];

/// A column, as far as a node that does not know of its table's latest step depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    kind: String,
    /// Whether a row can be written that does not name it.
    may_be_left_out: bool,
    nullable: bool,
}

type Shape = BTreeMap<(String, String), Column>;

/// Nodes of two releases work on one database while they are replaced, and after a release was rolled
/// back. So a step may add, and what it adds to a table that was there must not be asked for.
async fn each_step_leaves_nodes_of_the_release_before_working(kind: Kind) {
    let database = Database::empty(kind).await;
    // Whoever connects to the schema makes the file.
    database.schema().await.close().await.unwrap();
    let raw = database.raw().await;
    let (mut before, mut missing) = (Shape::new(), BTreeSet::new());
    for step in names() {
        Migrator::up(&raw, Some(1)).await.unwrap();
        let after = shape(kind, &raw).await;
        for ((table, name), column) in &before {
            match after.get(&(table.clone(), name.clone())) {
                None => {
                    missing.insert(format!("{step}: {table}.{name} is gone"));
                }
                Some(now) if now.kind != column.kind => {
                    missing.insert(format!("{step}: {table}.{name} is {} now", now.kind));
                }
                Some(now) if column.nullable && !now.nullable => {
                    missing.insert(format!("{step}: {table}.{name} may not be null any more"));
                }
                Some(_) => {}
            }
        }
        let tables: BTreeSet<&String> = before.keys().map(|(table, _)| table).collect();
        for ((table, name), column) in &after {
            let is_new = !before.contains_key(&(table.clone(), name.clone()));
            if tables.contains(table) && is_new && !column.may_be_left_out {
                missing.insert(format!("{step}: {table}.{name} is new and has to be written"));
            }
        }
        before = after;
    }
    assert!(before.len() > 100, "{before:?}");
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    assert_eq!(missing, NEVER_RELEASED);
}

async fn shape(kind: Kind, raw: &DatabaseConnection) -> Shape {
    let columns = match kind {
        Kind::Sqlite => {
            "SELECT m.name AS of, c.name AS name, c.type AS kind, c.\"notnull\" = 0 AS nullable, \
             c.dflt_value IS NOT NULL AS has_default \
             FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        Kind::Postgres => {
            "SELECT table_name::text AS of, column_name::text AS name, data_type::text AS kind, \
             is_nullable = 'YES' AS nullable, \
             column_default IS NOT NULL OR is_generated = 'ALWAYS' AS has_default \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let columns = Statement::from_string(raw.get_database_backend(), columns);
    let mut shape = Shape::new();
    for row in raw.query_all_raw(columns).await.unwrap() {
        let text = |column: &str| row.try_get::<String>("", column).unwrap();
        let flag = |column: &str| row.try_get::<bool>("", column).unwrap();
        let column = Column {
            kind: text("kind"),
            may_be_left_out: flag("nullable") || flag("has_default"),
            nullable: flag("nullable"),
        };
        shape.insert((text("of"), text("name")), column);
    }
    shape
}
