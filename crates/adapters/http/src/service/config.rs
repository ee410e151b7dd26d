use actix_web::{HttpResponse, http::header, web::Data};
use bookplate_domain::{
    Bookplate, EmailVerification, Policy,
    chats::{Chat, Comment, MessageMetadata, Parts, Tag, Title},
    identities::Provider,
    users::{DisplayName, NewPassword},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::chats::append_messages::MOST as MAX_AT_ONCE;

/// What a front end must know.
#[derive(Serialize, ToSchema)]
#[schema(as = PublicConfig)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PublicConfigView {
    registration: RegistrationView,
    passwords: PasswordRulesView,
    names: NameRulesView,
    anonymous: AnonymousView,
    providers: Vec<ProviderView>,
    chats: ChatRulesView,
}

/// Somebody outside who may say who somebody is: a button on the page for signing in.
#[derive(Serialize, ToSchema)]
#[schema(as = Provider)]
#[serde(rename_all = "camelCase")]
struct ProviderView {
    /// What it is called in paths.
    #[schema(example = "google")]
    name: String,
    /// `google`, `github` or `oidc`: which sign the button has.
    #[schema(example = "google")]
    kind: &'static str,
    /// What people call it.
    #[schema(example = "Google")]
    title: String,
}

impl From<&Provider> for ProviderView {
    fn from(provider: &Provider) -> Self {
        Self {
            name: provider.name.as_str().to_owned(),
            kind: provider.kind.as_str(),
            title: provider.title.clone(),
        }
    }
}

/// Who may have an account.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistrationConfig)]
#[serde(rename_all = "camelCase")]
struct RegistrationView {
    /// Whether anybody may register.
    open: bool,
    /// `required` or `optional`.
    email_verification: &'static str,
}

/// What a new password must be.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordRules)]
#[serde(rename_all = "camelCase")]
struct PasswordRulesView {
    /// In characters.
    min_length: usize,
    /// In bytes of UTF-8, after NFKC.
    max_bytes: usize,
    /// The least score by zxcvbn, 0 to 4.
    min_score: u8,
}

/// What a name must be.
#[derive(Serialize, ToSchema)]
#[schema(as = NameRules)]
#[serde(rename_all = "camelCase")]
struct NameRulesView {
    /// In characters.
    max_length: usize,
}

/// Who may look around without an account.
#[derive(Serialize, ToSchema)]
#[schema(as = AnonymousConfig)]
#[serde(rename_all = "camelCase")]
struct AnonymousView {
    /// Whether anybody may.
    enabled: bool,
    /// How many questions a visitor may ask on a rolling day.
    #[schema(example = 20)]
    messages_per_day: u32,
}

/// How much of everything there may be in chats.
#[derive(Serialize, ToSchema)]
#[schema(as = ChatRules)]
#[serde(rename_all = "camelCase")]
struct ChatRulesView {
    /// Chats of a user.
    max_per_user: u32,
    /// Messages of a chat.
    max_messages: u32,
    /// Messages in one request.
    max_messages_per_request: usize,
    /// Parts of a message.
    max_parts: usize,
    /// Bytes of JSON of the parts of a message.
    max_parts_bytes: usize,
    /// Bytes of JSON of the metadata of a message, or of a chat.
    max_metadata_bytes: usize,
    /// Characters of a title.
    max_title_length: usize,
    /// Tags of a chat.
    max_tags: usize,
    /// Characters of a tag.
    max_tag_length: usize,
    /// Characters of a comment on a message, and of the note on a report.
    max_comment_length: usize,
}

const CHAT_RULES: ChatRulesView = ChatRulesView {
    max_per_user: Chat::MAX_PER_USER,
    max_messages: Chat::MAX_MESSAGES,
    max_messages_per_request: MAX_AT_ONCE,
    max_parts: Parts::MAX_PARTS,
    max_parts_bytes: Parts::MAX_BYTES,
    max_metadata_bytes: MessageMetadata::MAX_BYTES,
    max_title_length: Title::MAX_CHARS,
    max_tags: Tag::MAX_PER_CHAT,
    max_tag_length: Tag::MAX_CHARS,
    max_comment_length: Comment::MAX_CHARS,
};

/// What a front end must know
#[utoipa::path(get, path = "/api/v1/config", tag = "service",
    responses((status = 200, description = "The rules of this service.", body = PublicConfigView)))]
pub(crate) async fn config(bookplate: Data<Bookplate>) -> HttpResponse {
    let Policy { registration, passwords, visitors, .. } = bookplate.policy();
    let email_verification = match registration.verification {
        EmailVerification::Required => "required",
        EmailVerification::Optional => "optional",
    };
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=60")).json(
        PublicConfigView {
            registration: RegistrationView { open: registration.open, email_verification },
            passwords: PasswordRulesView {
                min_length: passwords.min_length,
                max_bytes: NewPassword::MAX_BYTES,
                min_score: passwords.min_score,
            },
            names: NameRulesView { max_length: DisplayName::MAX_CHARS },
            anonymous: AnonymousView {
                enabled: visitors.enabled,
                messages_per_day: visitors.messages_per_day,
            },
            providers: bookplate.identities.providers().map(ProviderView::from).collect(),
            chats: CHAT_RULES,
        },
    )
}
