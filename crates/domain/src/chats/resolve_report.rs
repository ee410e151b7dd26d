use super::{
    ChatError, Chats, Comment, Report, ReportAction, Resolution, delete_message::remove_message,
};
use crate::{
    audit::{Event, EventKind, FieldChange},
    roles::{Permission, Roles, SetStatus, UpdateUser, authorise_now, authorise_on},
    sessions::Actor,
    shared::{Client, IfVersion, ReportId, Timestamp, UserId},
    store::Transaction,
    users::{SuspensionReason, User},
};

/// A moderator settles a report.
#[derive(Clone, Debug)]
pub struct ResolveReport {
    /// Which.
    pub id: ReportId,
    /// What to do.
    pub action: ReportAction,
    /// Why, for other moderators.
    pub note: Option<Comment>,
    /// Where the request came from.
    pub client: Client,
}

impl Chats {
    /// Settles a report, and answers it as it is then. Settling it once more in the same way changes
    /// nothing.
    ///
    /// `NotFound` without such a report; `ReportResolved` if it is settled in another way;
    /// `LastAdmin` if no active admin would be left; `Forbidden` without the permission, and to
    /// suspend oneself, or, for a moderator, staff; `Revoked` or `Expired` if the caller's session
    /// has ended by then.
    pub async fn resolve_report(
        &self,
        actor: &Actor,
        command: ResolveReport,
    ) -> Result<Report, ChatError> {
        let client = command.client.clone();
        self.ports.authorise(Some(actor), Permission::ReviewReports, &client).await?;
        let mut author = self.author_of(command.id).await?;
        loop {
            let resolved = self.try_resolve_report(actor, author, &command).await;
            if matches!(resolved, Err(ChatError::NotFound)) {
                // Its chat may have been given to somebody else meanwhile; that happens once.
                let holder = self.author_of(command.id).await?;
                if holder != author {
                    author = holder;
                    continue;
                }
            }
            return self.ports.noting_refusal(resolved, Some(actor), Some(author), &client).await;
        }
    }

    async fn author_of(&self, id: ReportId) -> Result<UserId, ChatError> {
        let found = self.ports.store.read().reports().find(id).await?;
        Ok(found.ok_or(ChatError::NotFound)?.user_id)
    }

    async fn try_resolve_report(
        &self,
        actor: &Actor,
        user_id: UserId,
        command: &ResolveReport,
    ) -> Result<Report, ChatError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let kept = tx.users().lock_with_admins(user_id).await?;
        authorise_now(tx.as_mut(), Some(actor), Permission::ReviewReports, now).await?;
        let report = tx.reports().lock(command.id).await?;
        let report = report.filter(|report| report.user_id == user_id);
        let report = report.ok_or(ChatError::NotFound)?;
        if let Some(resolution) = &report.resolution {
            let same = resolution.action == command.action;
            return if same { Ok(report) } else { Err(ChatError::ReportResolved) };
        }
        match command.action {
            ReportAction::Dismiss => {}
            ReportAction::RemoveMessage => self.remove_reported(tx.as_mut(), &report, now).await?,
            ReportAction::SuspendAuthor => {
                self.suspend_author(tx.as_mut(), actor, &report, &kept, command, now).await?;
            }
        }
        let ResolveReport { action, note, client, .. } = command;
        let by = Some(actor.user_id);
        let resolution = Resolution { action: *action, by, at: now, note: note.clone() };
        let report = Report { resolution: Some(resolution), ..report };
        tx.reports().update(&report).await?;
        let event = self.ports.event(EventKind::ReportResolved, now, client);
        let which = FieldChange::told("reportId", None, Some(report.id.to_string()));
        let what = FieldChange::told("action", None, Some(action.as_str().to_owned()));
        let event = event.done_by(Some(actor), user_id);
        tx.audit().record(&Event { changes: vec![which, what], ..event }).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// Deletes the message, if it is still there.
    async fn remove_reported(
        &self,
        tx: &mut dyn Transaction,
        report: &Report,
        now: Timestamp,
    ) -> Result<(), ChatError> {
        let Some(chat) = tx.chats().lock(report.user_id, report.chat_id).await? else {
            return Ok(());
        };
        let ids = std::slice::from_ref(&report.message_id);
        if let Some(message) = tx.messages().find(&chat, ids).await?.pop() {
            remove_message(tx, &chat, &message, now).await?;
        }
        Ok(())
    }

    /// Suspends whoever holds the chat, for good.
    async fn suspend_author(
        &self,
        tx: &mut dyn Transaction,
        actor: &Actor,
        report: &Report,
        kept: &[User],
        command: &ResolveReport,
        now: Timestamp,
    ) -> Result<(), ChatError> {
        let author = kept.iter().find(|user| user.id == report.user_id);
        let author = author.ok_or(ChatError::NotFound)?;
        authorise_on(tx, Some(actor), Permission::ReviewReports, author, now).await?;
        let reason = format!("a reported message: {}", report.reason.as_str());
        let reason = SuspensionReason::parse(&reason);
        let reason = reason.map_err(|e| crate::shared::InputErrors::one("action", e))?;
        let suspend = UpdateUser {
            id: author.id,
            name: None,
            role: None,
            status: Some(SetStatus::Suspended { reason, until: None }),
            if_version: IfVersion::Any,
            client: command.client.clone(),
        };
        let roles = Roles { ports: self.ports.clone(), policy: self.policy.clone() };
        roles.apply(tx, Some(actor), author, kept, &suspend, now).await?;
        Ok(())
    }
}
