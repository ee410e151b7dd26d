use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use bookplate_domain::{
    chats::MessageId,
    identities::{ProviderName, SignInMethod},
    shared::{ChatId, FieldCode, Invalid, MailId, ReportId, SessionId, UserId},
};
use uuid::Uuid;

use crate::problem::Problem;

/// The id in the path. What is no id names nothing.
///
/// It stands behind [`SignedIn`](crate::edge::SignedIn) in a handler, so that whoever has no
/// credential hears of that first.
pub(crate) struct PathId<T>(pub(crate) T);

impl<T: TypedId> FromRequest for PathId<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(in_path(request, "id").map(Self).ok_or_else(Problem::not_found))
    }
}

/// The id of a chat in the path; it stands where [`PathId`] stands.
pub(crate) struct PathChat(pub(crate) ChatId);

impl FromRequest for PathChat {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(in_path(request, "chatId").map(Self).ok_or_else(Problem::not_found))
    }
}

/// The ids of a chat and of a message of it in the path; it stands where [`PathId`] stands.
pub(crate) struct PathMessage(pub(crate) ChatId, pub(crate) MessageId);

impl PathMessage {
    fn of(request: &HttpRequest) -> Option<Self> {
        let message = request.match_info().get("messageId")?;
        Some(Self(in_path(request, "chatId")?, MessageId::parse(message).ok()?))
    }
}

impl FromRequest for PathMessage {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(Problem::not_found))
    }
}

/// The provider in the path. What is no name of one names nothing.
pub(crate) struct PathProvider(pub(crate) ProviderName);

impl FromRequest for PathProvider {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let name = request.match_info().get("provider").and_then(|n| ProviderName::parse(n).ok());
        ready(name.map(Self).ok_or_else(Problem::not_found))
    }
}

/// The way to sign in that the path names: a provider, or `None` for the password; it stands where
/// [`PathId`] stands.
pub(crate) struct PathSignInMethod(pub(crate) Option<ProviderName>);

impl FromRequest for PathSignInMethod {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if request.match_info().get("provider") == Some(SignInMethod::PASSWORD) {
            return ready(Ok(Self(None)));
        }
        let provider = PathProvider::from_request(request, payload).into_inner();
        ready(provider.map(|PathProvider(name)| Self(Some(name))))
    }
}

fn in_path<T: TypedId>(request: &HttpRequest, name: &str) -> Option<T> {
    Uuid::try_parse(request.match_info().get(name)?).map(T::of).ok()
}

/// The id in a field.
pub(crate) fn parse_id<T: TypedId>(text: &str) -> Result<T, Invalid> {
    let wrong = |_| Invalid::new(FieldCode::InvalidFormat, "must be an id");
    Uuid::try_parse(text).map(T::of).map_err(wrong)
}

/// An id of the domain.
pub(crate) trait TypedId: 'static {
    /// The id that was written.
    fn of(uuid: Uuid) -> Self;
}

macro_rules! typed {
    ($($id:ident)*) => {$(
        impl TypedId for $id {
            fn of(uuid: Uuid) -> Self {
                Self::from_uuid(uuid)
            }
        }
    )*};
}

typed! { ChatId MailId ReportId SessionId UserId }
