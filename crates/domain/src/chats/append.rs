//! What an append makes of a chat, without doing it.

use uuid::Uuid;

use super::{
    Chat, ChatError, Message, MessageId, MessageMetadata, MessageRole, MessageStatus, Parts, Title,
    TitleSource,
};
use crate::shared::{FieldCode, InputErrors, Invalid, Random, Timestamp};

/// A message that is to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Its id; `None`: it is given one, and a retry adds another message.
    pub id: Option<MessageId>,
    /// What it follows.
    pub parent: Parent,
    /// Who speaks.
    pub role: MessageRole,
    /// How far it has come.
    pub status: MessageStatus,
    /// What it says.
    pub parts: Parts,
    /// What is remembered with it.
    pub metadata: Option<MessageMetadata>,
}

/// What a new message follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parent {
    /// What comes before it in the same request; the first of one, the head of the chat.
    Previous,
    /// Nothing: it is a root.
    Root,
    /// This one.
    Message(MessageId),
}

impl NewMessage {
    /// Tells what was sent from anything else that could have been. Spaces and the order of members
    /// do not count, since a retry may be written anew.
    fn fingerprint(&self) -> Uuid {
        let parent = match &self.parent {
            Parent::Previous => "previous",
            Parent::Root => "root",
            Parent::Message(id) => &format!("message {id}"),
        };
        let metadata = self.metadata.as_ref().map(|metadata| canonical(metadata.as_str()));
        let sent = [
            self.role.as_str(),
            self.status.as_str(),
            parent,
            &canonical(self.parts.as_str()),
            metadata.as_deref().unwrap_or_default(),
        ];
        Uuid::new_v5(&Uuid::NAMESPACE_OID, sent.join("\n").as_bytes())
    }

    /// Whether a message is the one that this asks for: it was sent so, or is so by now.
    fn is_there_as(&self, there: &Message) -> bool {
        let same_place = match &self.parent {
            Parent::Previous => true,
            Parent::Root => there.parent_id.is_none(),
            Parent::Message(id) => there.parent_id.as_ref() == Some(id),
        };
        there.fingerprint == self.fingerprint()
            || same_place
                && (there.role, there.status) == (self.role, self.status)
                && canonical(there.parts.as_str()) == canonical(self.parts.as_str())
                && there.metadata.as_ref().map(|each| canonical(each.as_str()))
                    == self.metadata.as_ref().map(|each| canonical(each.as_str()))
    }
}

/// The same text for the same JSON. Texts were parsed before, so they parse.
fn canonical(json: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    value.sort_all_objects();
    value.to_string()
}

/// What an append does.
#[derive(Clone, Debug)]
pub(super) struct Append {
    /// The chat afterwards.
    pub chat: Chat,
    /// What is added.
    pub new: Vec<Message>,
    /// What was asked for, each with whether it is new.
    pub messages: Vec<(Message, bool)>,
}

impl Append {
    /// Judges what is asked for. `known` are those messages of the chat that have one of its ids,
    /// or are followed by one of it.
    pub(super) fn of(
        chat: &Chat,
        known: &[Message],
        asked: Vec<NewMessage>,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<Self, ChatError> {
        // Time may have gone backwards, or another node's clock be ahead.
        let at = now.max(chat.last_message_at);
        let mut append = Self { chat: chat.clone(), new: Vec::new(), messages: Vec::new() };
        let mut previous = chat.head_id.clone();
        for (index, asked) in asked.into_iter().enumerate() {
            let there = known.iter().find(|each| Some(&each.id) == asked.id.as_ref());
            if let Some(there) = there {
                if !asked.is_there_as(there) {
                    return Err(ChatError::MessageIdConflict(there.id.clone()));
                }
                previous = Some(there.id.clone());
                append.messages.push((there.clone(), false));
                continue;
            }
            append.chat.require_room()?;
            let parent_id = append.parent_of(&asked, previous.take(), known, index)?;
            let fingerprint = asked.fingerprint();
            let NewMessage { id, role, status, parts, metadata, .. } = asked;
            let message = Message {
                id: id.unwrap_or_else(|| MessageId::mint(now, random)),
                chat_id: chat.id,
                parent_id,
                seq: append.chat.last_seq + 1,
                role,
                status,
                parts,
                metadata,
                feedback: None,
                fingerprint,
                chat_active_before: chat.last_message_at,
                created_at: at,
                updated_at: at,
            };
            previous = Some(message.id.clone());
            append.add(message);
        }
        if !append.new.is_empty() {
            append.chat.show(append.new.last());
            append.chat.last_message_at = at;
            append.chat.touch(at);
        }
        Ok(append)
    }

    /// How many of the new messages are the user's.
    pub(super) fn questions(&self) -> u32 {
        questions(self.new.iter().map(|message| message.role))
    }

    fn parent_of(
        &self,
        asked: &NewMessage,
        previous: Option<MessageId>,
        known: &[Message],
        index: usize,
    ) -> Result<Option<MessageId>, ChatError> {
        let id = match &asked.parent {
            Parent::Previous => return Ok(previous),
            Parent::Root => return Ok(None),
            Parent::Message(id) => id,
        };
        if known.iter().chain(&self.new).any(|each| each.id == *id) {
            return Ok(Some(id.clone()));
        }
        let invalid = Invalid::new(FieldCode::NotAllowed, "there is no such message in the chat");
        Err(InputErrors::one(&format!("messages[{index}].parentId"), invalid).into())
    }

    fn add(&mut self, message: Message) {
        let head = self.new.last().map(|last| &last.id).or(self.chat.head_id.as_ref());
        self.chat.branched |= message.parent_id.as_ref() != head;
        self.chat.last_seq = message.seq;
        self.chat.message_count += 1;
        let nameless = self.chat.title.is_none() && self.chat.title_source == TitleSource::Auto;
        if nameless && message.role == MessageRole::User {
            self.chat.title = Title::of_question(&message.parts.text());
        }
        self.messages.push((message.clone(), true));
        self.new.push(message);
    }
}

/// How many of some messages are the user's.
pub(super) fn questions(roles: impl Iterator<Item = MessageRole>) -> u32 {
    roles.filter(|role| *role == MessageRole::User).count().try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
