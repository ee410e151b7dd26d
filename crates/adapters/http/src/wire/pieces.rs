use actix_web::web::Bytes;
use futures::stream::{self, Stream};

use crate::problem::Problem;

/// What is written piece by piece, as it is asked for.
pub(crate) trait Pieces: 'static {
    /// The next piece; `None` when there are no more. None may be empty: an empty chunk would end
    /// the body.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, Problem>>;
}

/// A body that begins with a piece. After the head only a broken connection says that something is
/// missing, so a failure of the first piece is still the caller's to tell.
pub(crate) fn streamed(
    first: Bytes,
    rest: impl Pieces,
    request_id: String,
) -> impl Stream<Item = Result<Bytes, actix_web::Error>> {
    stream::try_unfold((Some(first), rest), move |(first, mut rest)| {
        let request_id = request_id.clone();
        async move {
            if let Some(first) = first {
                return Ok(Some((first, (None, rest))));
            }
            let piece = rest.next().await.map_err(|problem| {
                let cause = problem.cause().map(ToString::to_string);
                tracing::error!(request_id, %problem, cause, "an export broke off");
                actix_web::Error::from(problem)
            })?;
            Ok(piece.map(|piece| (piece, (None, rest))))
        }
    })
}
