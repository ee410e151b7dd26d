use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    chats::{ChatFilter, ListChats, Tag},
    roles::Permission,
};
use utoipa::IntoParams;

use crate::{
    edge::SignedIn,
    problem::Problem,
    wire::{
        ChatView, Fields, GuardProblems, ListProblems, ListQuery, PageParams, PageView, TagText,
        true_or_false,
    },
};

/// Which chats; nothing said: all.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct ChatParams {
    /// Whether they are archived.
    #[param(example = false)]
    archived: Option<bool>,
    /// Whether they are pinned.
    #[param(example = true)]
    pinned: Option<bool>,
    /// One of their tags.
    #[param(inline, example = "control")]
    tag: Option<TagText>,
}

/// List chats
///
/// Those with the latest activity first: only a new message moves a chat. Pages fit together although
/// chats move while they are read.
#[utoipa::path(
    get, path = "/api/v1/chats", tag = "chats", params(ChatParams, PageParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageOwnChats.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<ChatView<'static>>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn list_chats(
    bookplate: Data<Bookplate>,
    SignedIn(caller): SignedIn,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let filter = read(&mut query.fields);
    let (filter, paging) = query.finish(&caller.actor, || filter)?;
    let query = ListChats { filter, after: paging.after()?, limit: paging.limit };
    let page = bookplate.chats.list_chats(&caller.actor, query).await?;
    Ok(paging.present(&page, ChatView::from))
}

fn read(fields: &mut Fields) -> Option<ChatFilter> {
    let archived = fields.optional_text("archived", true_or_false);
    let pinned = fields.optional_text("pinned", true_or_false);
    let tag = fields.optional_text("tag", Tag::parse);
    Some(ChatFilter { archived: archived?, pinned: pinned?, tag: tag? })
}
