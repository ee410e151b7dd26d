use crate::Database;

/// What must never be found in a database, each under the name of what would be wrong.
const STRAYS: &[(&str, &str)] = &[
    (
        "an address has two accounts",
        "(SELECT 1 FROM users WHERE email_canonical IS NOT NULL \
         GROUP BY email_canonical HAVING count(*) > 1) AS twice",
    ),
    (
        "an account has no address or no password",
        "users WHERE role <> 'anonymous' AND (email_canonical IS NULL OR password_hash IS NULL)",
    ),
    (
        "an account came to be, and the audit trail does not tell",
        "users u WHERE role <> 'anonymous' AND NOT EXISTS (SELECT 1 FROM audit_events e \
         WHERE e.target_id = u.id AND e.kind = 'user_created')",
    ),
    (
        "an account cannot be searched for",
        "users u WHERE role <> 'anonymous' \
         AND NOT EXISTS (SELECT 1 FROM user_search_keys k WHERE k.user_id = u.id)",
    ),
    (
        "a registration waits although its address has an account",
        "registrations r WHERE email_canonical IN \
         (SELECT email_canonical FROM users WHERE email_canonical IS NOT NULL)",
    ),
    (
        "a registration waits for which no mail was written",
        "registrations r WHERE NOT EXISTS (SELECT 1 FROM outbox o \
         WHERE o.recipient_canonical = r.email_canonical)",
    ),
    (
        "a mail is delivered and given up",
        "outbox WHERE delivered_at IS NOT NULL AND dead_at IS NOT NULL",
    ),
    ("a session of nobody", "sessions WHERE user_id NOT IN (SELECT id FROM users)"),
    ("a mailed token of nobody", "one_time_tokens WHERE user_id NOT IN (SELECT id FROM users)"),
    ("preferences of nobody", "preferences WHERE user_id NOT IN (SELECT id FROM users)"),
    ("a name of nobody", "user_search_keys WHERE user_id NOT IN (SELECT id FROM users)"),
    ("a chat of nobody", "chats WHERE owner_id NOT IN (SELECT id FROM users)"),
    ("a message of no chat", "messages WHERE chat_id NOT IN (SELECT id FROM chats)"),
    (
        "a chat counts its messages wrongly",
        "chats c WHERE message_count <> (SELECT count(*) FROM messages m WHERE m.chat_id = c.id)",
    ),
    (
        "a number of a message is missing, or was given twice",
        "chats c WHERE last_seq <> (SELECT count(*) FROM messages m WHERE m.chat_id = c.id) \
         + (SELECT count(*) FROM deleted_messages d WHERE d.chat_id = c.id)",
    ),
    (
        "the head of a chat is not there",
        "chats c WHERE head_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM messages m WHERE m.chat_id = c.id AND m.id = c.head_id)",
    ),
    (
        "a message follows none that is there",
        "messages m WHERE parent_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM messages p WHERE p.chat_id = m.chat_id AND p.id = m.parent_id)",
    ),
    (
        "words of a message that is not there can be found",
        "chat_search_entries e WHERE message_id <> '' AND NOT EXISTS \
         (SELECT 1 FROM messages m WHERE m.chat_id = e.chat_id AND m.id = e.message_id)",
    ),
    (
        "a message cannot be found by its words",
        "messages m WHERE NOT EXISTS (SELECT 1 FROM chat_search_entries e \
         WHERE e.chat_id = m.chat_id AND e.message_id = m.id)",
    ),
    (
        "the words of a chat belong to another owner",
        "chat_search_entries e JOIN chats c ON c.id = e.chat_id WHERE e.owner_id <> c.owner_id",
    ),
];

impl Database {
    /// That no row lacks another that was written with it, and that the file is whole.
    pub fn has_no_strays(&self) {
        let counts: Vec<String> = STRAYS
            .iter()
            .map(|(what, from)| format!("SELECT '{what}' AS what, count(*) AS n FROM {from}"))
            .collect();
        let found =
            format!("SELECT what, n FROM ({}) AS f WHERE n > 0", counts.join(" UNION ALL "));
        assert_eq!(self.query(&found).trim(), "");
        let whole = self.either("PRAGMA integrity_check; PRAGMA foreign_key_check", "SELECT 'ok'");
        assert_eq!(self.query(whole).trim(), "ok");
    }
}
