use bookplate_domain::shared::Random;

/// The machine's cryptographic random number generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[allow(clippy::disallowed_methods)]
    fn fill(&self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            // Going on with predictable ids and tokens would be worse than not going on.
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fills_every_byte_and_never_twice_alike() {
        let mut seen = [false; 32];
        let mut previous = [0; 32];
        for _ in 0..64 {
            let mut bytes = [0; 32];
            SystemRandom.fill(&mut bytes);
            assert_ne!(bytes, previous);
            for (byte, seen) in bytes.iter().zip(&mut seen) {
                *seen |= *byte != 0;
            }
            previous = bytes;
        }
        assert_eq!(seen, [true; 32]);
    }
}
