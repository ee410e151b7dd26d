use bookplate_domain::{
    sessions::{Session, SessionGrant, Tokens},
    shared::SessionId,
    users::User,
};
use secrecy::ExposeSecret;
use serde::Serialize;
use utoipa::ToSchema;

use super::{RoleWord, Transport};

/// A user, as the owner sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserView {
    /// Stays the same for good.
    #[schema(format = "uuid")]
    id: String,
    /// The address as its owner wrote it; null for a visitor.
    #[schema(format = Email)]
    email: Option<String>,
    /// Whether the mailbox is proven.
    email_verified: bool,
    /// Null for a visitor.
    #[schema(example = "Ada Lovelace")]
    name: Option<String>,
    /// The URL of a picture.
    image: Option<String>,
    /// A few words about themselves.
    bio: Option<String>,
    /// What they may do.
    #[schema(value_type = RoleWord)]
    role: &'static str,
    /// Raised by every change.
    pub(super) version: u32,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.as_ref().map(|email| email.written().to_owned()),
            email_verified: user.email_verified_at.is_some(),
            name: user.name.as_ref().map(|name| name.as_str().to_owned()),
            image: user.image.as_ref().map(|image| image.as_str().to_owned()),
            bio: user.bio.as_ref().map(|bio| bio.as_str().to_owned()),
            role: user.role.as_str(),
            version: user.version,
            created_at: user.created_at.to_string(),
            updated_at: user.updated_at.to_string(),
        }
    }
}

/// A session of the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionView {
    /// `sid` in the access token.
    #[schema(format = "uuid")]
    id: String,
    /// Whether it is the one that the request was made in.
    current: bool,
    /// The browser or device by name; null if it is none that is known.
    #[schema(example = "Chrome 156 on Linux")]
    device: Option<String>,
    /// Where it was opened from.
    ip_address: Option<String>,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    created_at: String,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    last_active_at: String,
    /// When it ends if it is not refreshed. RFC 3339, UTC.
    #[schema(format = DateTime)]
    expires_at: String,
    /// When the password was last proven. RFC 3339, UTC.
    #[schema(format = DateTime)]
    auth_time: String,
}

impl SessionView {
    /// The session that the caller is in.
    pub(crate) fn current(session: &Session) -> Self {
        Self::seen_from(session.id, session)
    }

    /// A session as the caller in session `here` sees it.
    pub(crate) fn seen_from(here: SessionId, session: &Session) -> Self {
        Self {
            id: session.id.to_string(),
            current: session.id == here,
            device: session.client.device.clone(),
            ip_address: session.client.ip.map(|ip| ip.to_string()),
            created_at: session.created_at.to_string(),
            last_active_at: session.last_active_at.to_string(),
            expires_at: session.expires_at.to_string(),
            auth_time: session.authenticated_at.to_string(),
        }
    }
}

/// The tokens of a session.
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokensView {
    /// Always `Bearer`.
    token_type: &'static str,
    /// For the `Authorization` header.
    access_token: String,
    /// Seconds until the access token expires.
    #[schema(example = 900)]
    expires_in: u64,
    /// Gets the next two tokens, once. Absent where it travels in the cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Seconds until the refresh token expires.
    #[schema(example = 604_800)]
    refresh_expires_in: u64,
}

impl TokensView {
    pub(crate) fn new(tokens: &Tokens, transport: Transport) -> Self {
        let refresh_token = match transport {
            Transport::Body => Some(tokens.refresh.expose_secret().to_owned()),
            Transport::Cookie => None,
        };
        Self {
            token_type: "Bearer",
            access_token: tokens.access.0.expose_secret().to_owned(),
            expires_in: tokens.access_expires_in.as_secs(),
            refresh_token,
            refresh_expires_in: tokens.refresh_expires_in.as_secs(),
        }
    }
}

/// Somebody is signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthOutcome {
    /// Always `authenticated`.
    status: &'static str,
    /// Who.
    user: UserView,
    /// In which session.
    session: SessionView,
    /// The tokens of the session.
    tokens: TokensView,
    /// What came along from the visitor who signed in or became the user; absent if nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    linked: Option<LinkedView>,
}

/// What came along from a visitor.
#[derive(Serialize, ToSchema)]
#[schema(as = Linked)]
pub(crate) struct LinkedView {
    /// How many chats.
    #[schema(example = 2)]
    chats: u64,
}

impl AuthOutcome {
    pub(crate) fn new(grant: &SessionGrant, transport: Transport) -> Self {
        Self {
            status: "authenticated",
            user: UserView::from(&grant.user),
            session: SessionView::current(&grant.session),
            tokens: TokensView::new(&grant.tokens, transport),
            linked: (grant.linked_chats > 0).then_some(LinkedView { chats: grant.linked_chats }),
        }
    }
}

/// A mail is on its way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerificationRequired)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VerificationRequiredView {
    /// Always `verification_required`.
    pub(crate) status: &'static str,
    /// The address that the mail goes to.
    #[schema(format = Email)]
    pub(crate) email: String,
    /// Seconds to wait before offering to send the mail again.
    #[schema(example = 60)]
    pub(crate) resend_after: u64,
}
