use super::{ChatError, Chats, Comment, MessageId, Report, ReportReason, lock, message_of};
use crate::{
    audit::EventKind,
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{ChatId, Client, ReportId},
};

/// Somebody finds a message wrong.
#[derive(Clone, Debug)]
pub struct ReportMessage {
    /// The chat.
    pub chat_id: ChatId,
    /// The message.
    pub id: MessageId,
    /// What is wrong with it.
    pub reason: ReportReason,
    /// The same in their words.
    pub comment: Option<Comment>,
    /// Where the request came from.
    pub client: Client,
}

impl Chats {
    /// Reports a message in a chat of the caller to the moderators, and answers the report with
    /// whether it is new: while one is open, it stays as it is.
    ///
    /// `NotFound` without such a chat or message; `LimitReached` if the caller writes too often;
    /// `Forbidden` without the permission; `Revoked` if the caller is gone.
    pub async fn report_message(
        &self,
        actor: &Actor,
        command: ReportMessage,
    ) -> Result<(Report, bool), ChatError> {
        let ReportMessage { chat_id, id, reason, comment, client } = command;
        actor.require(Permission::ManageOwnChats)?;
        self.count_write(actor).await?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        // The report refers to the user: whoever deletes the account waits here, not at the chat.
        tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        let chat = lock(tx.as_mut(), actor, chat_id).await?;
        let message = message_of(tx.as_mut(), &chat, &id).await?;
        if let Some(open) = tx.reports().find_open(actor.user_id, chat.id, &message.id).await? {
            return Ok((open, false));
        }
        let report = Report {
            id: ReportId::mint(now, self.ports.random.as_ref()),
            user_id: actor.user_id,
            chat_id,
            message_id: message.id,
            reason,
            comment,
            created_at: now,
            resolution: None,
        };
        tx.reports().insert(&report).await?;
        let event = self.ports.event(EventKind::MessageReported, now, &client);
        tx.audit().record(&event.done_by(Some(actor), actor.user_id)).await?;
        tx.commit().await?;
        Ok((report, true))
    }
}
