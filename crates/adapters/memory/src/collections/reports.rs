use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    chats::{MessageId, Report, ReportRepository, ReportStatus},
    shared::{ChatId, Cursor, Limit, Page, ReportId, UserId},
    store::{StoreError, Unique},
};

use super::{
    Collections,
    pages::{from_the_end, page},
};
use crate::{
    state::{State, insert},
    view::View,
};

/// Removes the reports of an account's messages, and its name from those that it settled.
pub(super) fn forget(state: &mut State, user: UserId) {
    let reports = Arc::make_mut(&mut state.reports);
    reports.retain(|_, report| report.user_id != user);
    for resolution in reports.values_mut().filter_map(|report| report.resolution.as_mut()) {
        resolution.by = resolution.by.filter(|by| *by != user);
    }
}

#[async_trait]
impl<V: View> ReportRepository for Collections<V> {
    async fn insert(&mut self, report: &Report) -> Result<(), StoreError> {
        self.0.change(|state| {
            if !state.users.contains_key(&report.user_id) {
                return Err(StoreError::Backend("there is no such user".into()));
            }
            insert(&mut state.reports, report.id, report.clone(), Unique::Id)
        })
    }

    async fn find(&mut self, id: ReportId) -> Result<Option<Report>, StoreError> {
        Ok(self.0.state().reports.get(&id).cloned())
    }

    /// There is one transaction at a time anyway.
    async fn lock(&mut self, id: ReportId) -> Result<Option<Report>, StoreError> {
        ReportRepository::find(self, id).await
    }

    async fn find_open(
        &mut self,
        user: UserId,
        chat: ChatId,
        message: &MessageId,
    ) -> Result<Option<Report>, StoreError> {
        let is_wanted = |report: &&Report| {
            report.user_id == user
                && report.chat_id == chat
                && report.message_id == *message
                && report.resolution.is_none()
        };
        Ok(self.0.state().reports.values().find(is_wanted).cloned())
    }

    async fn list(
        &mut self,
        status: Option<ReportStatus>,
        user: Option<UserId>,
        after: Option<&Cursor<Report>>,
        limit: Limit,
    ) -> Result<Page<Report>, StoreError> {
        let state = self.0.state();
        let is_wanted = |report: &&Report| {
            status.is_none_or(|status| report.status() == status)
                && user.is_none_or(|user| report.user_id == user)
        };
        let newest_first = state.reports.values().rev().filter(is_wanted).cloned();
        let place = |report: &Report| from_the_end(report.id.as_uuid().into_bytes());
        Ok(page(newest_first, place, after, limit))
    }

    async fn update(&mut self, report: &Report) -> Result<(), StoreError> {
        self.0.change(|state| {
            if let Some(kept) = Arc::make_mut(&mut state.reports).get_mut(&report.id) {
                kept.resolution.clone_from(&report.resolution);
            }
            Ok(())
        })
    }
}
