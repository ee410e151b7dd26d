use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bookplate_domain::{
    chats::{Chat, ChatQuery, Message, MessageId},
    shared::ChatId,
};

/// By which words the titles and messages of chats are found.
#[derive(Clone, Debug, Default)]
pub(crate) struct SearchIndex {
    entries: Arc<BTreeMap<ChatId, BTreeMap<Option<MessageId>, Entry>>>,
    last_number: u64,
}

/// The words of one title or message.
#[derive(Clone, Debug)]
struct Entry {
    /// Rises with every entry: what was added last has the highest.
    number: u64,
    words: Arc<[String]>,
}

impl SearchIndex {
    /// Takes in the title of a chat, in place of the one before.
    pub fn put_title(&mut self, chat: &Chat) {
        self.put(chat.id, None, chat.search_words());
    }

    /// Takes in a message, in place of what it said before.
    pub fn put_message(&mut self, message: &Message) {
        self.put(message.chat_id, Some(message.id.clone()), message.search_words());
    }

    fn put(&mut self, chat: ChatId, message: Option<MessageId>, words: Vec<String>) {
        self.last_number += 1;
        let number = self.last_number;
        let words = words.into();
        let of_chat = Arc::make_mut(&mut self.entries).entry(chat).or_default();
        let place = of_chat.get(&message).map_or(number, |there| there.number);
        of_chat.insert(message, Entry { number: place, words });
    }

    /// Forgets a message.
    pub fn remove(&mut self, message: &Message) {
        if let Some(of_chat) = Arc::make_mut(&mut self.entries).get_mut(&message.chat_id) {
            of_chat.remove(&Some(message.id.clone()));
        }
    }

    /// Forgets a chat with all its messages.
    pub fn remove_chat(&mut self, chat: ChatId) {
        Arc::make_mut(&mut self.entries).remove(&chat);
    }

    /// What a query finds in some chats, that which was added last first: the number, the chat, and
    /// the message unless it is the title.
    pub fn find(
        &self,
        chats: &BTreeSet<ChatId>,
        query: &ChatQuery,
    ) -> Vec<(u64, ChatId, Option<MessageId>)> {
        let of_chats = chats.iter().filter_map(|chat| Some((chat, self.entries.get(chat)?)));
        let mut found = Vec::new();
        for (chat, entries) in of_chats {
            for (message, entry) in entries.iter().filter(|(_, each)| query.finds(&each.words)) {
                found.push((entry.number, *chat, message.clone()));
            }
        }
        found.sort_by_key(|(number, ..)| Reverse(*number));
        found
    }
}
