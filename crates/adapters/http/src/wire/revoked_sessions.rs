use serde::Serialize;
use utoipa::ToSchema;

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
#[schema(as = RevokedSessions)]
pub(crate) struct RevokedSessionsView {
    /// The number.
    #[schema(example = 2)]
    pub(crate) revoked: u64,
}
