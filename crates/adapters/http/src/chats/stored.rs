use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use bookplate_domain::{
    chats::{Chat, Message, MessageId},
    shared::{ChatId, Timestamp},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{ChatView, MessageView};

/// What came of an append.
#[derive(Serialize, ToSchema)]
#[schema(as = Appended)]
pub(crate) struct AppendedView<'a> {
    /// False if the user wants no history (`preferences.chat.saveHistory`): then nothing is kept.
    #[schema(example = true)]
    stored: bool,
    /// The chat as it is now; null if nothing is kept.
    chat: Option<ChatView<'a>>,
    /// The messages that were asked for, in their order, each with whether it is new.
    messages: Vec<MessageView<'a>>,
}

/// The answer with messages that are kept.
pub(super) fn stored(chat: &Chat, messages: &[(Message, bool)], now: Timestamp) -> HttpResponse {
    let new = messages.iter().rfind(|(_, created)| *created);
    begin(chat.id, new.map(|(message, _)| &message.id)).json(AppendedView {
        stored: true,
        chat: Some(ChatView::from(chat)),
        messages: messages.iter().map(|each| MessageView::appended(each, now)).collect(),
    })
}

/// The answer where nothing is kept.
pub(super) fn not_stored() -> HttpResponse {
    HttpResponse::Ok().json(AppendedView { stored: false, chat: None, messages: Vec::new() })
}

/// The answer without its body: what is new has a place.
pub(super) fn begin(chat: ChatId, new: Option<&MessageId>) -> HttpResponseBuilder {
    let Some(new) = new else { return HttpResponse::Ok() };
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/api/v1/chats/{chat}/messages/{new}")));
    answer
}
