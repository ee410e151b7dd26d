//! Chats, and what is done with them.

use actix_web::http::Method;
use bookplate_domain::{
    chats::{
        AppendMessages, MessageId, MessageRole, MessageStatus, NewMessage, Parent, Parts,
        ReportMessage, ReportReason, StartChat,
    },
    sessions::SessionGrant,
    shared::{ChatId, Client, ReportId},
};
use serde_json::{Value, json};

use super::{Answer, World, request, signed};

/// The message of [`World::chat_of`].
pub(crate) const QUESTION: &str = "q1";

/// The place of the messages of a chat.
pub(crate) fn messages_of(chat: ChatId) -> String {
    format!("/api/v1/chats/{chat}/messages")
}

/// A message with a text part, as it is sent.
pub(crate) fn said(id: &str, role: &str, text: &str) -> Value {
    json!({ "id": id, "role": role, "parts": [{ "type": "text", "text": text }] })
}

impl World {
    /// A new chat of somebody, with a question.
    pub(crate) async fn chat_of(&self, owner: &SessionGrant) -> ChatId {
        let actor = self.actor(owner).await;
        let start = StartChat { id: None, title: None, metadata: Default::default() };
        let chat_id = self.app.chats.start_chat(&actor, start).await.unwrap().0.id;
        let question = NewMessage {
            id: Some(MessageId::parse(QUESTION).unwrap()),
            parent: Parent::Previous,
            role: MessageRole::User,
            status: MessageStatus::Complete,
            parts: Parts::of_text("How do PID loops work?").unwrap(),
            metadata: None,
        };
        let append = AppendMessages { chat_id, messages: vec![question], create_chat: false };
        self.app.chats.append_messages(&actor, append).await.unwrap();
        chat_id
    }

    /// The report of the question of a chat by its owner.
    pub(crate) async fn report_of(&self, owner: &SessionGrant, chat_id: ChatId) -> ReportId {
        let actor = self.actor(owner).await;
        let report = ReportMessage {
            chat_id,
            id: MessageId::parse(QUESTION).unwrap(),
            reason: ReportReason::Spam,
            comment: None,
            client: Client::default(),
        };
        self.app.chats.report_message(&actor, report).await.unwrap().0.id
    }

    /// Adds messages to a chat, which is started if it is not there.
    pub(crate) async fn append(
        &self,
        chat: ChatId,
        messages: &[Value],
        caller: &SessionGrant,
    ) -> Answer {
        let body = json!({ "messages": messages, "createChat": true });
        self.post_json(&messages_of(chat), body, Some(caller)).await
    }

    /// A request with these very bytes as its body.
    pub(crate) async fn send_bytes(
        &self,
        (method, path): (Method, &str),
        body: impl Into<Vec<u8>>,
        caller: &SessionGrant,
    ) -> Answer {
        let request = request(method, path).insert_header(("content-type", "application/json"));
        self.send(signed(request.set_payload(body.into()), caller)).await
    }
}
