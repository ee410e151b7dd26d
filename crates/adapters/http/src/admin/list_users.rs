use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    roles::{ListUsers, Permission, Role},
    users::{SearchQuery, Status, UserFilter},
};
use utoipa::IntoParams;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        AdminUserView, Fields, GuardProblems, ListProblems, ListQuery, PageParams, PageView,
        RoleWord, StatusWord, one_of, true_or_false,
    },
};

/// Which accounts; nothing said: all.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct UserParams {
    /// The beginning of an address, of a name, or of a later word of a name.
    #[param(min_length = 1, max_length = 254, example = "ada")]
    query: Option<String>,
    /// What they may do.
    #[param(inline, example = "user")]
    role: Option<RoleWord>,
    /// Whether they may be used.
    #[param(inline, example = "active")]
    status: Option<StatusWord>,
    /// Whether the mailbox is proven.
    #[param(example = true)]
    verified: Option<bool>,
}

/// List accounts
///
/// Without a query the newest first, with one by what was found.
#[utoipa::path(
    get, path = "/api/v1/admin/users", tag = "admin", params(UserParams, PageParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReadUsers.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<AdminUserView>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn list_users(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let filter = read(&mut query.fields);
    let (filter, paging) = query.finish(&caller.actor, || filter)?;
    let query = ListUsers { filter, after: paging.after()?, limit: paging.limit, client };
    let page = bookplate.roles.list_users(Some(&caller.actor), query).await?;
    let now = bookplate.now();
    Ok(paging.present(&page, |user| AdminUserView::new(user, now)))
}

fn read(fields: &mut Fields) -> Option<UserFilter> {
    let query = fields.optional_text("query", SearchQuery::parse);
    let role = fields.optional_text("role", one_of(&Role::ALL, Role::as_str));
    let status = fields.optional_text("status", one_of(&Status::ALL, Status::as_str));
    let verified = fields.optional_text("verified", true_or_false);
    Some(UserFilter { query: query?, role: role?, status: status?, verified: verified? })
}
