use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, MessageIdText, MessageView, PathMessage, TargetProblems},
};

/// Read a message
#[utoipa::path(
    get, path = "/api/v1/chats/{chatId}/messages/{messageId}", tag = "chats",
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Of which chat.", format = "uuid"),
        ("messageId" = inline(MessageIdText), Path, description = "Which."),
    ),
    responses(
        (status = 200, description = "The message.", body = MessageView<'static>),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn read_message(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathMessage(chat, id): PathMessage,
) -> Result<HttpResponse, Problem> {
    let message = bookplate.chats.read_message(&caller.actor, chat, &id).await?;
    Ok(HttpResponse::Ok().json(MessageView::new(&message, bookplate.now())))
}
