use bookplate_domain::users::{OpaqueToken, OpaqueTokens, TokenPurpose};
use secrecy::SecretString;
use uuid::Uuid;

use super::checksum;

/// Tokens that anybody can make: prefix, id, generation and a checksum.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainOpaqueTokens;

impl OpaqueTokens for PlainOpaqueTokens {
    fn issue(&self, purpose: TokenPurpose, id: Uuid, generation: u32) -> SecretString {
        let body = format!("{}-{generation:08x}", id.simple());
        let sum = checksum((purpose.as_str(), &body));
        format!("{}{body}-{sum}", purpose.prefix()).into()
    }

    fn open(&self, purpose: TokenPurpose, text: &str) -> Option<OpaqueToken> {
        let (body, sum) = text.strip_prefix(purpose.prefix())?.rsplit_once('-')?;
        let (id, generation) = body.split_once('-')?;
        if sum != checksum((purpose.as_str(), body)) {
            return None;
        }
        Some(OpaqueToken {
            id: Uuid::try_parse(id).ok()?,
            generation: u32::from_str_radix(generation, 16).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::PlainOpaqueTokens;

    crate::opaque_tokens_conformance!(PlainOpaqueTokens::default);
}
