use bookplate_domain::identities::{CodeChallenge, CodeChallenges, CodeVerifier};

use super::checksum;

/// Challenges that are checksums of their verifiers: 43 hexadecimal digits, which are base64url, too.
/// Two verifiers do not meet by chance, but whoever wants to make them meet can.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainCodeChallenges;

impl CodeChallenges for PlainCodeChallenges {
    fn s256(&self, verifier: &CodeVerifier) -> CodeChallenge {
        let mut digits: String =
            (0..3_u8).map(|number| checksum((number, verifier.expose()))).collect();
        digits.truncate(CodeChallenge::CHARS);
        CodeChallenge::from_stored(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(verifier: &str) -> CodeChallenge {
        PlainCodeChallenges.s256(&CodeVerifier::parse(verifier).unwrap())
    }

    #[test]
    fn each_verifier_has_a_challenge_of_its_own_and_always_the_same() {
        let verifiers = ["a".repeat(43), "a".repeat(44), "A".repeat(43), "~".repeat(128)];
        for (place, verifier) in verifiers.iter().enumerate() {
            let made = challenge(verifier);
            assert_eq!(CodeChallenge::parse(made.as_str()).unwrap(), made);
            assert_eq!(challenge(verifier), made);
            for other in &verifiers[..place] {
                assert_ne!(challenge(other), made, "{other} {verifier}");
            }
        }
    }
}
