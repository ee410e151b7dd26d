use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, audit::ListOwnEvents, roles::Permission};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, ListProblems, ListQuery, OwnEventView, PageParams, PageView},
};

/// What happened to my account
///
/// The security events of the account, the newest first.
#[utoipa::path(
    get, path = "/api/v1/users/me/events", tag = "users", params(PageParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReadOwnEvents.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<OwnEventView>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn list_own_events(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let user = caller.actor.user_id;
    let ((), paging) = query.finish(&caller.actor, || Some(()))?;
    let query = ListOwnEvents { after: paging.after()?, limit: paging.limit };
    let page = bookplate.audit.list_own_events(&caller.actor, query).await?;
    Ok(paging.present(&page, |event| OwnEventView::from(event.as_told_to(user))))
}
