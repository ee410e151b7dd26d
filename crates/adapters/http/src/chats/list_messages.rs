use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{ListMessages, MessageOrder, MessageView as View},
    roles::Permission,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{
        GuardProblems, ListProblems, ListQuery, MessageOrderWord, MessageView, MessageViewWord,
        PageParams, PathChat, TargetProblems, one_of,
    },
};

/// Which messages, and in which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct MessageParams {
    /// `active` (if nothing is said): those on the way from a root to the head. `all`: every branch.
    #[param(inline)]
    view: Option<MessageViewWord>,
    /// `asc` (if nothing is said) or `desc`, by `seq`.
    #[param(inline)]
    order: Option<MessageOrderWord>,
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
#[schema(as = MessagePage)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessagePageView<'a> {
    /// The messages in the order that was asked for.
    data: Vec<MessageView<'a>>,
    /// Where the next page begins; null on the last.
    next_cursor: Option<String>,
    /// The newest message of the chat when the page was asked for; null if there is none.
    #[schema(example = "msg_9f2k")]
    head_message_id: Option<&'a str>,
}

/// List messages
///
/// Pages of the active branch go on along the branch that the first began, wherever the head is by
/// then.
#[utoipa::path(
    get, path = "/api/v1/chats/{chatId}/messages", tag = "chats",
    params(
        ("chatId" = String, Path, description = "Of which.", format = "uuid"),
        MessageParams, PageParams,
    ),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    responses(
        (status = 200, description = "One page.", body = MessagePageView<'static>),
        GuardProblems, TargetProblems, ListProblems,
    )
)]
pub(crate) async fn list_messages(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathChat(chat_id): PathChat,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let view = query.fields.optional_text("view", one_of(View::ALL, View::as_str));
    let order =
        query.fields.optional_text("order", one_of(MessageOrder::ALL, MessageOrder::as_str));
    let query = query.of_one(chat_id);
    let ((view, order), paging) = query.finish(&caller.actor, || Some((view?, order?)))?;
    let query = ListMessages {
        chat_id,
        view: view.unwrap_or(View::Active),
        order: order.unwrap_or(MessageOrder::Asc),
        after: paging.after()?,
        limit: paging.limit,
    };
    let (head_id, page) = bookplate.chats.list_messages(&caller.actor, query).await?;
    let now = bookplate.now();
    Ok(HttpResponse::Ok().json(MessagePageView {
        data: page.items.iter().map(|message| MessageView::new(message, now)).collect(),
        next_cursor: paging.next_cursor(&page),
        head_message_id: head_id.as_ref().map(|id| id.as_str()),
    }))
}
