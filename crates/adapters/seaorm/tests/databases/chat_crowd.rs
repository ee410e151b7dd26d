//! A database full of chats, made by the database itself.

use bookplate_domain::{
    chats::{Chat, MessageId},
    shared::{ChatId, UserId},
    store::Store,
};
use bookplate_seaorm::SeaOrmStore;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use uuid::Uuid;

use crate::{
    crowd,
    database::{Database, Kind},
    query_plans::lines,
};

/// The chat with branches: each of its messages follows the one before the last, so that every other
/// one is on the way to its head. It is one of the busiest, and of no other use.
pub const BRANCHED: u64 = 501;

/// How much of everything there is. The first owner has a fifth of all chats; the others have as
/// many as each other.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub owners: u64,
    pub chats: u64,
    /// The messages of the first chat, one behind the other.
    pub longest: u64,
    /// The messages of every other chat.
    pub each: u64,
}

impl Size {
    pub fn messages(self) -> u64 {
        self.longest + (self.chats - 1) * self.each
    }
}

/// Who has most: of the chats the first, which is the longest, and every fifth.
pub fn busiest() -> UserId {
    crowd::id(1)
}

pub fn chat_id(number: u64) -> ChatId {
    ChatId::from_uuid(Uuid::from_u64_pair(0x0198_f2a0_0000_7001, number))
}

pub fn message_id(seq: u64) -> MessageId {
    MessageId::parse(&format!("msg_{seq}")).unwrap()
}

/// A chat of the one who has most.
pub async fn chat(store: &SeaOrmStore, number: u64) -> Chat {
    let found = store.read().chats().find(busiest(), chat_id(number)).await;
    found.unwrap().expect("a chat of the busiest")
}

/// Twenty words: one that every message has, one that one message of a chat has, and others that
/// come from a few thousand.
fn words() -> String {
    let others = [7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73];
    let others =
        others.map(|step| format!(" || ' w' || ((c.n * {step} + s.n * {}) % 4999)", 2 * step));
    format!("'common rare' || c.n || 'x' || s.n{}", others.concat())
}

/// Statements that make it, each with how the database at hand writes numbers, ids and moments.
struct Words {
    kind: Kind,
}

impl Words {
    fn numbers(&self, count: u64, name: &str) -> String {
        match self.kind {
            Kind::Sqlite => format!(
                "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers \
                 WHERE n < {count}) SELECT n FROM numbers) AS {name}"
            ),
            Kind::Postgres => format!("generate_series(1, {count}) AS {name} (n)"),
        }
    }

    fn id(&self, prefix: &str, number: &str) -> String {
        match self.kind {
            Kind::Sqlite => format!("unhex('0198f2a00000{prefix}' || printf('%016x', {number}))"),
            Kind::Postgres => {
                format!("CAST('0198f2a00000{prefix}' || lpad(to_hex({number}), 16, '0') AS uuid)")
            }
        }
    }

    fn at(&self, seconds: &str) -> String {
        match self.kind {
            Kind::Sqlite => {
                format!("strftime('%Y-%m-%dT%H:%M:%fZ', 1780000000 + {seconds}, 'unixepoch')")
            }
            Kind::Postgres => format!("to_timestamp(1780000000 + {seconds})"),
        }
    }

    /// Three messages of each chat were deleted and one was reported; each owner has asked something
    /// for each chat.
    fn the_rest(&self, owner: &str, chat: &str, chats: &str) -> [String; 3] {
        let (id, at, few) = (self.id("7003", "c.n"), self.at("c.n"), self.numbers(3, "s"));
        let of_moderator = self.id("7000", "2 + c.n % 3");
        [
            format!(
                "INSERT INTO deleted_messages (chat_id, seq, id, chat_move, chat_active_before) \
                 SELECT {chat}, 1000000 + s.n, 'gone_' || s.n, 0, {at} FROM {chats} CROSS JOIN {few}"
            ),
            format!(
                "INSERT INTO reports (id, user_id, chat_id, message_id, reason, created_at, \
                 action, resolved_by, resolved_at) SELECT {id}, {owner}, {chat}, 'msg_1', 'spam', \
                 {at}, CASE WHEN c.n % 3 > 0 THEN 'dismiss' END, \
                 CASE WHEN c.n % 3 > 0 THEN {of_moderator} END, \
                 CASE WHEN c.n % 3 > 0 THEN {at} END FROM {chats}"
            ),
            format!(
                "INSERT INTO visitor_questions (user_id, at, count) SELECT {owner}, {at}, 1 \
                 FROM {chats}"
            ),
        ]
    }

