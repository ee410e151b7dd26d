//! The envelope in which private keys lie in the store:
//! `1 ‖ nonce (12 bytes) ‖ AES-256-GCM(private key)`, bound to the key's id.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    error::Unspecified,
};

/// The first byte: which envelope this is.
const VERSION: u8 = 1;

/// Encrypts a private key. The random nonce repeats only after far more keys than anybody makes.
pub(crate) fn seal(
    secret: &[u8; 32],
    kid: &str,
    mut private_key: Vec<u8>,
) -> Result<Vec<u8>, Unspecified> {
    let nonce = RandomizedNonceKey::new(&AES_256_GCM, secret)?
        .seal_in_place_append_tag(Aad::from(kid), &mut private_key)?;
    Ok([&[VERSION], nonce.as_ref().as_slice(), &private_key].concat())
}

/// Decrypts a private key that was sealed under one of the secrets for the same id.
pub(crate) fn open(secrets: &[[u8; 32]], kid: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (&VERSION, rest) = sealed.split_first()? else {
        return None;
    };
    let (nonce, encrypted) = rest.split_at_checked(NONCE_LEN)?;
    secrets.iter().find_map(|secret| {
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut buffer = encrypted.to_vec();
        let private_key = RandomizedNonceKey::new(&AES_256_GCM, secret)
            .and_then(|key| {
                key.open_in_place(nonce, Aad::from(kid), &mut buffer).map(|opened| opened.to_vec())
            })
            .ok()?;
        Some(private_key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: [u8; 32] = [1; 32];
    const NEW: [u8; 32] = [2; 32];

    #[test]
    fn what_was_sealed_opens_under_any_of_the_secrets() {
        let sealed = seal(&OLD, "kid", b"private".to_vec()).unwrap();
        assert_eq!(open(&[OLD], "kid", &sealed).unwrap(), b"private");
        assert_eq!(open(&[NEW, OLD], "kid", &sealed).unwrap(), b"private");
        assert_eq!(open(&[NEW], "kid", &sealed), None);
        assert_eq!(open(&[], "kid", &sealed), None);
    }

    #[test]
    fn it_opens_for_its_own_id_only() {
        let sealed = seal(&OLD, "kid", b"private".to_vec()).unwrap();
        assert_eq!(open(&[OLD], "other", &sealed), None);
    }

    #[test]
    fn every_byte_counts_and_no_length_panics() {
        let sealed = seal(&OLD, "kid", b"private".to_vec()).unwrap();
        for index in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert_eq!(open(&[OLD], "kid", &altered), None, "byte {index}");
            assert_eq!(open(&[OLD], "kid", &sealed[..index]), None);
        }
    }

    #[test]
    fn the_same_key_is_never_sealed_twice_alike() {
        let seal = || seal(&OLD, "kid", b"private".to_vec()).unwrap();
        assert_ne!(seal(), seal());
        assert!(!seal().windows(7).any(|window| window == b"private"));
    }
}
