use bookplate_domain::{
    shared::Timestamp,
    users::{Suspension, User},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{StatusWord, UserView};
use crate::edge::StateTag;

/// An account, as those see it who look after accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = AdminUser)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdminUserView {
    #[serde(flatten)]
    user: UserView,
    /// Whether it may be used.
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// The suspension, while it holds.
    suspension: Option<SuspensionView>,
    /// Whether the account has a password.
    has_password: bool,
}

impl AdminUserView {
    /// An account as it is `now`.
    pub(crate) fn new(user: &User, now: Timestamp) -> Self {
        let holds = |suspension: &&Suspension| suspension.holds(now);
        Self {
            user: UserView::from(user),
            status: user.status(now).as_str(),
            suspension: user.suspension.as_ref().filter(holds).map(SuspensionView::from),
            has_password: user.password.is_some(),
        }
    }

    /// A suspension that ends by itself changes what is shown of a version.
    pub(crate) fn tag(&self) -> StateTag {
        StateTag::new(self.user.version, self.suspension.as_ref().map(|_| self.status))
    }
}

/// An account as it is `now`, as a line of JSON without its end.
pub fn admin_user_line(user: &User, now: Timestamp) -> Result<String, serde_json::Error> {
    serde_json::to_string(&AdminUserView::new(user, now))
}

/// That nobody may use an account.
#[derive(Serialize, ToSchema)]
#[schema(as = Suspension)]
pub(crate) struct SuspensionView {
    /// Since when. RFC 3339, UTC.
    #[schema(format = DateTime)]
    at: String,
    /// Until when; null if it does not end by itself. RFC 3339, UTC.
    #[schema(format = DateTime)]
    until: Option<String>,
    /// Why.
    #[schema(example = "spam")]
    reason: String,
}

impl From<&Suspension> for SuspensionView {
    fn from(suspension: &Suspension) -> Self {
        Self {
            at: suspension.at.to_string(),
            until: suspension.until.map(|until| until.to_string()),
            reason: suspension.reason.as_str().to_owned(),
        }
    }
}
