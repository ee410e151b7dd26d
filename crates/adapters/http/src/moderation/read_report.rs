use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission, shared::ReportId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, MessageView, PathId, ReportView, TargetProblems},
};

/// A report, and what it is about.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportedMessage)]
pub(crate) struct ReportedMessageView<'a> {
    /// The report.
    report: ReportView<'a>,
    /// The message; null if it is gone.
    message: Option<MessageView<'a>>,
    /// At most three messages before it and three after it, by their numbers.
    neighbours: Vec<MessageView<'a>>,
}

/// Read a report
///
/// With its message and those around it: the only way to read somebody else's chat. That somebody
/// read it is noted.
#[utoipa::path(
    get, path = "/api/v1/moderation/reports/{id}", tag = "moderation",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReviewReports.as_str()))),
    params(("id" = String, Path, description = "Which.", format = "uuid")),
    responses(
        (status = 200, description = "The report.", body = ReportedMessageView<'static>),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn read_report(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathId(id): PathId<ReportId>,
) -> Result<HttpResponse, Problem> {
    let read = bookplate.chats.read_report(&caller.actor, id, &client).await?;
    let now = bookplate.now();
    let view = |message| MessageView::new(message, now);
    Ok(HttpResponse::Ok().json(ReportedMessageView {
        report: ReportView::from(&read.report),
        message: read.message.as_ref().map(view),
        neighbours: read.neighbours.iter().map(view).collect(),
    }))
}
