use bookplate_domain::chats::{Report, Resolution};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ReportActionWord, ReportReasonWord, ReportStatusWord};

/// A report of a message, as whoever made it sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnReport)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnReportView<'a> {
    /// Its own id.
    #[schema(format = "uuid")]
    id: String,
    /// The chat.
    #[schema(format = "uuid")]
    chat_id: String,
    /// The message.
    #[schema(example = "msg_9f2k")]
    message_id: &'a str,
    /// What is wrong with it.
    #[schema(value_type = ReportReasonWord)]
    reason: &'static str,
    /// The same in the reader's words.
    comment: Option<&'a str>,
    /// How far it is.
    #[schema(value_type = ReportStatusWord)]
    status: &'static str,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
}

impl<'a> From<&'a Report> for OwnReportView<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            id: report.id.to_string(),
            chat_id: report.chat_id.to_string(),
            message_id: report.message_id.as_str(),
            reason: report.reason.as_str(),
            comment: report.comment.as_ref().map(|comment| comment.as_str()),
            status: report.status().as_str(),
            created_at: report.created_at.to_string(),
        }
    }
}

/// A report of a message, as moderators see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Report)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportView<'a> {
    #[serde(flatten)]
    report: OwnReportView<'a>,
    /// Who holds the chat, and reported the message.
    #[schema(format = "uuid")]
    user_id: String,
    /// What came of it; null while it is open.
    resolution: Option<ResolutionView<'a>>,
}

impl<'a> From<&'a Report> for ReportView<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            report: report.into(),
            user_id: report.user_id.to_string(),
            resolution: report.resolution.as_ref().map(ResolutionView::from),
        }
    }
}

/// What came of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Resolution)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResolutionView<'a> {
    /// What was done.
    #[schema(value_type = ReportActionWord)]
    action: &'static str,
    /// Who decided; null if that account is gone.
    #[schema(format = "uuid")]
    by: Option<String>,
    /// When. RFC 3339, UTC.
    #[schema(format = DateTime)]
    at: String,
    /// Why, for other moderators.
    note: Option<&'a str>,
}

impl<'a> From<&'a Resolution> for ResolutionView<'a> {
    fn from(resolution: &'a Resolution) -> Self {
        Self {
            action: resolution.action.as_str(),
            by: resolution.by.map(|id| id.to_string()),
            at: resolution.at.to_string(),
            note: resolution.note.as_ref().map(|note| note.as_str()),
        }
    }
}
