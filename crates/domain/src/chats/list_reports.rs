use super::{ChatError, Chats, Report, ReportStatus};
use crate::{
    audit::EventKind,
    roles::{Permission, authorise_now},
    sessions::Actor,
    shared::{Client, Cursor, Limit, Page},
};

/// Which reports to list.
#[derive(Clone, Debug)]
pub struct ListReports {
    /// Only those with this status.
    pub status: Option<ReportStatus>,
    /// From behind this place on.
    pub after: Option<Cursor<Report>>,
    /// How many.
    pub limit: Limit,
    /// Where the request came from.
    pub client: Client,
}

impl Chats {
    /// The reports of messages, the newest first. That somebody looked is noted.
    ///
    /// `Forbidden` without the permission; `Revoked` or `Expired` if the caller's session has ended
    /// by then.
    pub async fn list_reports(
        &self,
        actor: &Actor,
        query: ListReports,
    ) -> Result<Page<Report>, ChatError> {
        let ListReports { status, after, limit, client } = query;
        self.ports.authorise(Some(actor), Permission::ReviewReports, &client).await?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        authorise_now(tx.as_mut(), Some(actor), Permission::ReviewReports, now).await?;
        let page = tx.reports().list(status, None, after.as_ref(), limit).await?;
        let event = self.ports.event(EventKind::ReportsListed, now, &client);
        tx.audit().record(&event.done_by(Some(actor), actor.user_id)).await?;
        tx.commit().await?;
        Ok(page)
    }
}
