use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{Comment, ReportMessage, ReportReason},
    roles::Permission,
};
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        BodyProblems, ChatFields, GuardProblems, LimitProblems, MessageIdText, OwnReportView,
        PathMessage, ReportReasonWord, StorageProblems, TargetProblems, one_of,
    },
};

/// What is wrong with a message.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ReportMessageBody {
    /// What is wrong with it.
    reason: ReportReasonWord,
    /// The same in the reader's words.
    #[schema(min_length = 1, max_length = 1000, example = "There is no such chapter.")]
    comment: Option<String>,
}

/// Report a message
///
/// To the moderators, who see it and the messages around it. While one report of a message is open, a
/// further one is answered with that.
#[utoipa::path(
    post, path = "/api/v1/chats/{chatId}/messages/{messageId}/report", tag = "chats",
    request_body = ReportMessageBody, security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Of which chat.", format = "uuid"),
        ("messageId" = inline(MessageIdText), Path, description = "Which."),
    ),
    responses(
        (status = 201, description = "The report.", body = OwnReportView<'static>),
        (status = 200, description = "The one that is open.", body = OwnReportView<'static>),
        GuardProblems, TargetProblems, BodyProblems, StorageProblems, LimitProblems,
    )
)]
pub(crate) async fn report_message(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathMessage(chat_id, id): PathMessage,
    ChatFields(mut fields): ChatFields,
) -> Result<HttpResponse, Problem> {
    let reason = fields.text("reason", one_of(ReportReason::ALL, ReportReason::as_str));
    let comment = fields.optional_text("comment", Comment::parse);
    let read = || Some(ReportMessage { chat_id, id, reason: reason?, comment: comment?, client });
    let command = fields.finish(read)?;
    let (report, created) = bookplate.chats.report_message(&caller.actor, command).await?;
    let mut answer = if created { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(answer.json(OwnReportView::from(&report)))
}
