use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    audit::{EventFilter, EventKind, ListEvents, Whose},
    roles::Permission,
    shared::UserId,
};
use utoipa::IntoParams;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        EventKindWord, EventView, Fields, GuardProblems, ListProblems, ListQuery, PageParams,
        PageView, one_of, parse_id, parse_moment,
    },
};

/// Which events; nothing said: all.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct EventParams {
    /// Only what this user did, or what concerns the account.
    #[param(format = "uuid", example = "01890000-0000-7000-8000-000000000000")]
    user_id: Option<String>,
    /// Only events of this type.
    #[param(inline, example = "authn_login_fail")]
    r#type: Option<EventKindWord>,
    /// Only events at this moment or later. RFC 3339.
    #[param(format = DateTime, example = "2026-11-21T09:30:00Z")]
    from: Option<String>,
    /// Only events before this moment. RFC 3339.
    #[param(format = DateTime, example = "2999-11-21T09:30:00Z")]
    to: Option<String>,
}

/// What happened
///
/// The security events of everybody, the newest first.
#[utoipa::path(
    get, path = "/api/v1/admin/audit-events", tag = "admin", params(EventParams, PageParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReadAuditTrail.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<EventView>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn list_events(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let filter = read(&mut query.fields);
    let (filter, paging) = query.finish(&caller.actor, || filter)?;
    let query = ListEvents { filter, after: paging.after()?, limit: paging.limit, client };
    let page = bookplate.audit.list_events(&caller.actor, query).await?;
    Ok(paging.present(&page, EventView::from))
}

fn read(fields: &mut Fields) -> Option<EventFilter> {
    let whose =
        fields.optional_text("userId", |text| parse_id::<UserId>(text).map(Whose::ActorOrTarget));
    let kind = fields.optional_text("type", one_of(EventKind::ALL, EventKind::as_str));
    let from = fields.optional_text("from", parse_moment);
    let to = fields.optional_text("to", parse_moment);
    Some(EventFilter { whose: whose?, kind: kind?, from: from?, to: to? })
}
