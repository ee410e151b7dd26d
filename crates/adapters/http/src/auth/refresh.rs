use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    sessions::{Refresh, SessionGrant},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::transport::read_refresh_token;
use crate::{
    edge::RequestClient,
    problem::Problem,
    wire::{BodyProblems, Fields, LimitProblems, ProblemView, SessionView, TokensView},
};

/// What refreshing asks for.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct RefreshBody {
    /// The newest refresh token of the session.
    refresh_token: String,
}

/// The next tokens of a session.
#[derive(Serialize, ToSchema)]
#[schema(as = Refreshed)]
pub(crate) struct RefreshedView {
    session: SessionView,
    tokens: TokensView,
}

impl From<&SessionGrant> for RefreshedView {
    fn from(grant: &SessionGrant) -> Self {
        Self {
            session: SessionView::current(&grant.session),
            tokens: TokensView::from(&grant.tokens),
        }
    }
}

/// Get the next tokens
///
/// Many requests at once with one token get one and the same successor. A token whose successor is
/// in use ends its session.
#[utoipa::path(
    post, path = "/api/v1/auth/refresh", tag = "auth", request_body = RefreshBody,
    responses(
        (status = 200, description = "The next two tokens.", body = RefreshedView),
        (status = 401, description = "The refresh token is of no use.", body = ProblemView,
            content_type = "application/problem+json"),
        BodyProblems, LimitProblems,
    )
)]
pub(crate) async fn refresh(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let token = read_refresh_token(&mut fields);
    let command = fields.finish(|| Some(Refresh { token: token?, client }))?;
    let grant = bookplate.sessions.refresh(command).await?;
    Ok(HttpResponse::Ok().json(RefreshedView::from(&grant)))
}
