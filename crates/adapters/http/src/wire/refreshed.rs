use bookplate_domain::sessions::SessionGrant;
use serde::Serialize;
use utoipa::ToSchema;

use super::{SessionView, TokensView, Transport};

/// The next tokens of a session.
#[derive(Serialize, ToSchema)]
#[schema(as = Refreshed)]
pub(crate) struct RefreshedView {
    session: SessionView,
    tokens: TokensView,
}

impl RefreshedView {
    pub(crate) fn new(grant: &SessionGrant, transport: Transport) -> Self {
        Self {
            session: SessionView::current(&grant.session),
            tokens: TokensView::new(&grant.tokens, transport),
        }
    }
}
