//! Chats, their messages, and who looks at them.

mod append_messages;
mod claim_chats;
mod delete_chats;
mod delete_message;
mod export_chat;
mod export_own_data;
mod give_feedback;
mod limits;
mod list_chats;
mod list_messages;
mod merge_visitor;
mod moderators;
mod others;
mod put_message;
mod read_report;
mod report_message;
mod resolve_report;
mod retries;
mod save_history;
mod search_chats;
mod start_chat;
mod suspend_author;
mod update_chat;
mod visitor_allowance;
mod visitor_questions;

use bookplate_domain::{
    chats::{
        AppendMessages, Appended, Chat, ChatError, ChatFilter, ListChats, ListMessages, Message,
        MessageId, MessageOrder, MessageRole, MessageStatus, MessageView, NewMessage, Parent,
        Parts, Put, PutMessage, Report, ReportMessage, ReportReason, StartChat,
    },
    sessions::{Actor, SessionGrant},
    shared::{ChatId, IfVersion, Limit},
    store::Store,
    users::{PreferencesPatch, UpdatePreferences},
};
use bookplate_testkit::{a_bare_chat, a_chat_id, a_client};
use serde_json::json;

use crate::world::World;

pub fn id(text: &str) -> MessageId {
    MessageId::parse(text).unwrap()
}

pub fn parts(text: &str) -> Parts {
    Parts::of_text(text).unwrap()
}

/// A question that says its own name.
pub fn question(name: &str) -> NewMessage {
    NewMessage {
        id: Some(id(name)),
        parent: Parent::Previous,
        role: MessageRole::User,
        status: MessageStatus::Complete,
        parts: parts(name),
        metadata: None,
    }
}

/// An answer that says its own name.
pub fn answer(name: &str) -> NewMessage {
    NewMessage { role: MessageRole::Assistant, ..question(name) }
}

/// The same message with other words.
pub fn saying(text: &str, message: NewMessage) -> NewMessage {
    NewMessage { parts: parts(text), ..message }
}

/// The same message, behind a certain one.
pub fn following(parent: &str, message: NewMessage) -> NewMessage {
    NewMessage { parent: Parent::Message(id(parent)), ..message }
}

/// The same message, as far as it has come.
pub fn at_status(status: MessageStatus, message: NewMessage) -> NewMessage {
    NewMessage { status, ..message }
}

/// The chat afterwards, and the messages, each with whether it is new.
pub fn stored(appended: Appended) -> (Chat, Vec<(Message, bool)>) {
    match appended {
        Appended::Stored { chat, messages } => (*chat, messages),
        Appended::NotStored => panic!("it was to be kept"),
    }
}

/// The message afterwards, and whether it is new.
pub fn written(put: Put) -> (Message, bool) {
    match put {
        Put::Stored(message, created) => (*message, created),
        Put::NotStored => panic!("it was to be kept"),
    }
}

/// Whether it is as if there were nothing.
pub fn is_not_found<T>(result: &Result<T, ChatError>) -> bool {
    matches!(result, Err(ChatError::NotFound))
}

/// The field that was wrong.
pub fn wrong_field<T>(result: Result<T, ChatError>) -> String {
    match result {
        Err(ChatError::Invalid(errors)) => errors.0[0].field.clone(),
        Err(other) => panic!("another error: {other:?}"),
        Ok(_) => panic!("it was to be refused"),
    }
}

/// The names of messages.
pub fn names(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.id.as_str()).collect()
}

impl World {
    /// A caller who is a new visitor.
    pub async fn visitor(&self) -> Actor {
        self.visitor_with_grant().await.0
    }

    /// A caller who is a new visitor, and what they were given.
    pub async fn visitor_with_grant(&self) -> (Actor, SessionGrant) {
        let visit = self.visit().await;
        (self.authenticate(&visit).await.unwrap().actor, visit)
    }

    /// From now on the caller wants nothing to be kept.
    pub async fn keep_no_history(&self, actor: &Actor) {
        let members = json!({ "chat": { "saveHistory": false } }).as_object().cloned().unwrap();
        let patch = PreferencesPatch::parse(members).unwrap();
        let command = UpdatePreferences { patch, if_version: IfVersion::Any };
        self.app.users.update_preferences(actor, command).await.unwrap();
    }

    /// Gives somebody as many empty chats as asked for, without a use case.
    pub async fn fill(&self, owner: &Actor, count: u32) -> Vec<ChatId> {
        let mut tx = self.store.begin().await.unwrap();
        let mut ids = Vec::new();
        for _ in 0..count {
            let chat = a_bare_chat(owner.user_id);
            tx.chats().insert(&Chat { title: None, ..chat.clone() }).await.unwrap();
            ids.push(chat.id);
        }
        tx.commit().await.unwrap();
        ids
    }

    pub async fn put(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        message: NewMessage,
    ) -> Result<Put, ChatError> {
        let id = message.id.clone().unwrap();
        let command = PutMessage { chat_id, id, message };
        self.app.chats.put_message(actor, command).await
    }

    pub async fn delete_message(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        name: &str,
    ) -> Result<(), ChatError> {
        self.app.chats.delete_message(actor, chat_id, &id(name)).await
    }

    pub async fn read_chat(&self, actor: &Actor, id: ChatId) -> Chat {
        self.app.chats.read_chat(actor, id).await.unwrap()
    }

    pub async fn start_chat(&self, actor: &Actor, id: ChatId) -> Result<(Chat, bool), ChatError> {
        let command = StartChat { id: Some(id), title: None, metadata: Default::default() };
        self.app.chats.start_chat(actor, command).await
    }

    /// A new chat, which begins with some messages.
    pub async fn chat(&self, actor: &Actor, messages: Vec<NewMessage>) -> ChatId {
        let id = a_chat_id();
        self.start_chat(actor, id).await.unwrap();
        self.append(actor, id, messages).await.unwrap();
        id
    }

    pub async fn append(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        messages: Vec<NewMessage>,
    ) -> Result<Appended, ChatError> {
        let command = AppendMessages { chat_id, messages, create_chat: false };
        self.app.chats.append_messages(actor, command).await
    }

    /// The messages of a chat on the way to its head.
    pub async fn active(&self, actor: &Actor, chat_id: ChatId) -> Vec<Message> {
        self.messages(actor, chat_id, MessageView::Active).await
    }

    /// At most a hundred messages of a chat.
    pub async fn messages(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        view: MessageView,
    ) -> Vec<Message> {
        let order = MessageOrder::Asc;
        let query = ListMessages { chat_id, view, order, after: None, limit: Limit::MOST };
        self.app.chats.list_messages(actor, query).await.unwrap().1.items
    }

    /// At most a hundred chats.
    pub async fn chats(&self, actor: &Actor) -> Vec<Chat> {
        let query = ListChats { filter: ChatFilter::default(), after: None, limit: Limit::MOST };
        self.app.chats.list_chats(actor, query).await.unwrap().items
    }

    pub async fn report(
        &self,
        actor: &Actor,
        chat_id: ChatId,
        message: &str,
    ) -> Result<(Report, bool), ChatError> {
        let command = ReportMessage {
            chat_id,
            id: id(message),
            reason: ReportReason::Spam,
            comment: None,
            client: a_client(),
        };
        self.app.chats.report_message(actor, command).await
    }
}
