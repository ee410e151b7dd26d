use std::fmt;

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_domain::shared::{CursorCodec, CursorError};

use crate::Secrets;

const TAG_BYTES: usize = 32;
/// More than any sort key needs; longer text is refused before any work.
const MAX_TEXT: usize = 2048;

/// Cursors of the form `base64url(HMAC-SHA256(scope, key) ‖ key)`.
///
/// The key is authenticated, not hidden: it is the sort key of an item that the caller has seen.
pub struct HmacCursors {
    keys: Vec<hmac::Key>,
}

impl HmacCursors {
    /// Derives its keys.
    pub fn new(secrets: &Secrets) -> Self {
        Self { keys: secrets.hmac_keys_for("cursors 1") }
    }
}

impl CursorCodec for HmacCursors {
    fn seal(&self, scope: &str, key: &[u8]) -> String {
        let tag = hmac::sign(&self.keys[0], &authenticated(scope, key));
        URL_SAFE_NO_PAD.encode([tag.as_ref(), key].concat())
    }

    fn open(&self, scope: &str, text: &str) -> Result<Vec<u8>, CursorError> {
        if text.len() > MAX_TEXT {
            return Err(CursorError);
        }
        let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError)?;
        let (tag, key) = sealed.split_at_checked(TAG_BYTES).ok_or(CursorError)?;
        let message = authenticated(scope, key);
        self.keys
            .iter()
            .find(|secret| hmac::verify(secret, &message, tag).is_ok())
            .ok_or(CursorError)?;
        Ok(key.to_vec())
    }
}

/// What the tag covers. The scope's length stands first, so that no byte can move between the two.
fn authenticated(scope: &str, key: &[u8]) -> Vec<u8> {
    let length = (scope.len() as u64).to_be_bytes();
    [&length, scope.as_bytes(), key].concat()
}

impl fmt::Debug for HmacCursors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacCursors(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::tests::{FIRST, SECOND, secrets};

    fn cursors(list: &[&str]) -> HmacCursors {
        HmacCursors::new(&secrets(list))
    }

    fn with_one_secret() -> HmacCursors {
        cursors(&[FIRST])
    }

    bookplate_testkit::cursor_codec_conformance!(with_one_secret);

    #[test]
    fn a_cursor_survives_the_rotation_of_the_secret() {
        let text = cursors(&[FIRST]).seal("ada, chats", b"key");
        assert_eq!(cursors(&[SECOND, FIRST]).open("ada, chats", &text), Ok(b"key".to_vec()));
        assert_eq!(cursors(&[SECOND]).open("ada, chats", &text), Err(CursorError));
    }

    #[test]
    fn no_byte_moves_between_the_scope_and_the_key() {
        let cursors = cursors(&[FIRST]);
        let sealed = URL_SAFE_NO_PAD.decode(cursors.seal("ab", b"c")).unwrap();
        let moved = [&sealed[..TAG_BYTES], b"bc"].concat();
        let moved = URL_SAFE_NO_PAD.encode(moved);
        assert_eq!(cursors.open("a", &moved), Err(CursorError));
    }

    #[test]
    fn an_opaque_token_is_no_cursor() {
        // Same secret, same primitive: only the derivation keeps them apart.
        let secrets = secrets(&[FIRST]);
        assert_ne!(secrets.keys_for("opaque tokens 1"), secrets.keys_for("cursors 1"));
    }

    proptest::proptest! {
        #[test]
        fn any_key_comes_back_and_no_text_panics(key: Vec<u8>, scope: String, text: String) {
            let cursors = cursors(&[FIRST]);
            let sealed = cursors.seal(&scope, &key);
            proptest::prop_assert!(sealed.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
            proptest::prop_assert_eq!(cursors.open(&scope, &sealed), Ok(key));
            proptest::prop_assert_eq!(cursors.open(&scope, &text), Err(CursorError));
        }
    }
}
