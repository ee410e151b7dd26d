use std::sync::LazyLock;

use bookplate_crypto::HmacOpaqueTokens;
use bookplate_domain::{
    secrecy::ExposeSecret,
    users::{OpaqueToken, OpaqueTokens, TokenPurpose},
};
use uuid::Uuid;

use crate::{altered::altered, secrets};

static OURS: LazyLock<HmacOpaqueTokens> = LazyLock::new(|| HmacOpaqueTokens::new(&secrets::ours()));
static FOREIGN: LazyLock<HmacOpaqueTokens> =
    LazyLock::new(|| HmacOpaqueTokens::new(&secrets::foreign()));
static ROTATED: LazyLock<HmacOpaqueTokens> =
    LazyLock::new(|| HmacOpaqueTokens::new(&secrets::rotated()));

/// The bytes as a text that somebody presents, and as the id and generation of a token of ours.
pub fn opaque_token(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for purpose in TokenPurpose::ALL {
        if let Some(token) = OURS.open(purpose, &text) {
            assert_eq!(issued(&OURS, purpose, &token), text, "only what was issued opens");
            assert_eq!(ROTATED.open(purpose, &text), Some(token), "while the secret is rotated");
        }
    }

    let mut named = [0; 20];
    for (named, byte) in named.iter_mut().zip(data) {
        *named = *byte;
    }
    let [id @ .., a, b, c, d] = named;
    let token =
        OpaqueToken { id: Uuid::from_bytes(id), generation: u32::from_be_bytes([a, b, c, d]) };
    for purpose in TokenPurpose::ALL {
        let text = issued(&OURS, purpose, &token);
        for asked in TokenPurpose::ALL {
            let expected = (asked == purpose).then_some(token);
            assert_eq!(OURS.open(asked, &text), expected, "{text} as {asked:?}");
            assert_eq!(FOREIGN.open(asked, &text), None, "{text} under another secret");
            let dressed = text.replacen(purpose.prefix(), asked.prefix(), 1);
            assert_eq!(OURS.open(asked, &dressed), expected, "{text} dressed up as {dressed}");
        }
    }
    let purpose = TokenPurpose::ALL[data.len() % TokenPurpose::ALL.len()];
    let text = issued(&OURS, purpose, &token);
    for altered in altered(&text, data) {
        for asked in TokenPurpose::ALL {
            assert_eq!(OURS.open(asked, &altered), None, "{altered:?} of {text}");
        }
    }
}

fn issued(tokens: &HmacOpaqueTokens, purpose: TokenPurpose, token: &OpaqueToken) -> String {
    tokens.issue(purpose, token.id, token.generation).expose_secret().to_owned()
}
