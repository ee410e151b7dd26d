use std::{fmt, marker::PhantomData};

use super::{FieldCode, Invalid};

/// How many items a page holds: 1 to 100, 20 if nobody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u16);

impl Limit {
    /// The largest page.
    pub const MAX: u16 = 100;
    /// A page of one item.
    pub const LEAST: Self = Self(1);
    /// A page of the largest size.
    pub const MOST: Self = Self(Self::MAX);
    /// The page of a caller who does not say.
    pub const DEFAULT: Self = Self(20);

    /// Takes a number from 1 to 100.
    pub fn parse(count: u64) -> Result<Self, Invalid> {
        u16::try_from(count).ok().filter(|n| (1..=Self::MAX).contains(n)).map(Self).ok_or_else(
            || {
                Invalid::new(FieldCode::OutOfRange, "must be from 1 to 100")
                    .with("min", 1)
                    .with("max", u64::from(Self::MAX))
            },
        )
    }

    /// The number of items.
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// One page of a list, and where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// At most [`Limit`] items, in the order of the list.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor<T>>,
}

/// The place in a list of `T` after which a page begins: a store's own key, as bytes.
///
/// It leaves the house only sealed by a [`CursorCodec`].
pub struct Cursor<T> {
    key: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T> Cursor<T> {
    /// The place behind the item with this sort key.
    pub fn after(key: Vec<u8>) -> Self {
        Self { key, of: PhantomData }
    }

    /// The sort key of the last item before the place.
    pub fn key(&self) -> &[u8] {
        &self.key
    }
}

impl<T> Clone for Cursor<T> {
    fn clone(&self) -> Self {
        Self::after(self.key.clone())
    }
}

impl<T> PartialEq for Cursor<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T> Eq for Cursor<T> {}

impl<T> fmt::Debug for Cursor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cursor").field(&self.key).finish()
    }
}

/// Turns the key of a cursor into text that only its caller can bring back.
pub trait CursorCodec: Send + Sync {
    /// Seals `key` for one scope: who asks, and for what. It MUST be URL-safe text.
    fn seal(&self, scope: &str, key: &[u8]) -> String;

    /// Opens what [`seal`](Self::seal) made for the same scope. Altered text, or text of another
    /// scope, MUST be refused.
    fn open(&self, scope: &str, text: &str) -> Result<Vec<u8>, CursorError>;
}

/// The text is not a cursor of this caller and this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this caller and this list")]
pub struct CursorError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_from_1_to_100() {
        assert_eq!(Limit::parse(1).map(Limit::get), Ok(1));
        assert_eq!(Limit::parse(100).map(Limit::get), Ok(100));
        for wrong in [0, 101, 65_537, u64::MAX] {
            assert_eq!(Limit::parse(wrong).map_err(|e| e.code), Err(FieldCode::OutOfRange));
        }
    }
}
