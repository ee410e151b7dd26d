mod format;
pub(crate) mod markdown;
mod written;

use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};
use utoipa::{IntoParams, ToSchema};

use self::{format::Format, written::WrittenChat};
use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        ChatView, GuardProblems, MessageView, PathChat, Pieces, QueryFields, QueryProblems,
        TargetProblems, one_of, streamed,
    },
};

/// How the chat is to be written.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct ExportParams {
    /// `json` (if nothing is said): all messages with their parents. `markdown`: what is said on the
    /// way from a root to the head, for people.
    #[param(inline, example = "json")]
    format: Option<Format>,
}

/// A chat with all its messages.
#[derive(ToSchema)]
#[schema(as = ChatExport)]
#[allow(dead_code, reason = "the shape for the document; it is written message by message")]
pub(crate) struct ChatExportView<'a> {
    /// The chat.
    chat: ChatView<'a>,
    /// All messages by their numbers, each with its parent.
    messages: Vec<MessageView<'a>>,
}

/// Export a chat
///
/// As a file. A body that ends before it is whole ends abruptly.
#[utoipa::path(
    get, path = "/api/v1/chats/{chatId}/export", tag = "chats",
    params(("chatId" = String, Path, description = "Which.", format = "uuid"), ExportParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    responses(
        (status = 200, description = "The chat, to be saved as a file.", content(
            (ChatExportView<'static> = "application/json"), (String = "text/markdown"),
        )),
        GuardProblems, TargetProblems, QueryProblems,
    )
)]
pub(crate) async fn export_chat(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    PathChat(id): PathChat,
    QueryFields(mut fields): QueryFields,
) -> Result<HttpResponse, Problem> {
    let format = fields.optional_text("format", one_of(&Format::ALL, Format::as_str));
    let format = fields.finish(|| format)?.unwrap_or(Format::Json);
    let export = bookplate.chats.export_chat(&caller.actor, id, format.view()).await?;
    // Only what is ours stands in the name of the file: a title can have anything in it.
    let file = format!("attachment; filename=\"chat-{}.{}\"", export.chat.id, format.extension());
    let mut written = WrittenChat::new(export, format, bookplate.now())?;
    // A failure of the first page is still told as a problem.
    let first = written.next().await?.unwrap_or_default();
    let request_id = client.request_id.unwrap_or_default();
    Ok(HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, file))
        .streaming(streamed(first, written, request_id)))
}
