use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    chats::VisitorQuestionLog,
    shared::{Timestamp, UserId},
    store::StoreError,
};

use super::Collections;
use crate::{kept_messages::Question, view::View};

#[async_trait]
impl<V: View> VisitorQuestionLog for Collections<V> {
    async fn add(&mut self, visitor: UserId, at: Timestamp, count: u32) -> Result<(), StoreError> {
        self.0.change(|state| {
            if !state.users.contains_key(&visitor) {
                return Err(StoreError::Backend("there is no such user".into()));
            }
            Arc::make_mut(&mut state.questions).push(Question { visitor, at, count });
            Ok(())
        })
    }

    async fn since(
        &mut self,
        visitor: UserId,
        after: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let state = self.0.state();
        let theirs = state.questions.iter().filter(|q| q.visitor == visitor && q.at > after);
        let mut moments: Vec<Timestamp> =
            theirs.flat_map(|q| std::iter::repeat_n(q.at, q.count as usize)).collect();
        moments.sort_unstable();
        Ok(moments)
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        self.0.change(|state| {
            let mut purged = 0;
            Arc::make_mut(&mut state.questions).retain(|question| {
                let goes = question.at < before && purged < u64::from(count);
                purged += u64::from(goes);
                !goes
            });
            Ok(purged)
        })
    }
}
