use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, roles::Permission};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{IfMatch, SignedIn},
    problem::Problem,
    wire::{
        BodyProblems, ChatFields, GuardProblems, IdText, PathChat, TargetProblems, VersionProblems,
        parse_id,
    },
};

/// How many chats may be deleted at once.
const MOST: usize = 100;

/// Delete a chat
///
/// At once and for good, with its messages.
#[utoipa::path(
    delete, path = "/api/v1/chats/{chatId}", tag = "chats", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Which.", format = "uuid"),
        ("If-Match" = Option<String>, Header,
            description = "Only if it still has a version of these."),
    ),
    responses(
        (status = 204, description = "There is no such chat any more."),
        GuardProblems, TargetProblems, VersionProblems,
    )
)]
pub(crate) async fn delete_chat(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    IfMatch(if_version): IfMatch,
    PathChat(id): PathChat,
) -> Result<HttpResponse, Problem> {
    bookplate.chats.delete_chat(&caller.actor, id, &if_version).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which chats are to go.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct DeleteChatsBody {
    /// Their ids.
    #[schema(min_items = 1, max_items = 100)]
    chat_ids: Vec<IdText>,
}

/// How many chats were deleted.
#[derive(Serialize, ToSchema)]
#[schema(as = DeletedChats)]
pub(crate) struct DeletedChatsView {
    /// The number.
    #[schema(example = 2)]
    deleted: u64,
}

/// Delete several chats
///
/// At once and for good, with their messages. An id of somebody else's chat is passed over, like one
/// of a chat that is not there.
#[utoipa::path(
    post, path = "/api/v1/chats/bulk-delete", tag = "chats", request_body = DeleteChatsBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    responses(
        (status = 200, description = "They are gone.", body = DeletedChatsView),
        GuardProblems, BodyProblems,
    )
)]
pub(crate) async fn delete_chats(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    ChatFields(mut fields): ChatFields,
) -> Result<HttpResponse, Problem> {
    let ids = fields.texts("chatIds", &(1..=MOST), parse_id);
    let ids = fields.finish(|| ids)?;
    let deleted = bookplate.chats.delete_chats(&caller.actor, &ids).await?;
    Ok(HttpResponse::Ok().json(DeletedChatsView { deleted }))
}
