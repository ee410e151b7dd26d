use std::sync::Arc;

use crate::state::Rows;

/// Removes the first rows that are of no use any more, and answers how many.
pub(super) fn purge<K: Copy + Ord, V: Clone>(
    rows: &mut Rows<K, V>,
    count: u32,
    is_over: impl Fn(&V) -> bool,
) -> u64 {
    let before = rows.len();
    let over = rows.iter().filter(|(_, row)| is_over(row)).map(|(id, _)| *id);
    for id in over.take(count as usize).collect::<Vec<_>>() {
        Arc::make_mut(rows).remove(&id);
    }
    (before - rows.len()) as u64
}
