use bookplate_domain::shared::{CursorCodec, CursorError};

use super::{checksum, from_hex, to_hex};

/// Cursors that anybody can make: the key, and a checksum over it and its scope.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainCursors;

impl CursorCodec for PlainCursors {
    fn seal(&self, scope: &str, key: &[u8]) -> String {
        format!("{}-{}", checksum((scope, key)), to_hex(key))
    }

    fn open(&self, scope: &str, text: &str) -> Result<Vec<u8>, CursorError> {
        let (_, digits) = text.split_once('-').ok_or(CursorError)?;
        let key = from_hex(digits).ok_or(CursorError)?;
        // There is one text for each key: other spellings of it are none of ours.
        if text == self.seal(scope, &key) { Ok(key) } else { Err(CursorError) }
    }
}

#[cfg(test)]
mod tests {
    use super::PlainCursors;

    crate::cursor_codec_conformance!(PlainCursors::default);
}
