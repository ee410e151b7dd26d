use std::time::Duration;

use actix_web::{
    HttpMessage, HttpRequest,
    http::header,
    rt::time::timeout,
    web::{self, Bytes},
};

use crate::problem::Problem;

/// The largest body on the account routes, in bytes.
pub(super) const MAX_BODY: usize = 64 * 1024;

/// The largest body on the routes of chats, in bytes.
pub(super) const MAX_BODY_WITH_MESSAGES: usize = 1024 * 1024;

/// How long a whole body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// Refuses by the head alone what needs no reading.
pub(super) fn check_head(
    request: &HttpRequest,
    media_types: &[&str],
    max: usize,
) -> Result<(), Problem> {
    let given = request.content_type();
    if !media_types.iter().any(|media_type| given.eq_ignore_ascii_case(media_type)) {
        return Err(Problem::unsupported_media_type(&media_types.join(" or ")));
    }
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > max as u64) {
        return Err(Problem::payload_too_large(max));
    }
    Ok(())
}

/// The body, if it is small and comes in time.
pub(super) async fn read_whole(
    payload: impl Future<Output = Result<web::Payload, actix_web::Error>>,
    max: usize,
) -> Result<Bytes, Problem> {
    let payload = payload.await.map_err(|_| Problem::malformed("The body could not be read."))?;
    match timeout(BODY_TIMEOUT, payload.to_bytes_limited(max)).await {
        Ok(Ok(Ok(bytes))) => Ok(bytes),
        Ok(Ok(Err(_))) => Err(Problem::malformed("The body could not be read.")),
        Ok(Err(_)) => Err(Problem::payload_too_large(max)),
        Err(_) => Err(Problem::request_timeout()),
    }
}
