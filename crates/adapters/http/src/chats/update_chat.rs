use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{NewTitle, Tag, Title, TitleSource, UpdateChat},
    roles::Permission,
    shared::{ChatId, FieldCode, IfVersion, Invalid},
};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{
    edge::{IfMatch, SignedIn, etag},
    problem::Problem,
    wire::{
        BodyProblems, ChatPatch, ChatView, Fields, GivenTitleSourceWord, GuardProblems,
        LimitProblems, PathChat, StorageProblems, TagText, TargetProblems, VersionProblems, one_of,
    },
};

/// What is to be different (RFC 7396): what is absent stays.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct UpdateChatBody {
    /// What to call it; null takes the title away until the next question.
    #[schema(required = false, min_length = 1, max_length = 200, example = "PID loops")]
    title: Option<String>,
    /// Only with a title. `user` (if nothing is said), or `generated`: then a title that the user
    /// chose stays.
    #[schema(required = false)]
    title_source: GivenTitleSourceWord,
    /// Whether it is pinned.
    #[schema(required = false, example = true)]
    pinned: bool,
    /// Whether it is archived.
    #[schema(required = false)]
    archived: bool,
    /// What to put it in order with.
    #[schema(required = false, max_items = 20, example = json!(["control"]))]
    tags: Option<Vec<TagText>>,
    /// Merges with what is there; at most 16 KiB of JSON then.
    #[schema(required = false)]
    metadata: Map<String, Value>,
}

/// Update a chat
///
/// What is absent stays, and null takes away. A change that changes nothing leaves the version as it
/// was, and none moves the chat in the list.
#[utoipa::path(
    patch, path = "/api/v1/chats/{chatId}", tag = "chats", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    params(
        ("chatId" = String, Path, description = "Which.", format = "uuid"),
        ("If-Match" = Option<String>, Header,
            description = "Only if it still has a version of these."),
    ),
    request_body(content((UpdateChatBody = "application/merge-patch+json"),
        (UpdateChatBody = "application/json"))),
    responses(
        (status = 200, description = "The chat as it is now.", body = ChatView<'static>),
        GuardProblems, TargetProblems, VersionProblems, BodyProblems, StorageProblems, LimitProblems,
    )
)]
pub(crate) async fn update_chat(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    IfMatch(if_version): IfMatch,
    PathChat(id): PathChat,
    ChatPatch(fields): ChatPatch,
) -> Result<HttpResponse, Problem> {
    let command = read(id, if_version, fields)?;
    let chat = bookplate.chats.update_chat(&caller.actor, command).await?;
    Ok(HttpResponse::Ok().insert_header(etag(chat.version)).json(ChatView::from(&chat)))
}

fn read(id: ChatId, if_version: IfVersion, mut fields: Fields) -> Result<UpdateChat, Problem> {
    let title = read_title(&mut fields);
    let pinned = fields.changed_bool("pinned");
    let archived = fields.changed_bool("archived");
    let tags = read_tags(&mut fields);
    let metadata = fields.changed_object("metadata");
    fields.finish(|| {
        let (title, pinned, archived) = (title?, pinned?, archived?);
        Some(UpdateChat {
            id,
            title,
            pinned,
            archived,
            tags: tags?,
            metadata: metadata?,
            if_version,
        })
    })
}

/// The title, with where it comes from.
fn read_title(fields: &mut Fields) -> Option<Option<NewTitle>> {
    const SOURCE: &str = "titleSource";
    let sources = [TitleSource::Generated, TitleSource::User];
    let title = fields.clearable_text("title", Title::parse);
    let source = fields.changed_text(SOURCE, one_of(&sources, TitleSource::as_str));
    match (title?, source?) {
        (Some(Some(title)), Some(TitleSource::Generated)) => Some(Some(NewTitle::Generated(title))),
        (Some(Some(title)), _) => Some(Some(NewTitle::ByUser(title))),
        (Some(None), None) => Some(Some(NewTitle::None)),
        (None, None) => Some(None),
        (_, Some(_)) => {
            let why = "belongs to a title";
            fields.refuse(SOURCE, Invalid::new(FieldCode::NotAllowed, why))
        }
    }
}

/// The tags; null takes them away.
fn read_tags(fields: &mut Fields) -> Option<Option<Vec<Tag>>> {
    const TAGS: &str = "tags";
    let tags = fields.clearable_texts(TAGS, Tag::parse)?;
    let tags = tags.map(Tag::of_chat).transpose();
    tags.map_or_else(|invalid| fields.refuse(TAGS, invalid), Some)
}
