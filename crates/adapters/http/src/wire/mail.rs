use bookplate_domain::mail::MailRecord;
use serde::Serialize;
use utoipa::ToSchema;

use super::MailStatusWord;

/// A mail as an operator sees it: without what it says.
#[derive(Serialize, ToSchema)]
#[schema(as = Mail)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MailView {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// What became of it.
    #[schema(value_type = MailStatusWord)]
    status: &'static str,
    /// Which mail it is.
    #[schema(example = "verify_email")]
    kind: String,
    /// Where it goes.
    #[schema(format = Email)]
    to: String,
    /// How often sending was begun, but for the times when the provider could not be reached.
    attempts: u32,
    /// When it was written. RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
    /// Not to be sent before this, if it is owed. RFC 3339, UTC.
    #[schema(format = DateTime)]
    due_at: String,
    /// When it was sent or given up. RFC 3339, UTC.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// What the provider said the last time that it did not take the mail.
    last_error: Option<String>,
}

impl From<&MailRecord> for MailView {
    fn from(mail: &MailRecord) -> Self {
        Self {
            id: mail.id.to_string(),
            status: mail.status.as_str(),
            kind: mail.kind.clone(),
            to: mail.to.clone(),
            attempts: mail.attempts,
            created_at: mail.created_at.to_string(),
            due_at: mail.due_at.to_string(),
            ended_at: mail.ended_at.map(|at| at.to_string()),
            last_error: mail.last_error.clone(),
        }
    }
}

/// A mail as a line of JSON without its end.
pub fn mail_line(mail: &MailRecord) -> Result<String, serde_json::Error> {
    serde_json::to_string(&MailView::from(mail))
}
