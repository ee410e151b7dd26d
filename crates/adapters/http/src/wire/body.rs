use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header,
    rt::time::timeout,
    web::{self, Bytes},
};

use crate::{connection::BODY_TIMEOUT, edge::HandlerTime, problem::Problem};

/// The largest body on the account routes, in bytes.
pub(super) const MAX_BODY: usize = 64 * 1024;

/// The largest body on the routes of chats, in bytes.
pub(super) const MAX_BODY_WITH_MESSAGES: usize = 1024 * 1024;

/// The body, if it is of one of the media types, small, and comes in time.
pub(super) fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    media_types: &[&str],
    max: usize,
) -> impl Future<Output = Result<Bytes, Problem>> + use<> {
    let head = check_head(request, media_types, max);
    let bytes = read_whole(request, payload, max);
    async move {
        head?;
        bytes.await
    }
}

/// The same of a body that may be missing: then it needs no media type.
pub(super) fn read_optional(
    request: &HttpRequest,
    payload: &mut Payload,
    media_types: &[&str],
    max: usize,
) -> impl Future<Output = Result<Option<Bytes>, Problem>> + use<> {
    let head = check_head(request, media_types, max);
    let bytes = read_whole(request, payload, max);
    async move {
        let bytes = bytes.await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        head.map(|()| Some(bytes))
    }
}

/// Refuses by the head alone what needs no reading.
fn check_head(request: &HttpRequest, media_types: &[&str], max: usize) -> Result<(), Problem> {
    let given = request.content_type();
    if !media_types.iter().any(|media_type| given.eq_ignore_ascii_case(media_type)) {
        return Err(Problem::unsupported_media_type(&media_types.join(" or ")));
    }
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| encoding != "identity") {
        return Err(Problem::unsupported_media_type("without a Content-Encoding"));
    }
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > max as u64) {
        return Err(Problem::payload_too_large(max));
    }
    Ok(())
}

fn read_whole(
    request: &HttpRequest,
    payload: &mut Payload,
    max: usize,
) -> impl Future<Output = Result<Bytes, Problem>> + use<> {
    let handler_time = HandlerTime::of(request);
    let payload = web::Payload::from_request(request, payload);
    async move {
        let unreadable = || Problem::malformed("The body could not be read.");
        let payload = payload.await.map_err(|_| unreadable())?;
        let read = match timeout(BODY_TIMEOUT, payload.to_bytes_limited(max)).await {
            Ok(Ok(Ok(bytes))) => bytes,
            Ok(Ok(Err(_))) => return Err(unreadable()),
            Ok(Err(_)) => return Err(Problem::payload_too_large(max)),
            Err(_) => return Err(Problem::request_timeout()),
        };
        if let Some(handler_time) = handler_time {
            handler_time.begin();
        }
        Ok(read)
    }
}
