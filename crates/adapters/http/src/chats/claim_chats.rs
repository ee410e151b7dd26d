use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, chats::ClaimChats, roles::Permission};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{ChatFields, GuardProblems, IdText, StorageProblems, VisitorTokenProblems, parse_id},
};

/// How many chats may be named at once.
const MOST: usize = 100;

/// Whose chats to take over.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ClaimChatsBody {
    /// The visitor's own access token, which must still work.
    #[schema(example = "eyJ…")]
    anonymous_token: String,
    /// Which chats; if nothing is said, all of them.
    #[schema(min_items = 1, max_items = 100)]
    chat_ids: Option<Vec<IdText>>,
}

/// What is the caller's from now on.
#[derive(Serialize, ToSchema)]
#[schema(as = ClaimedChats)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClaimedChatsView {
    /// How many chats.
    #[schema(example = 2)]
    linked: usize,
    /// Their ids.
    #[schema(value_type = Vec<IdText>)]
    chat_ids: Vec<String>,
}

/// Claim a visitor's chats
///
/// What is not the visitor's is left out, so a request whose answer was lost can be sent again. The
/// visitor stays one.
#[utoipa::path(
    post, path = "/api/v1/chats/claim", tag = "chats", request_body = ClaimChatsBody,
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ClaimChats.as_str()))),
    responses(
        (status = 200, description = "They are the caller's.", body = ClaimedChatsView),
        GuardProblems, VisitorTokenProblems, StorageProblems,
    )
)]
pub(crate) async fn claim_chats(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    ChatFields(mut fields): ChatFields,
) -> Result<HttpResponse, Problem> {
    let visitor_token = fields.text("anonymousToken", |text| Ok(text.to_owned()));
    let chat_ids = fields.optional_texts("chatIds", &(1..=MOST), parse_id);
    let read = || Some(ClaimChats { visitor_token: visitor_token?, chat_ids: chat_ids?, client });
    let command = fields.finish(read)?;
    let claimed = bookplate.chats.claim_chats(&caller.actor, command).await?;
    Ok(HttpResponse::Ok().json(ClaimedChatsView {
        linked: claimed.len(),
        chat_ids: claimed.iter().map(ToString::to_string).collect(),
    }))
}
