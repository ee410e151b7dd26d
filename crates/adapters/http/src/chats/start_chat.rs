use actix_web::{HttpResponse, HttpResponseBuilder, http::header, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{Chat, ChatMetadata, StartChat, Title},
    roles::Permission,
};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{
    edge::{SignedIn, etag},
    problem::Problem,
    wire::{
        BodyProblems, ChatFields, ChatView, GuardProblems, LimitProblems, ProblemView,
        StorageProblems, parse_id,
    },
};

/// What a chat begins with; all of it may be left out.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct StartChatBody {
    /// Any UUID; if nothing is said, it is given one.
    #[schema(format = "uuid")]
    id: Option<String>,
    /// What it is called; if nothing is said, that comes of the first question.
    #[schema(min_length = 1, max_length = 200, example = "How do PID loops work?")]
    title: Option<String>,
    /// Whatever a front end wants to remember with it: at most 16 KiB of JSON.
    metadata: Option<Map<String, Value>>,
}

/// Start a chat
///
/// One with the same id that is the caller's already stays as it is and is answered with 200. To
/// start a chat together with its first message, append the message with `createChat`.
#[utoipa::path(
    post, path = "/api/v1/chats", tag = "chats", request_body = StartChatBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    responses(
        (status = 201, description = "The chat.", body = ChatView<'static>),
        (status = 200, description = "It was there.", body = ChatView<'static>),
        (status = 409, description = "Somebody else's chat has the id (`CHAT_ID_TAKEN`).", body = ProblemView,
            content_type = "application/problem+json"),
        GuardProblems, BodyProblems, StorageProblems, LimitProblems,
    )
)]
pub(crate) async fn start_chat(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    ChatFields(mut fields): ChatFields,
) -> Result<HttpResponse, Problem> {
    let id = fields.optional_text("id", parse_id);
    let title = fields.optional_text("title", Title::parse);
    let metadata = fields.optional_object("metadata", ChatMetadata::parse);
    let command = fields.finish(|| {
        Some(StartChat { id: id?, title: title?, metadata: metadata?.unwrap_or_default() })
    })?;
    let (chat, created) = bookplate.chats.start_chat(&caller.actor, command).await?;
    Ok(begin(&chat, created).insert_header(etag(chat.version)).json(ChatView::from(&chat)))
}

fn begin(chat: &Chat, created: bool) -> HttpResponseBuilder {
    if !created {
        return HttpResponse::Ok();
    }
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/chats/{}", chat.id)));
    answer
}
