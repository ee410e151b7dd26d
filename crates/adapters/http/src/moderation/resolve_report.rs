use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{Comment, ReportAction, ResolveReport},
    roles::Permission,
    shared::ReportId,
};
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        BodyProblems, ChatFields, GuardProblems, PathId, ProblemView, ReportActionWord, ReportView,
        StorageProblems, TargetProblems, one_of,
    },
};

/// What is to be done about a report.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ResolveReportBody {
    /// What to do.
    action: ReportActionWord,
    /// Why, for other moderators.
    #[schema(min_length = 1, max_length = 1000, example = "A matter of taste.")]
    note: Option<String>,
}

/// Resolve a report
///
/// `remove_message` deletes the message for good; `suspend_author` suspends the account that holds
/// the chat until somebody reinstates it, and ends its sessions. To settle a report once more in the
/// same way changes nothing.
#[utoipa::path(
    post, path = "/api/v1/moderation/reports/{id}/resolve", tag = "moderation",
    request_body = ResolveReportBody, security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ReviewReports.as_str()))),
    params(("id" = String, Path, description = "Which.", format = "uuid")),
    responses(
        (status = 200, description = "The report as it is now.", body = ReportView<'static>),
        (status = 409, description = "It is settled in another way (`REPORT_RESOLVED`), or no \
            active admin would be left (`LAST_ADMIN`).",
            body = ProblemView, content_type = "application/problem+json"),
        GuardProblems, TargetProblems, BodyProblems, StorageProblems,
    )
)]
pub(crate) async fn resolve_report(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathId(id): PathId<ReportId>,
    ChatFields(mut fields): ChatFields,
) -> Result<HttpResponse, Problem> {
    let action = fields.text("action", one_of(ReportAction::ALL, ReportAction::as_str));
    let note = fields.optional_text("note", Comment::parse);
    let read = || Some(ResolveReport { id, action: action?, note: note?, client });
    let command = fields.finish(read)?;
    let report = bookplate.chats.resolve_report(&caller.actor, command).await?;
    Ok(HttpResponse::Ok().json(ReportView::from(&report)))
}
