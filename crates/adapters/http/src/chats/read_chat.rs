use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};

use crate::{
    edge::{IfNoneMatch, SignedIn},
    problem::Problem,
    wire::{ChatView, GuardProblems, PathChat, TargetProblems},
};

/// Read a chat
///
/// Without its messages. The `ETag` is the version of the chat. A chat of somebody else is answered
/// like one that is not there.
#[utoipa::path(
    get, path = "/api/v1/chats/{chatId}", tag = "chats", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Which.", format = "uuid"),
        ("If-None-Match" = Option<String>, Header, description = "Versions that are known."),
    ),
    responses(
        (status = 200, description = "The chat.", body = ChatView<'static>),
        (status = 304, description = "It has a version that is known."),
        GuardProblems, TargetProblems,
    )
)]
pub(crate) async fn read_chat(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathChat(id): PathChat,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let chat = bookplate.chats.read_chat(&caller.actor, id).await?;
    Ok(known.present(chat.version, ChatView::from(&chat)))
}
