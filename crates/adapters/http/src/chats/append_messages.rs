use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{AppendMessages, Appended, ChatError},
    roles::Permission,
};
use utoipa::ToSchema;

use super::{
    new_message::{NamedMessageBody, read_named},
    stored::{AppendedView, not_stored, stored},
};
use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{
        AskingProblems, BodyProblems, GuardProblems, MessageFields, PathChat, ProblemView,
        StorageProblems, TargetProblems,
    },
};

/// How many messages may come at once.
pub(crate) const MOST: usize = 50;

/// What is to be there.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct AppendMessagesBody {
    /// The messages, one after the other.
    #[schema(min_items = 1, max_items = 50)]
    messages: Vec<NamedMessageBody>,
    /// Whether to start the chat if it is not there; if nothing is said, it is not.
    #[schema(example = true)]
    create_chat: Option<bool>,
}

/// Append messages
///
/// All or none. What is there already, by its id, is answered with `created: false`, so a request
/// whose answer was lost can be sent again. Whatever answers 201 or 200 is kept, unless it says
/// `"stored": false`.
#[utoipa::path(
    post, path = "/api/v1/chats/{chatId}/messages", tag = "chats",
    request_body = AppendMessagesBody, security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(("chatId" = String, Path, description = "To which.", format = "uuid")),
    responses(
        (status = 201, description = "They are there, and some are new.",
            body = AppendedView<'static>),
        (status = 200, description = "All of them were there; or the user wants no history.",
            body = AppendedView<'static>),
        (status = 409, description = "A message is there and says something else \
            (`MESSAGE_ID_CONFLICT`), or somebody else's chat has the id (`CHAT_ID_TAKEN`).",
            body = ProblemView, content_type = "application/problem+json"),
        GuardProblems, TargetProblems, BodyProblems, StorageProblems, AskingProblems,
    )
)]
pub(crate) async fn append_messages(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathChat(chat_id): PathChat,
    MessageFields(mut fields): MessageFields,
) -> Result<HttpResponse, Problem> {
    let messages = fields.objects("messages", &(1..=MOST), read_named);
    let create_chat = fields.optional_bool("createChat");
    let command = fields.finish(|| {
        let create_chat = create_chat?.unwrap_or_default();
        Some(AppendMessages { chat_id, messages: messages?, create_chat })
    })?;
    let appended = bookplate.chats.append_messages(&caller.actor, command).await;
    let appended = appended.map_err(|error| match error {
        ChatError::NotFound => Problem::no_chat_to_append_to(),
        other => other.into(),
    })?;
    Ok(match appended {
        Appended::Stored { chat, messages } => stored(&chat, &messages, bookplate.now()),
        Appended::NotStored => not_stored(),
    })
}
