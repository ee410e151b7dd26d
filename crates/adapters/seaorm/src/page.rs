//! Pages of lists, and the places in lists where they begin.

use bookplate_domain::{
    shared::{Cursor, Limit, Page, Timestamp},
    store::StoreError,
};
use uuid::Uuid;

/// How many rows to ask for: one more tells whether there is a next page.
pub(crate) fn one_more_than(limit: Limit) -> i64 {
    i64::from(limit.get()) + 1
}

/// Makes a page of its rows and perhaps one more.
pub(crate) fn page<R, T>(
    mut rows: Vec<R>,
    limit: Limit,
    key: impl Fn(&R) -> Vec<u8>,
) -> Result<Page<T>, StoreError>
where
    T: TryFrom<R, Error = StoreError>,
{
    let next = cut(&mut rows, limit, key);
    let items: Result<Vec<T>, StoreError> = rows.into_iter().map(T::try_from).collect();
    Ok(Page { items: items?, next })
}

/// Leaves the rows of a page, and answers where the next one begins if there were more.
pub(crate) fn cut<R, T>(
    rows: &mut Vec<R>,
    limit: Limit,
    key: impl Fn(&R) -> Vec<u8>,
) -> Option<Cursor<T>> {
    let count = usize::from(limit.get());
    let more = rows.len() > count;
    rows.truncate(count);
    rows.last().filter(|_| more).map(|last| Cursor::after(key(last)))
}

/// A place in a list that is ordered by moment and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) at: Timestamp,
    pub(crate) id: Uuid,
}

impl Place {
    /// Behind every item.
    pub(crate) fn last() -> Self {
        Self { at: Timestamp::from_unix_millis(i64::MAX), id: Uuid::max() }
    }

    /// The 8 bytes of the moment, in milliseconds, and the 16 of the id.
    pub(crate) fn key(self) -> Vec<u8> {
        let at = self.at.unix_millis().to_be_bytes();
        at.into_iter().chain(self.id.into_bytes()).collect()
    }

    /// Reads what [`key`](Self::key) wrote.
    pub(crate) fn read<T>(cursor: &Cursor<T>) -> Result<Self, StoreError> {
        let (at, id) = cursor.key().split_first_chunk().ok_or_else(no_place)?;
        let at = Timestamp::from_unix_millis(i64::from_be_bytes(*at));
        Ok(Self { at, id: Uuid::from_slice(id).map_err(|_| no_place())? })
    }
}

/// A cursor comes back as it was given, so this is a bug.
pub(crate) fn no_place() -> StoreError {
    StoreError::Backend("a cursor that no page gave".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        for place in [Place::last(), Place { at: Timestamp::from_unix_millis(7), ..Place::last() }]
        {
            assert_eq!(Place::read(&Cursor::<()>::after(place.key())).unwrap(), place);
        }
        for key in [vec![], vec![0; 7], vec![0; 23], vec![0; 25]] {
            let read = Place::read(&Cursor::<()>::after(key));
            assert!(matches!(read, Err(StoreError::Backend(_))));
        }
    }
}
