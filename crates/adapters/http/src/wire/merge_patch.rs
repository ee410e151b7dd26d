use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde_json::{Map, Value};

use super::{
    body,
    fields::{JSON, parse_object},
};
use crate::problem::Problem;

/// The members of a merge patch (RFC 7396): what is absent stays, and null takes away.
#[derive(Debug)]
pub(crate) struct MergePatch(pub(crate) Map<String, Value>);

impl FromRequest for MergePatch {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_types = ["application/merge-patch+json", JSON];
        let bytes = body::read(request, payload, &media_types, body::MAX_BODY);
        Box::pin(async move { parse_object(&bytes.await?).map(Self) })
    }
}
