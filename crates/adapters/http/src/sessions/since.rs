//! The cursor of the feed of revocations, as text.
//!
//! It is not sealed: whoever may read the feed may read all of it, so there is nothing to forge.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::{
    sessions::{FeedCursor, FeedPlace},
    shared::Timestamp,
};
use uuid::Uuid;

/// Up to which moment, in milliseconds; and the moment and the id of the last item where there is
/// one.
pub(super) fn write(cursor: FeedCursor) -> String {
    let mut bytes = Vec::with_capacity(32);
    match cursor {
        FeedCursor::UpTo(moment) => bytes.extend(moment.unix_millis().to_be_bytes()),
        FeedCursor::Within { place, began } => {
            bytes.extend(began.unix_millis().to_be_bytes());
            bytes.extend(place.at.unix_millis().to_be_bytes());
            bytes.extend(place.id.as_bytes());
        }
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `None` if [`write`] never wrote it.
pub(super) fn read(text: &str) -> Option<FeedCursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (moment, place) = split_moment(&bytes)?;
    if place.is_empty() {
        return Some(FeedCursor::UpTo(moment));
    }
    let (at, id) = split_moment(place)?;
    let place = FeedPlace { at, id: Uuid::from_slice(id).ok()? };
    Some(FeedCursor::Within { place, began: moment })
}

fn split_moment(bytes: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (millis, rest) = bytes.split_first_chunk()?;
    let millis = i64::from_be_bytes(*millis);
    let moment = Timestamp::from_unix_millis(millis);
    (moment.unix_millis() == millis).then_some((moment, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_it_was_written() {
        for millis in [0, 1, 1_795_253_400_070] {
            let at = Timestamp::from_unix_millis(millis);
            let place = FeedPlace { at, id: Uuid::from_u128(u128::MAX - 7) };
            for cursor in [FeedCursor::UpTo(at), FeedCursor::Within { place, began: at }] {
                assert_eq!(read(&write(cursor)), Some(cursor));
            }
        }
    }

    #[test]
    fn what_was_never_written_is_refused() {
        let good = write(FeedCursor::UpTo(Timestamp::from_unix_millis(1_795_253_400_070)));
        assert!(read(&good).is_some());
        for wrong in [
            "",
            "x",
            "2026-11-21T09:30:00Z",
            "AAAA",
            "//////////8",
            "__________8",
            &good[1..],
            &format!("{good}="),
            &format!("{good}AAAA"),
            &format!(" {good}"),
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
