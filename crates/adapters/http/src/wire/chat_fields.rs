use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use super::{Fields, SentJson, body, fields::JSON, form};
use crate::problem::Problem;

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The fields of a body with messages: it may be larger than others, and is read as it was sent.
#[derive(Debug)]
pub(crate) struct MessageFields(pub(crate) Fields);

impl FromRequest for MessageFields {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let fields = read(&[JSON], body::MAX_BODY_WITH_MESSAGES, request, payload);
        Box::pin(async move { fields.await.map(Self) })
    }
}

/// The fields of another body about chats, read as it was sent.
#[derive(Debug)]
pub(crate) struct ChatFields(pub(crate) Fields);

impl FromRequest for ChatFields {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let fields = read(&[JSON], body::MAX_BODY, request, payload);
        Box::pin(async move { fields.await.map(Self) })
    }
}

/// The same of a merge patch (RFC 7396): what is absent stays.
#[derive(Debug)]
pub(crate) struct ChatPatch(pub(crate) Fields);

impl FromRequest for ChatPatch {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_types = ["application/merge-patch+json", JSON];
        let fields = read(&media_types, body::MAX_BODY, request, payload);
        Box::pin(async move { fields.await.map(Self) })
    }
}

fn read(
    media_types: &[&str],
    most: usize,
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Fields, Problem>> + use<> {
    let bytes = body::read(request, payload, media_types, most);
    async move { Fields::of_sent(&SentJson::of_body(bytes.await?)?) }
}

/// The parameters of a query string that asks for no list.
#[derive(Debug)]
pub(crate) struct QueryFields(pub(crate) Fields);

impl FromRequest for QueryFields {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let values = form::parse(request.query_string().as_bytes());
        std::future::ready(values.map(|values| Self(Fields::new(values))))
    }
}
