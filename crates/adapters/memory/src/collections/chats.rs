use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use bookplate_domain::{
    chats::{
        Chat, ChatFilter, ChatQuery, ChatRepository, FirstPage, GrowingChat, MessageId,
        MessageOrder, MessageRepository, MessageView, SearchHit,
    },
    shared::{ChatId, Cursor, Limit, Page, UserId},
    store::{StoreError, Unique},
    users::PreferencesRepository,
};

use super::{
    Collections, chat_list,
    pages::{from_the_end, page},
};
use crate::{
    kept_messages::{named, of_chat},
    state::{State, insert},
    view::View,
};

/// Removes a chat with its messages.
pub(super) fn remove(state: &mut State, id: ChatId) {
    Arc::make_mut(&mut state.chats).remove(&id);
    Arc::make_mut(&mut state.chat_moves).remove(&id);
    Arc::make_mut(&mut state.messages).remove(&id);
    Arc::make_mut(&mut state.deleted_messages).remove(&id);
    state.search.remove_chat(id);
}

/// The chats of a user: all of them, or those of `ids`.
fn of_user(state: &State, owner: UserId, ids: Option<&[ChatId]>) -> BTreeSet<ChatId> {
    let theirs = state.chats.values().filter(|chat| chat.owner_id == owner).map(|chat| chat.id);
    theirs.filter(|id| ids.is_none_or(|ids| ids.contains(id))).collect()
}

#[async_trait]
impl<V: View> ChatRepository for Collections<V> {
    async fn insert(&mut self, chat: &Chat) -> Result<(), StoreError> {
        self.0.change(|state| {
            if !state.users.contains_key(&chat.owner_id) {
                return Err(StoreError::Backend("there is no such user".into()));
            }
            insert(&mut state.chats, chat.id, chat.clone(), Unique::Id)?;
            state.enter_list(chat.id, chat.last_message_at);
            state.search.put_title(chat);
            Ok(())
        })
    }

    async fn find(&mut self, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError> {
        let state = self.0.state();
        Ok(state.chats.get(&id).filter(|chat| chat.owner_id == owner).cloned())
    }

    async fn open(
        &mut self,
        owner: UserId,
        id: ChatId,
        view: MessageView,
        order: MessageOrder,
        limit: Limit,
    ) -> Result<Option<FirstPage>, StoreError> {
        let Some(chat) = ChatRepository::find(self, owner, id).await? else { return Ok(None) };
        let page = MessageRepository::list(self, &chat, view, order, None, limit).await?;
        Ok(Some(FirstPage { head_id: chat.head_id, page }))
    }

    /// There is one transaction at a time anyway.
    async fn lock(&mut self, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError> {
        ChatRepository::find(self, owner, id).await
    }

    async fn lock_to_grow(
        &mut self,
        owner: UserId,
        id: ChatId,
        ids: &[MessageId],
    ) -> Result<Option<GrowingChat>, StoreError> {
        let Some(chat) = self.lock(owner, id).await? else { return Ok(None) };
        let preferences = PreferencesRepository::find(self, owner).await?;
        let known = MessageRepository::find(self, &chat, ids).await?;
        let deleted = self.deleted_among(&chat, ids).await?;
        let keeps_history = preferences.is_some_and(|found| found.chat.save_history);
        Ok(Some(GrowingChat { chat, keeps_history, known, deleted }))
    }

    async fn count(&mut self, owner: UserId) -> Result<u32, StoreError> {
        let count = of_user(&self.0.state(), owner, None).len();
        Ok(count.try_into().unwrap_or(u32::MAX))
    }

    async fn list(
        &mut self,
        owner: UserId,
        filter: &ChatFilter,
        after: Option<&Cursor<Chat>>,
        limit: Limit,
    ) -> Result<Page<Chat>, StoreError> {
        chat_list::list(&self.0.state(), owner, filter, after, limit)
    }

    async fn update(&mut self, chat: &Chat) -> Result<(), StoreError> {
        self.0.change(|state| {
            let Some(kept) = Arc::make_mut(&mut state.chats).get_mut(&chat.id) else {
                return Err(StoreError::Backend("there is no such chat".into()));
            };
            let titled_anew = kept.title != chat.title;
            let moves = kept.last_message_at != chat.last_message_at;
            let (owner_id, created_at) = (kept.owner_id, kept.created_at);
            *kept = Chat { owner_id, created_at, ..chat.clone() };
            if moves {
                state.move_in_list(chat.id, chat.last_message_at);
            }
            if titled_anew {
                state.search.put_title(chat);
            }
            Ok(())
        })
    }

    async fn delete(&mut self, owner: UserId, ids: &[ChatId]) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let theirs = of_user(state, owner, Some(ids));
            theirs.iter().for_each(|id| remove(state, *id));
            Ok(theirs.len() as u64)
        })
    }

    async fn give(
        &mut self,
        from: UserId,
        to: UserId,
        ids: Option<&[ChatId]>,
    ) -> Result<Vec<ChatId>, StoreError> {
        self.0.change(|state| {
            if !state.users.contains_key(&to) {
                return Err(StoreError::Backend("there is no such user".into()));
            }
            let given = of_user(state, from, ids);
            for id in &given {
                if let Some(chat) = Arc::make_mut(&mut state.chats).get_mut(id) {
                    chat.owner_id = to;
                    let stands_at = chat.last_message_at;
                    state.enter_list(*id, stands_at);
                }
            }
            for report in Arc::make_mut(&mut state.reports).values_mut() {
                let goes = ids.is_none() || given.contains(&report.chat_id);
                if goes && report.user_id == from {
                    report.user_id = to;
                }
            }
            Ok(given.into_iter().collect())
        })
    }

    async fn search(
        &mut self,
        owner: UserId,
        query: &ChatQuery,
        after: Option<&Cursor<SearchHit>>,
        limit: Limit,
    ) -> Result<Page<SearchHit>, StoreError> {
        let state = self.0.state();
        let found = state.search.find(&of_user(&state, owner, None), query);
        let after = after.map(|after| Cursor::after(after.key().to_vec()));
        let place = |found: &(u64, _, _)| from_the_end(found.0.to_be_bytes());
        let found = page(found.into_iter(), place, after.as_ref(), limit);
        let hit = |(_, chat, message): (u64, ChatId, Option<_>)| {
            let messages = of_chat(&state.messages, chat);
            let message = message.and_then(|id| named(&messages, &id).map(|m| (**m).clone()));
            Some(SearchHit { chat: state.chats.get(&chat)?.clone(), message })
        };
        let next = found.next.map(|next| Cursor::after(next.key().to_vec()));
        Ok(Page { items: found.items.into_iter().filter_map(hit).collect(), next })
    }

    /// They are forgotten at once.
    async fn forget_words(&mut self) -> Result<bool, StoreError> {
        Ok(false)
    }
}
