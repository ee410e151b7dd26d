//! Plain stand-ins for the ports that keep nothing, for tests of the rules alone. They keep every
//! promise that the cases can break, but no secret: whoever reads their code can forge.

mod access_tokens;
mod code_challenges;
mod cursors;
mod hasher;
mod identity_provider;
mod limiter;
mod listener;
mod mailer;
mod opaque_tokens;
mod throttle;

use std::hash::{DefaultHasher, Hash, Hasher};

pub use access_tokens::PlainAccessTokens;
pub use code_challenges::PlainCodeChallenges;
pub use cursors::PlainCursors;
pub use hasher::PlainHasher;
pub use identity_provider::{Asked, ScriptedProvider};
pub use limiter::PlainLimiter;
pub use listener::{RecordingListener, Told};
pub use mailer::RecordingMailer;
pub use opaque_tokens::PlainOpaqueTokens;
pub use throttle::PlainThrottle;

/// The same 16 digits for the same parts in every run: a checksum, no cryptography.
fn checksum(parts: impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    });
    digits.collect()
}
