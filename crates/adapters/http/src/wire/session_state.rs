use bookplate_domain::chats::VisitorAllowance;
use serde::Serialize;
use utoipa::ToSchema;

use super::{SessionView, UserView};

/// Whether anybody is signed in, and who.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionState {
    /// `unauthenticated`, `anonymous` or `authenticated`.
    pub(crate) status: &'static str,
    /// Who, if anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<UserView>,
    /// In which session, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session: Option<SessionView>,
    /// How much a visitor may still ask; absent for everybody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limits: Option<VisitorLimitsView>,
}

/// How much a visitor may still ask.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VisitorLimits)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VisitorLimitsView {
    /// How many questions a visitor has on a rolling day.
    #[schema(example = 20)]
    messages_per_day: u32,
    /// How many are left now.
    #[schema(example = 17)]
    remaining: u32,
    /// When the next one comes back; null if none is spent. RFC 3339, UTC.
    #[schema(format = DateTime)]
    next_at: Option<String>,
}

impl From<VisitorAllowance> for VisitorLimitsView {
    fn from(allowance: VisitorAllowance) -> Self {
        Self {
            messages_per_day: allowance.limit,
            remaining: allowance.remaining,
            next_at: allowance.next_at.map(|at| at.to_string()),
        }
    }
}
