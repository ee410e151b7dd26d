//! What is done with chats needs few statements, however much there is, and none of them reads a
//! whole table.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};

use crate::{
    chat_acts::{Act, acts},
    chat_crowd::{self, Size},
    database::{Database, Kind},
    query_plans::{lines, reads_a_whole_table, sqlite_plan},
};

on_both! {
    whatever_is_done_with_chats_needs_few_statements_with_indexed_plans
}

const SIZE: Size = Size { owners: 200, chats: 2_000, longest: 200, each: 10 };

async fn whatever_is_done_with_chats_needs_few_statements_with_indexed_plans(kind: Kind) {
    let database = Database::migrated(kind).await;
    let raw = chat_crowd::fill(&database, SIZE).await;
    hold(&database, &raw, Choice::Possible).await;
}

/// Which plans are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Those that the indexes make possible: of little, PostgreSQL reads the whole, or sorts it.
    Possible,
    /// Those that are taken.
    Taken,
}

/// Asserts it of a database that is filled.
pub async fn hold(database: &Database, raw: &DatabaseConnection, choice: Choice) {
    let mut followed = BTreeSet::new();
    for Act { what, at_most, statements } in acts(database).await {
        assert!(statements.len() <= at_most, "{what}: {statements:#?}");
        for sql in statements {
            let plan = match database.kind {
                Kind::Sqlite => sqlite_plan(raw, &sql).await,
                Kind::Postgres => postgres_plan(raw, &sql, choice).await,
            };
            assert!(!reads_a_whole_table(&plan), "{what}: {sql}\n{plan}");
            // One of the two indexes may be read as a whole for that.
            assert!(!plan.contains("BitmapAnd"), "{what}: {sql}\n{plan}");
            for index in expected(what, &sql, database.kind, choice) {
                assert!(plan.contains(index), "{what} by {index}: {sql}\n{plan}");
            }
            let sorts = plan.contains("TEMP B-TREE FOR ORDER BY") || plan.contains("Sort");
            assert!(!sorts || sorts_few(what, &sql), "{what}: {sql}\n{plan}");
            if is_page(what) && sql.contains("RECURSIVE") {
                followed.insert((what, sql));
            }
        }
    }
    let followed: Vec<_> = followed.iter().map(|(what, _)| *what).collect();
    // Forwards and backwards.
    assert_eq!(followed, PAGES.map(|what| [what; 2]).concat(), "ways that are followed");
}

/// What reads a page of the messages of a chat.
const PAGES: [&str; 3] = ["open a chat", "read messages", "read messages on"];

fn is_page(what: &str) -> bool {
    PAGES.contains(&what)
}

/// What is read in the order of an index, and no farther than a page goes.
fn expected(what: &str, sql: &str, kind: Kind, choice: Choice) -> &'static [&'static str] {
    match (what, kind) {
        ("list chats" | "list some chats", _) => &["chats_owner_id_last_message_at_id_idx"],
        ("list chats on" | "list some chats on", _) => {
            &["chats_owner_id_last_message_at_id_idx", "chats_owner_id_last_move_idx"]
        }
        ("search" | "search on", Kind::Sqlite) => &["SCAN s VIRTUAL TABLE INDEX", "SEARCH e"],
        ("search" | "search on", Kind::Postgres) => &["chat_search_entries_words_idx"],
        (page, Kind::Postgres) if is_page(page) && sql.contains("RECURSIVE") => {
            match choice {
                // The end, each message on the way, and each on the page.
                Choice::Possible => &[
                    "messages_pkey on messages ",
                    "(id = way_1.parent_id)",
                    "messages_pkey on messages m ",
                ],
                // Where chats are short, the rest may be found by reading the whole chat.
                Choice::Taken => &["messages_pkey"],
            }
        }
        (page, Kind::Sqlite) if is_page(page) && sql.contains("RECURSIVE") => {
            &["sqlite_autoindex_messages_1 (chat_id=? AND id=?)"]
        }
        (page, _) if is_page(page) => &["messages_chat_id_seq_key"],
        ("read all messages of an owner" | "read all messages of an owner on", _) => {
            &["chats_owner_id_id_idx", "messages_chat_id_seq_key"]
        }
        ("list reports of a user", _) => &["reports_user_id_id_idx"],
        _ => &[],
    }
}

/// Pages that are put together from several pieces; and PostgreSQL's index of words has no order.
/// Messages that are read by their numbers come in order, whatever else is asked beside them.
fn sorts_few(what: &str, sql: &str) -> bool {
    if is_page(what) && !sql.contains("RECURSIVE") {
        return false;
    }
    let pieces = ["UNION ALL", "RECURSIVE", "LATERAL", "MATERIALIZED", "ORDINALITY", "json_each"];
    matches!(what, "find the open report" | "count questions")
        || pieces.iter().any(|word| sql.contains(word))
}

/// The plan for whatever values.
async fn postgres_plan(raw: &DatabaseConnection, sql: &str, choice: Choice) -> String {
    let parameters = (1..=1000).take_while(|n| sql.contains(&format!("${n}"))).count();
    let nulls = match parameters {
        0 => String::new(),
        _ => format!("({})", vec!["NULL"; parameters].join(", ")),
    };
    let tx = raw.begin().await.unwrap();
    if choice == Choice::Possible {
        // Of a way that is followed, the few that are on a page are put in order.
        let kinds = if sql.contains("RECURSIVE") { &["seqscan"][..] } else { &["seqscan", "sort"] };
        for kind in kinds {
            tx.execute_unprepared(&format!("SET LOCAL enable_{kind} = off")).await.unwrap();
        }
    }
    for step in [
        "SET LOCAL plan_cache_mode = force_generic_plan".to_owned(),
        "SET LOCAL max_parallel_workers_per_gather = 0".to_owned(),
        format!("PREPARE statement AS {sql}"),
    ] {
        tx.execute_unprepared(&step).await.unwrap();
    }
    let explained = lines(&tx, &format!("EXPLAIN EXECUTE statement{nulls}"), "QUERY PLAN").await;
    tx.execute_unprepared("DEALLOCATE statement").await.unwrap();
    explained
}
