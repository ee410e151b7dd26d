use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{Comment, GiveFeedback, Rating},
    roles::Permission,
};
use utoipa::ToSchema;

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{
        BodyProblems, ChatFields, GuardProblems, LimitProblems, MessageIdText, MessageView,
        PathMessage, RatingWord, StorageProblems, TargetProblems, one_of,
    },
};

/// What a message was worth.
#[derive(ToSchema)]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct GiveFeedbackBody {
    /// Whether it was of use.
    rating: RatingWord,
    /// In the owner's words.
    #[schema(min_length = 1, max_length = 1000, example = "That is it.")]
    comment: Option<String>,
}

/// Give feedback on a message
///
/// In place of what was said before. It changes neither the message nor its chat.
#[utoipa::path(
    put, path = "/api/v1/chats/{chatId}/messages/{messageId}/feedback", tag = "chats",
    request_body = GiveFeedbackBody, security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Of which chat.", format = "uuid"),
        ("messageId" = inline(MessageIdText), Path, description = "Which."),
    ),
    responses(
        (status = 200, description = "The message, with what was said.",
            body = MessageView<'static>),
        GuardProblems, TargetProblems, BodyProblems, StorageProblems, LimitProblems,
    )
)]
pub(crate) async fn give_feedback(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathMessage(chat_id, id): PathMessage,
    ChatFields(mut fields): ChatFields,
) -> Result<HttpResponse, Problem> {
    let rating = fields.text("rating", one_of(Rating::ALL, Rating::as_str));
    let comment = fields.optional_text("comment", Comment::parse);
    let feedback = fields.finish(|| Some((rating?, comment?)))?;
    let command = GiveFeedback { chat_id, id, feedback: Some(feedback) };
    let message = bookplate.chats.give_feedback(&caller.actor, command).await?;
    Ok(HttpResponse::Ok().json(MessageView::new(&message, bookplate.now())))
}

/// Delete the feedback on a message
#[utoipa::path(
    delete, path = "/api/v1/chats/{chatId}/messages/{messageId}/feedback", tag = "chats",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Of which chat.", format = "uuid"),
        ("messageId" = inline(MessageIdText), Path, description = "Which."),
    ),
    responses(
        (status = 204, description = "Nothing is said of it any more."),
        GuardProblems, TargetProblems, LimitProblems,
    )
)]
pub(crate) async fn take_feedback_back(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathMessage(chat_id, id): PathMessage,
) -> Result<HttpResponse, Problem> {
    let command = GiveFeedback { chat_id, id, feedback: None };
    bookplate.chats.give_feedback(&caller.actor, command).await?;
    Ok(HttpResponse::NoContent().finish())
}
