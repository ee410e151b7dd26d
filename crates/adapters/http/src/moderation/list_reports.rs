use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{ListReports, ReportStatus},
    roles::Permission,
};
use utoipa::IntoParams;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        GuardProblems, ListProblems, ListQuery, PageParams, PageView, ReportStatusWord, ReportView,
        one_of,
    },
};

/// Which reports; nothing said: all.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct ReportParams {
    /// How far they are.
    #[param(inline)]
    status: Option<ReportStatusWord>,
}

/// List reports
///
/// The newest first, without what the messages say. That somebody looked is noted.
#[utoipa::path(
    get, path = "/api/v1/moderation/reports", tag = "moderation",
    params(ReportParams, PageParams), security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReviewReports.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<ReportView<'static>>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn list_reports(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let words = one_of(ReportStatus::ALL, ReportStatus::as_str);
    let status = query.fields.optional_text("status", words);
    let (status, paging) = query.finish(&caller.actor, || status)?;
    let query = ListReports { status, after: paging.after()?, limit: paging.limit, client };
    let page = bookplate.chats.list_reports(&caller.actor, query).await?;
    Ok(paging.present(&page, ReportView::from))
}
