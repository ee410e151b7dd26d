use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use bookplate_domain::identities::{CodeChallenge, CodeChallenges, CodeVerifier};

/// Challenges by SHA-256 (RFC 7636, 4.2, `S256`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Sha256Challenges;

impl CodeChallenges for Sha256Challenges {
    fn s256(&self, verifier: &CodeVerifier) -> CodeChallenge {
        let hash = digest(&SHA256, verifier.expose().as_bytes());
        CodeChallenge::from_stored(BASE64_URL_SAFE_NO_PAD.encode(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn a_challenge_is_that_of_the_rfc() {
        let made = Sha256Challenges.s256(&CodeVerifier::parse(VERIFIER).unwrap());
        assert_eq!(made.as_str(), CHALLENGE);
        assert_eq!(CodeChallenge::parse(CHALLENGE).unwrap(), made);
    }

    #[test]
    fn the_longest_verifier_has_a_challenge_of_the_same_form() {
        let verifier = "~".repeat(CodeVerifier::MAX_CHARS);
        let made = Sha256Challenges.s256(&CodeVerifier::parse(&verifier).unwrap());
        assert!(CodeChallenge::parse(made.as_str()).is_ok());
        assert_ne!(made.as_str(), CHALLENGE);
    }
}
