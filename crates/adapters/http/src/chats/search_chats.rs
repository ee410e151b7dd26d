use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{ChatQuery, Excerpt, SearchChats, SearchHit},
    roles::Permission,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{GuardProblems, ListProblems, ListQuery, MessageRoleWord, PageParams, PageView},
};

/// What to look for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct SearchParams {
    /// Words, all of which must be there; the last one may be a beginning. At most 10, and 200
    /// characters.
    #[param(min_length = 1, max_length = 200, example = "pid loo")]
    q: String,
}

/// Where words were found: in the title of a chat, or in a message.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchHit)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchHitView<'a> {
    /// The chat.
    #[schema(format = "uuid")]
    chat_id: String,
    /// What it is called.
    #[schema(example = "How do PID loops work?")]
    chat_title: Option<&'a str>,
    /// The message; null if they were found in the title.
    #[schema(example = "msg_9f2k")]
    message_id: Option<&'a str>,
    /// Who speaks in the message; null for a title.
    #[schema(value_type = Option<MessageRoleWord>)]
    role: Option<&'static str>,
    /// A piece of the title or of the message's text, unchanged.
    #[schema(example = "A PID loop…")]
    text: String,
    /// Where the words stand in that piece.
    ranges: Vec<RangeView>,
    /// When the message came, or the chat. RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
}

/// From one place in a text to another, in UTF-16 code units: what `text.slice(start, end)` takes.
#[derive(Serialize, ToSchema)]
#[schema(as = TextRange)]
pub(crate) struct RangeView {
    /// Where it begins.
    #[schema(example = 2)]
    start: usize,
    /// Behind its end.
    #[schema(example = 5)]
    end: usize,
}

impl<'a> SearchHitView<'a> {
    fn new(hit: &'a SearchHit, query: &ChatQuery) -> Self {
        let (chat, message) = (&hit.chat, hit.message.as_ref());
        let title = chat.title.as_ref().map(|title| title.as_str());
        let Excerpt { text, ranges } = match message {
            Some(message) => query.excerpt(&message.parts.text()),
            None => query.excerpt(title.unwrap_or_default()),
        };
        Self {
            chat_id: chat.id.to_string(),
            chat_title: title,
            message_id: message.map(|message| message.id.as_str()),
            role: message.map(|message| message.role.as_str()),
            text,
            ranges: ranges
                .into_iter()
                .map(|at| RangeView { start: at.start, end: at.end })
                .collect(),
            created_at: message.map_or(chat.created_at, |message| message.created_at).to_string(),
        }
    }
}

/// Search chats
///
/// Titles and text parts, on all branches, without regard to case and accents; what was added last
/// comes first.
#[utoipa::path(
    get, path = "/api/v1/chats/search", tag = "chats", params(SearchParams, PageParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<SearchHitView<'static>>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn search_chats(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let words = query.fields.text("q", ChatQuery::parse);
    let (words, paging) = query.finish(&caller.actor, || words)?;
    let search = SearchChats { query: words, after: paging.after()?, limit: paging.limit };
    let page = bookplate.chats.search_chats(&caller.actor, &search).await?;
    Ok(paging.present(&page, |hit| SearchHitView::new(hit, &search.query)))
}
