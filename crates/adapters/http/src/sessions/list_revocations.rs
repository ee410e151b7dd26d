use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    web::{Data, Query},
};
use bookplate_domain::{
    Bookplate,
    sessions::{Revoked, RevokedTokens},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use utoipa::{IntoParams, ToSchema};

use super::since;
use crate::{
    HttpConfig,
    edge::Bearer,
    problem::Problem,
    wire::{KeyProblems, ProblemView},
};

/// From where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RevocationsQuery {
    /// `nextCursor` of the answer before. Without it, everything that still matters is given.
    since: Option<String>,
}

/// What made access tokens worthless before they expired.
#[derive(Serialize, ToSchema)]
#[schema(as = RevocationList)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevocationListView {
    /// The oldest first. Some may have been in an earlier answer.
    data: Vec<RevocationView>,
    /// For the next request, which gives what is not in this answer.
    next_cursor: String,
    /// Whether more is there already; if not, ask again in a few seconds.
    more: bool,
}

/// Which access tokens are worthless.
#[derive(Serialize, ToSchema)]
#[schema(as = Revocation)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum RevocationView {
    /// All of a session.
    Session {
        /// `sid` of the tokens.
        #[schema(format = "uuid", rename = "sessionId")]
        session_id: String,
        /// When. RFC 3339, UTC.
        #[schema(format = DateTime)]
        at: String,
    },
    /// All of a user that were issued before a moment: what they say is out of date.
    User {
        /// `sub` of the tokens.
        #[schema(format = "uuid", rename = "userId")]
        user_id: String,
        /// Tokens with a smaller `iat` are worthless. One that is issued in the same second as the
        /// change counts as older: refresh once more a second later.
        #[schema(example = 1_795_253_400, rename = "issuedBefore")]
        issued_before: i64,
        /// When. RFC 3339, UTC.
        #[schema(format = DateTime)]
        at: String,
    },
}

impl From<&Revoked> for RevocationView {
    fn from(revoked: &Revoked) -> Self {
        let at = revoked.at.to_string();
        match revoked.what {
            RevokedTokens::OfSession(id) => Self::Session { session_id: id.to_string(), at },
            RevokedTokens::OfUser(id) => {
                Self::User { user_id: id.to_string(), issued_before: revoked.issued_before(), at }
            }
        }
    }
}

/// That the request came with the static key of the configuration.
pub(crate) struct KnowsTheKey;

impl KnowsTheKey {
    fn of(request: &HttpRequest) -> Option<Self> {
        let key = request.app_data::<Data<HttpConfig>>()?.revocations_key.as_ref()?;
        let given = Bearer::of(request).ok()?.0?;
        let same = given.as_bytes().ct_eq(key.expose_secret().as_bytes());
        bool::from(same).then_some(Self)
    }
}

impl FromRequest for KnowsTheKey {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request).ok_or_else(Problem::unauthorized))
    }
}

/// Which access tokens have become worthless
///
/// For services that verify access tokens by themselves: which sessions have ended, and which users
/// have changed, for as long as an access token lives. Only where a key for it is configured.
#[utoipa::path(
    get, path = "/api/v1/revocations", tag = "sessions", params(RevocationsQuery),
    security(("revocationsKey" = [])),
    responses(
        (status = 200, description = "The revocations since the cursor.",
            body = RevocationListView),
        (status = 400, description = "The cursor is none (`INVALID_CURSOR`), or there is a \
            parameter besides it (`MALFORMED_REQUEST`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 404, description = "No key for it is configured.", body = ProblemView,
            content_type = "application/problem+json"),
        KeyProblems,
    )
)]
pub(crate) async fn list_revocations(
    bookplate: Data<Bookplate>,
    _: KnowsTheKey,
    query: Query<RevocationsQuery>,
) -> Result<HttpResponse, Problem> {
    let since = match &query.since {
        None => None,
        Some(text) => Some(since::read(text).ok_or_else(Problem::invalid_cursor)?),
    };
    let revocations = bookplate.sessions.list_revocations(since).await?;
    Ok(HttpResponse::Ok().json(RevocationListView {
        data: revocations.items.iter().map(RevocationView::from).collect(),
        next_cursor: since::write(revocations.next),
        more: revocations.more,
    }))
}
