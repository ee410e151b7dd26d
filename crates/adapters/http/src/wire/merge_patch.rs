use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
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
        let head =
            body::check_head(request, &["application/merge-patch+json", JSON], body::MAX_BODY);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            head?;
            let bytes = body::read_whole(payload, body::MAX_BODY).await?;
            parse_object(&bytes).map(Self)
        })
    }
}
