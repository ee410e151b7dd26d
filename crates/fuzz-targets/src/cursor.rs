use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bookplate_crypto::HmacCursors;
use bookplate_domain::shared::{CursorCodec, CursorError};

use crate::{altered::altered, secrets};

/// The longest text that is looked at.
const MAX_TEXT: usize = 2048;
const TAG_BYTES: usize = 32;

static OURS: LazyLock<HmacCursors> = LazyLock::new(|| HmacCursors::new(&secrets::ours()));
static FOREIGN: LazyLock<HmacCursors> = LazyLock::new(|| HmacCursors::new(&secrets::foreign()));

/// The first line is a scope, and what follows it a text that somebody presents for that scope, and
/// a key that is sealed for it.
pub fn cursor(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (scope, key) = data.split_at(end);
    let (scope, key) = (String::from_utf8_lossy(scope), key.get(1..).unwrap_or_default());

    let presented = String::from_utf8_lossy(key);
    if let Ok(key) = OURS.open(&scope, &presented) {
        assert_eq!(OURS.seal(&scope, &key), presented, "only what was sealed opens");
    }

    let sealed = OURS.seal(&scope, key);
    let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    assert!(sealed.bytes().all(url_safe), "{sealed}");
    let opened = OURS.open(&scope, &sealed);
    if sealed.len() > MAX_TEXT {
        assert_eq!(opened, Err(CursorError), "more than is looked at");
        return;
    }
    assert_eq!(opened.as_deref(), Ok(key));
    assert_eq!(FOREIGN.open(&scope, &sealed), Err(CursorError), "under another secret");
    for other in other_scopes(&scope) {
        assert_eq!(OURS.open(&other, &sealed), Err(CursorError), "{other:?} for {scope:?}");
    }
    no_byte_moves(&scope, key, &sealed);
    // Longer ones differ in nothing but the time that it takes.
    if sealed.len() <= 300 {
        for altered in altered(&sealed, data) {
            assert_eq!(OURS.open(&scope, &altered), Err(CursorError), "{altered:?}");
        }
    }
}

fn other_scopes(scope: &str) -> Vec<String> {
    let mut others = vec![format!("{scope} "), format!("x{scope}"), format!("{scope}{scope}x")];
    let mut chars = scope.chars();
    if chars.next_back().is_some() {
        others.extend([chars.as_str().to_owned(), String::new()]);
    }
    others
}

/// The end of the scope is no beginning of the key, and the other way round.
fn no_byte_moves(scope: &str, key: &[u8], sealed: &str) {
    let Ok(sealed) = URL_SAFE_NO_PAD.decode(sealed) else { return };
    let Some(tag) = sealed.get(..TAG_BYTES) else { return };
    let mut chars = scope.chars();
    if let Some(last) = chars.next_back() {
        let mut end = [0; 4];
        let moved = [tag, last.encode_utf8(&mut end).as_bytes(), key].concat();
        let moved = URL_SAFE_NO_PAD.encode(moved);
        assert_eq!(OURS.open(chars.as_str(), &moved), Err(CursorError));
    }
    if let Some((first, rest)) = key.split_first().filter(|(first, _)| first.is_ascii()) {
        let longer = format!("{scope}{}", char::from(*first));
        let moved = URL_SAFE_NO_PAD.encode([tag, rest].concat());
        assert_eq!(OURS.open(&longer, &moved), Err(CursorError));
    }
}
