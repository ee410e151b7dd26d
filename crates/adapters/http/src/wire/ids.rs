use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use bookplate_domain::shared::{FieldCode, Invalid, MailId, SessionId, UserId};
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
        let id = request.match_info().get("id").and_then(|text| Uuid::try_parse(text).ok());
        ready(id.map(|id| Self(T::of(id))).ok_or_else(Problem::not_found))
    }
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

typed! { MailId SessionId UserId }
