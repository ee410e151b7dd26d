use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::{BodySize, BoxBody, MessageBody},
    web::Bytes,
};

use crate::connection::Turn;

/// How much of an answer is given to the server at once: it makes a copy of that for each client.
const PIECE: usize = 16 * 1024;

/// The body of an answer in small pieces. With it ends the turn of its request.
pub(super) struct AnswerBody {
    inner: BoxBody,
    /// What was taken from it and is still to be given.
    rest: Bytes,
    _turn: Option<Turn>,
}

impl AnswerBody {
    pub(super) fn new(inner: BoxBody, turn: Option<Turn>) -> Self {
        Self { inner, rest: Bytes::new(), _turn: turn }
    }
}

impl MessageBody for AnswerBody {
    type Error = Error;

    fn size(&self) -> BodySize {
        self.inner.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.inner).poll_next(cx)) {
                Some(Ok(bytes)) => this.rest = bytes,
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => return Poll::Ready(None),
            }
        }
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[actix_web::test]
    async fn a_large_body_comes_whole_in_small_pieces() {
        let whole: Bytes = (0..3 * PIECE + 7).map(|n| n as u8).collect::<Vec<_>>().into();
        let mut body = Box::pin(AnswerBody::new(BoxBody::new(whole.clone()), None));
        assert_eq!(body.size(), BodySize::Sized(whole.len() as u64));
        let mut pieces = Vec::new();
        while let Some(piece) = poll_fn(|cx| body.as_mut().poll_next(cx)).await {
            pieces.push(piece.unwrap());
        }
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE));
        assert_eq!(pieces.len(), 4);
        assert_eq!(pieces.concat(), whole);
    }
}
