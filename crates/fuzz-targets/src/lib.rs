//! What must hold of anything that anybody may send, as functions of bytes.
//!
//! Each target panics if a promise is broken. `fuzz/` gives them to libFuzzer; `tests/corpus` runs
//! them over the committed corpus and over mutations of it, wherever the other tests run.

mod access_token;
mod altered;
mod cursor;
mod email_address;
mod forwarded_headers;
mod json_bodies;
mod json_text;
mod markdown_export;
mod markdown_links;
mod opaque_token;
mod preference_merge;
mod secrets;

pub use access_token::access_token;
pub use cursor::cursor;
pub use email_address::email_address;
pub use forwarded_headers::forwarded_headers;
pub use json_bodies::json_bodies;
pub use markdown_export::markdown_export;
pub use opaque_token::opaque_token;
pub use preference_merge::preference_merge;

/// Panics if the bytes break a promise.
pub type Target = fn(&[u8]);

/// Every target by its name, which is that of its corpus and of its libFuzzer binary.
pub const TARGETS: [(&str, Target); 8] = [
    ("access_token", access_token),
    ("cursor", cursor),
    ("email_address", email_address),
    ("forwarded_headers", forwarded_headers),
    ("json_bodies", json_bodies),
    ("markdown_export", markdown_export),
    ("opaque_token", opaque_token),
    ("preference_merge", preference_merge),
];
