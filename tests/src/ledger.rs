use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use crate::{ChatClient, Database, texts};

/// What was acknowledged: the messages of each chat.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<String, BTreeSet<String>>>>);

impl Ledger {
    /// Notes a message that was acknowledged once.
    pub fn note(&self, chat: &str, message: &str) {
        let mut chats = self.0.lock().unwrap();
        assert!(chats.entry(chat.to_owned()).or_default().insert(message.to_owned()));
    }

    /// The chats that have a message.
    pub fn chats(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }

    /// That everything acknowledged, and nothing else, is there once, with one of some owners, who
    /// finds it by a word that stands in every message; answers how many chats each has.
    pub async fn check<const N: usize>(
        &self,
        owners: [&ChatClient; N],
        word: &str,
        database: &Database,
    ) -> [usize; N] {
        let mut found = BTreeMap::new();
        let mut counts = [0; N];
        for (owner, count) in owners.iter().zip(&mut counts) {
            let theirs = all_of(owner).await;
            *count = theirs.len();
            let shown: BTreeSet<(String, String)> = theirs
                .iter()
                .flat_map(|(chat, ids)| ids.iter().map(|id| (chat.clone(), id.clone())))
                .collect();
            // What the owner finds is what the owner has.
            let hits = owner.hits(word).await;
            let hits: Vec<(String, String)> = hits
                .iter()
                .filter(|hit| !hit["messageId"].is_null())
                .map(|hit| [&hit["chatId"], &hit["messageId"]].map(|id| id.as_str().unwrap()))
                .map(|[chat, message]| (chat.to_owned(), message.to_owned()))
                .collect();
            assert_eq!(hits.len(), shown.len());
            assert_eq!(hits.into_iter().collect::<BTreeSet<_>>(), shown);
            for (chat, ids) in theirs {
                assert!(found.insert(chat, ids).is_none(), "a chat has two owners");
            }
        }
        let ledger = self.0.lock().unwrap().clone();
        assert_eq!(found, ledger, "lost, or never asked for");

        let messages: usize = ledger.values().map(BTreeSet::len).sum();
        assert_eq!(database.count("chats"), ledger.len() as u64);
        assert_eq!(database.count("messages"), messages as u64);
        let strays = [
            "SELECT count(*) FROM chats WHERE owner_id NOT IN (SELECT id FROM users)",
            "SELECT count(*) FROM messages WHERE chat_id NOT IN (SELECT id FROM chats)",
            "SELECT count(*) FROM chats c WHERE message_count <> \
             (SELECT count(*) FROM messages m WHERE m.chat_id = c.id)",
        ];
        for stray in strays {
            assert_eq!(database.query(stray).trim(), "0", "{stray}");
        }
        let integrity = database.either("PRAGMA integrity_check", "SELECT 'ok'");
        assert_eq!(database.query(integrity).trim(), "ok");
        counts
    }
}

/// The messages of each chat of an owner, which are numbered without a gap.
async fn all_of(owner: &ChatClient) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for chat in owner.chats().await {
        let id = chat["id"].as_str().unwrap().to_owned();
        let messages = owner.messages(&id).await;
        assert_eq!(chat["messageCount"], messages.len());
        let numbers = messages.iter().map(|message| message["seq"].as_u64().unwrap());
        assert!(numbers.eq(1..=messages.len() as u64), "{messages:?}");
        let ids: BTreeSet<String> = texts(&messages, "id").into_iter().collect();
        assert_eq!(ids.len(), messages.len(), "{id} has a message twice");
        assert!(all.insert(id, ids).is_none(), "a chat is listed twice");
    }
    all
}
