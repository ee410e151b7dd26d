use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    chats::{
        Chat, ChatRepository, Message, MessageId, MessageOrder, MessageRepository, MessageView,
    },
    shared::{ChatId, Cursor, Limit, Page, UserId},
    store::{StoreError, Unique},
};

use super::{Collections, message_list, pages::page};
use crate::{
    kept_messages::{named, of_chat, of_chat_mut},
    view::View,
};

fn owned(message: &Arc<Message>) -> Message {
    Message::clone(message)
}

#[async_trait]
impl<V: View> MessageRepository for Collections<V> {
    async fn append(&mut self, chat: &Chat, messages: &[Message]) -> Result<(), StoreError> {
        self.0.change(|state| {
            if !state.chats.contains_key(&chat.id) {
                return Err(StoreError::Backend("there is no such chat".into()));
            }
            let kept = of_chat_mut(&mut state.messages, chat.id);
            for message in messages {
                if kept.contains_key(&message.seq) || named(kept, &message.id).is_some() {
                    return Err(StoreError::Conflict(Unique::Id));
                }
                kept.insert(message.seq, Arc::new(message.clone()));
                state.search.put_message(message);
            }
            Ok(())
        })?;
        ChatRepository::update(self, chat).await
    }

    async fn find(&mut self, chat: &Chat, ids: &[MessageId]) -> Result<Vec<Message>, StoreError> {
        let messages = of_chat(&self.0.state().messages, chat.id);
        Ok(messages.values().filter(|message| ids.contains(&message.id)).map(owned).collect())
    }

    async fn deleted_among(
        &mut self,
        chat: &Chat,
        ids: &[MessageId],
    ) -> Result<Vec<MessageId>, StoreError> {
        let state = self.0.state();
        let deleted = state.deleted_messages.get(&chat.id);
        let was = |id: &&MessageId| deleted.is_some_and(|deleted| deleted.contains(*id));
        Ok(ids.iter().filter(was).cloned().collect())
    }

    async fn newest(&mut self, chat: &Chat) -> Result<Option<Message>, StoreError> {
        let messages = of_chat(&self.0.state().messages, chat.id);
        Ok(messages.values().next_back().map(owned))
    }

    async fn list(
        &mut self,
        chat: &Chat,
        view: MessageView,
        order: MessageOrder,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        let state = self.0.state();
        let present = state.chats.get(&chat.id).and_then(|chat| chat.head_id.as_ref());
        let heads = [chat.head_id.as_ref(), present];
        let messages = of_chat(&state.messages, chat.id);
        message_list::list(&messages, heads, (view, order), after, limit)
    }

    async fn list_all_of(
        &mut self,
        owner: UserId,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError> {
        let state = self.0.state();
        let theirs = state.chats.values().filter(|chat| chat.owner_id == owner);
        let place = |chat: ChatId, seq: u32| {
            chat.as_uuid().into_bytes().into_iter().chain(seq.to_be_bytes()).collect::<Vec<u8>>()
        };
        let is_behind = |message: &&Arc<Message>| {
            after.is_none_or(|after| place(message.chat_id, message.seq).as_slice() > after.key())
        };
        let all = theirs.flat_map(|chat| state.messages.get(&chat.id)).flat_map(|of| of.values());
        let behind: Vec<Message> = all.filter(is_behind).map(owned).collect();
        let limit = Message::on_a_page(limit, behind.iter().map(message_list::bytes));
        Ok(page(behind.into_iter(), |message| place(message.chat_id, message.seq), None, limit))
    }

    async fn around(
        &mut self,
        chat: &Chat,
        seq: u32,
        each: u16,
    ) -> Result<Vec<Message>, StoreError> {
        let messages = of_chat(&self.0.state().messages, chat.id);
        let before = messages.range(..seq).rev().take(each.into()).map(|(_, message)| message);
        let mut around: Vec<Message> = before.map(owned).collect();
        around.reverse();
        around.extend(messages.get(&seq).map(owned));
        let behind = messages.range(seq.saturating_add(1)..).take(each.into());
        around.extend(behind.map(|(_, message)| owned(message)));
        Ok(around)
    }

    async fn update(&mut self, chat: &Chat, message: &Message) -> Result<(), StoreError> {
        self.0.change(|state| {
            let messages = of_chat_mut(&mut state.messages, chat.id);
            let Some(seq) = named(messages, &message.id).map(|there| there.seq) else {
                return Err(StoreError::Backend("there is no such message".into()));
            };
            if let Some(kept) = messages.get_mut(&seq) {
                let there = Message::clone(kept);
                *kept = Arc::new(Message {
                    role: message.role,
                    status: message.status,
                    parts: message.parts.clone(),
                    metadata: message.metadata.clone(),
                    feedback: message.feedback.clone(),
                    updated_at: message.updated_at,
                    ..there
                });
                state.search.put_message(kept);
            }
            Ok(())
        })
    }

    async fn delete(&mut self, chat: &Chat, message: &Message) -> Result<(), StoreError> {
        self.0.change(|state| {
            let messages = of_chat_mut(&mut state.messages, chat.id);
            let Some(gone) = named(messages, &message.id).cloned() else { return Ok(()) };
            messages.remove(&gone.seq);
            for kept in messages.values_mut() {
                if kept.parent_id.as_ref() == Some(&gone.id) {
                    Arc::make_mut(kept).parent_id.clone_from(&gone.parent_id);
                }
            }
            state.search.remove(&gone);
            let deleted = Arc::make_mut(&mut state.deleted_messages);
            deleted.entry(chat.id).or_default().insert(gone.id.clone());
            Ok(())
        })
    }
}
