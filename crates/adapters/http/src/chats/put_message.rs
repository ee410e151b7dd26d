use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{MessageId, Put, PutMessage},
    roles::Permission,
    shared::{FieldCode, Invalid},
};
use utoipa::ToSchema;

use super::{
    new_message::{NamedMessageBody, read},
    stored::{AppendedView, begin, not_stored},
};
use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{
        AskingProblems, BodyProblems, GuardProblems, MessageFields, MessageIdText, MessageView,
        PathMessage, StorageProblems, TargetProblems,
    },
};

/// The message, or that nothing is kept.
#[derive(ToSchema)]
#[schema(as = PutMessageAnswer)]
#[serde(untagged)]
#[allow(dead_code, reason = "the shape for the document; both are written elsewhere")]
pub(crate) enum PutView<'a> {
    /// As it is now.
    Message(MessageView<'a>),
    /// `stored` is false.
    NotStored(AppendedView<'a>),
}

/// Create or replace a message
///
/// Whether it is there or not: a checkpoint of an answer that streams. It takes the place of what the
/// message said; the message and the chat stay where they are. What comes late, not complete where the
/// message is, changes nothing. An `id` in the body is that of the path. Where the user wants no history
/// the answer is the same as to an append.
#[utoipa::path(
    put, path = "/api/v1/chats/{chatId}/messages/{messageId}", tag = "chats",
    request_body = NamedMessageBody, security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Of which chat.", format = "uuid"),
        ("messageId" = inline(MessageIdText), Path, description = "Which."),
    ),
    responses(
        (status = 201, description = "It is new.", body = MessageView<'static>),
        (status = 200, description = "It was there; or the user wants no history.",
            body = PutView<'static>),
        GuardProblems, TargetProblems, BodyProblems, StorageProblems, AskingProblems,
    )
)]
pub(crate) async fn put_message(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    PathMessage(chat_id, id): PathMessage,
    MessageFields(mut fields): MessageFields,
) -> Result<HttpResponse, Problem> {
    let _same = fields.optional_text("id", |text| if_the_same(text, &id));
    let message = read(&mut fields);
    let message = fields.finish(|| message)?;
    let command = PutMessage { chat_id, id, message };
    let put = bookplate.chats.put_message(&caller.actor, command).await?;
    Ok(match put {
        Put::Stored(message, created) => {
            let new = created.then_some(&message.id);
            begin(chat_id, new).json(MessageView::new(&message, bookplate.now()))
        }
        Put::NotStored => not_stored(),
    })
}

/// A message brings its own id along, as it does everywhere else.
fn if_the_same(text: &str, id: &MessageId) -> Result<(), Invalid> {
    let other = || Invalid::new(FieldCode::NotAllowed, "is not the id in the path");
    (text == id.as_str()).then_some(()).ok_or_else(other)
}
