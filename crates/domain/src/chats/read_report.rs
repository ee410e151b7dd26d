use super::{ChatError, Chats, Message, Report};
use crate::{
    audit::{EventKind, FieldChange},
    roles::{Permission, authorise_now},
    sessions::Actor,
    shared::{Client, ReportId},
};

/// A report, and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedMessage {
    /// The report.
    pub report: Report,
    /// The message; `None` if it is gone.
    pub message: Option<Message>,
    /// At most three messages before it and three after it, by their numbers.
    pub neighbours: Vec<Message>,
}

/// How many messages on each side are needed to judge one.
const NEIGHBOURS: u16 = 3;

impl Chats {
    /// A report, its message and the messages around it: the only way to read somebody else's chat.
    /// That somebody read it is noted.
    ///
    /// `NotFound` without such a report; `Forbidden` without the permission; `Revoked` or `Expired`
    /// if the caller's session has ended by then.
    pub async fn read_report(
        &self,
        actor: &Actor,
        id: ReportId,
        client: &Client,
    ) -> Result<ReportedMessage, ChatError> {
        self.ports.authorise(Some(actor), Permission::ReviewReports, client).await?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        authorise_now(tx.as_mut(), Some(actor), Permission::ReviewReports, now).await?;
        let report = tx.reports().find(id).await?.ok_or(ChatError::NotFound)?;
        let (mut message, mut neighbours) = (None, Vec::new());
        if let Some(chat) = tx.chats().find(report.user_id, report.chat_id).await? {
            let ids = std::slice::from_ref(&report.message_id);
            message = tx.messages().find(&chat, ids).await?.pop();
            if let Some(message) = &message {
                neighbours = tx.messages().around(&chat, message.seq, NEIGHBOURS).await?;
                neighbours.retain(|each| each.id != message.id);
            }
        }
        let event = self.ports.event(EventKind::ReportRead, now, client);
        let which = FieldChange::told("reportId", None, Some(id.to_string()));
        let event = event.done_by(Some(actor), report.user_id).changing(vec![which]);
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(ReportedMessage { report, message, neighbours })
    }
}