    fn steps(&self, size: Size) -> Vec<String> {
        let Size { owners, chats, longest, each } = size;
        let owner = format!("CASE WHEN c.n % 5 = 1 THEN 1 ELSE 2 + c.n % ({owners} - 1) END");
        let (owner, chat) = (self.id("7000", &owner), self.id("7001", "c.n"));
        let (no, list) = match self.kind {
            Kind::Sqlite => ("0", "'[]'"),
            Kind::Postgres => ("false", "CAST('[]' AS jsonb)"),
        };
        let (chats, uuid) = (self.numbers(chats, "c"), self.id("7002", "s.n"));
        let of_the_longest = self.numbers(longest, "s");
        let of_each = self.numbers(each, "s");
        // Chats move one after the other, message by message.
        let moved = format!("(s.n * {} + c.n)", size.chats);
        let (at, before) = (self.at(&moved), self.at(&format!("{moved} - {}", size.chats)));
        let (started, words) = (self.at("0"), words());
        let count = format!("CASE WHEN c.n = 1 THEN {longest} ELSE {each} END");
        let last = format!("({count} * {} + c.n)", size.chats);
        let last_at = self.at(&last);
        let unbranched_to = format!("CASE WHEN c.n = {BRANCHED} THEN 0 ELSE {count} END");
        let step = format!("CASE WHEN c.n = {BRANCHED} THEN 2 ELSE 1 END");
        let start = format!(
            "INSERT INTO chats (id, owner_id, title, title_source, pinned, archived, tags, \
             message_count, last_seq, unbranched_to, head_id, last_message_at, preview, version, \
             created_at, updated_at, first_move, last_move, metadata) SELECT {chat}, {owner}, \
             'title' || c.n, 'auto', {no}, {no}, {list}, {count}, {count}, {unbranched_to}, \
             'msg_' || {count}, {last_at}, 'common', 1, {started}, {started}, 0, {last}, '{{}}' FROM {chats}"
        );
        let name = format!(
            "INSERT INTO chat_search_entries (owner_id, chat_id, message_id, words) \
             SELECT {owner}, {chat}, '', 'title' || c.n FROM {chats}"
        );
        let fill = |numbers: &str, which: &str| {
            let from = format!("FROM {chats} CROSS JOIN {numbers} WHERE {which} ORDER BY s.n, c.n");
            [
                format!(
                    "INSERT INTO messages (chat_id, id, parent_id, seq, role, status, fingerprint, \
                     chat_active_before, created_at, updated_at, chat_move, parts) \
                     SELECT {chat}, 'msg_' || s.n, \
                     CASE WHEN s.n > {step} THEN 'msg_' || (s.n - {step}) END, s.n, 'user', 'complete', \
                     {uuid}, {before}, {at}, {at}, {moved}, \
                     '[{{\"type\":\"text\",\"text\":\"' || {words} || '\"}}]' {from}"
                ),
                format!(
                    "INSERT INTO chat_search_entries (owner_id, chat_id, message_id, words) \
                     SELECT {owner}, {chat}, 'msg_' || s.n, {words} {from}"
                ),
            ]
        };
        let moves = size.chats * (longest.max(each) + 1);
        let count_on = match self.kind {
            Kind::Sqlite => format!("UPDATE chat_moves SET number = {moves}"),
            Kind::Postgres => format!("SELECT setval('chat_moves', {moves})"),
        };
        let mut steps = vec![start, name];
        steps.extend(self.the_rest(&owner, &chat, &chats));
        steps.extend(fill(&of_each, "c.n > 1"));
        steps.extend(fill(&of_the_longest, "c.n = 1"));
        steps.push(count_on);
        steps
    }
}

/// Fills a database with chats.
pub async fn fill(database: &Database, size: Size) -> DatabaseConnection {
    let raw = crowd::fill(database, size.owners, 0).await;
    let postgres = database.kind == Kind::Postgres;
    let mut index = String::new();
    if postgres {
        // An index is made much faster of what is there: the same one again, with its settings.
        let made =
            "SELECT pg_get_indexdef(CAST('chat_search_entries_words_idx' AS regclass)) AS made";
        index = lines(&raw, made, "made").await;
        let drop = "DROP INDEX chat_search_entries_words_idx";
        raw.execute_unprepared(drop).await.unwrap();
    } else {
        raw.execute_unprepared("PRAGMA cache_size = -200000; PRAGMA synchronous = OFF")
            .await
            .unwrap();
    }
    for step in (Words { kind: database.kind }).steps(size) {
        raw.execute_unprepared(&step).await.unwrap();
    }
    if postgres {
        let create = format!("SET maintenance_work_mem = '1GB'; {index}");
        raw.execute_unprepared(&create).await.unwrap();
    }
    let analyse = if postgres { "VACUUM ANALYZE" } else { "ANALYZE" };
    raw.execute_unprepared(analyse).await.unwrap();
    raw
}
