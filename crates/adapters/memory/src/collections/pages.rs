use bookplate_domain::shared::{Cursor, Limit, Page};

/// One page of what is in the order of its keys, from behind the place of `after` on. A cursor is
/// the key of the last item.
pub(super) fn page<T>(
    items: impl Iterator<Item = T>,
    key: impl Fn(&T) -> Vec<u8>,
    after: Option<&Cursor<T>>,
    limit: Limit,
) -> Page<T> {
    let mut behind =
        items.skip_while(|item| after.is_some_and(|after| key(item).as_slice() <= after.key()));
    let items: Vec<T> = behind.by_ref().take(limit.get().into()).collect();
    let last = items.last().filter(|_| behind.next().is_some());
    let next = last.map(|last| Cursor::after(key(last)));
    Page { items, next }
}

/// The same place counted from the other end: the order of these is the reverse of the order of
/// the bytes.
pub(super) fn from_the_end(bytes: impl IntoIterator<Item = u8>) -> Vec<u8> {
    bytes.into_iter().map(|byte| !byte).collect()
}
