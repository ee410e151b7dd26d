use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, MessageIdText, PathMessage, TargetProblems},
};

/// Delete a message
///
/// At once and for good. What follows it follows its parent from then on; if it was the head, its
/// parent is, or without one the message that came last.
#[utoipa::path(
    delete, path = "/api/v1/chats/{chatId}/messages/{messageId}", tag = "chats",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Of which chat.", format = "uuid"),
        ("messageId" = inline(MessageIdText), Path, description = "Which."),
    ),
    responses(
        (status = 204, description = "There is no such message any more."),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn delete_message(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathMessage(chat, id): PathMessage,
) -> Result<HttpResponse, Problem> {
    bookplate.chats.delete_message(&caller.actor, chat, &id).await?;
    Ok(HttpResponse::NoContent().finish())
}
