use bookplate_domain::sessions::AccessTokens;

use super::*;
use crate::secrets::tests::{FIRST, SECOND, secrets};

pub(crate) fn ring(list: &[&str]) -> Ed25519KeyRing {
    Ed25519KeyRing::new(&secrets(list), "https://id.example".into(), "app".into())
}

pub(crate) fn minted(ring: &Ed25519KeyRing, generation: u32) -> SigningKey {
    let MintedKey { kid, sealed } = ring.mint().unwrap();
    let made_at = Timestamp::from_unix_millis(0);
    SigningKey { kid, generation, sealed, created_at: made_at, active_at: made_at }
}

#[test]
fn a_kid_is_the_thumbprint_of_rfc_8037() {
    // RFC 8037, A.1 and A.3.
    let seed = b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\
                 \x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60";
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).unwrap();
    assert_eq!(
        thumbprint(pair.to_pkcs8v1().unwrap().as_ref()).unwrap(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

#[test]
fn a_key_is_installed_under_the_secret_it_was_sealed_with_or_not_at_all() {
    let key = minted(&ring(&[FIRST]), 1);
    assert!(ring(&[FIRST]).install(std::slice::from_ref(&key)).is_ok());
    assert!(ring(&[SECOND, FIRST]).install(std::slice::from_ref(&key)).is_ok());
    assert!(ring(&[SECOND, FIRST]).require_openable(&key).is_ok());
    assert!(ring(&[SECOND]).require_openable(&key).is_err());
    let refused = ring(&[SECOND]).install(std::slice::from_ref(&key));
    assert!(matches!(refused, Err(KeyRingError::Sealed { kid }) if kid == key.kid));
}

#[test]
fn a_key_is_sealed_anew_under_the_first_secret_unless_it_is() {
    let key = minted(&ring(&[FIRST]), 1);
    let both = ring(&[SECOND, FIRST]);
    both.install(std::slice::from_ref(&key)).unwrap();
    let sealed = both.reseal(&key).unwrap().unwrap();
    let resealed = SigningKey { sealed, ..key.clone() };
    assert_eq!(both.reseal(&resealed).unwrap(), None);
    assert_eq!(ring(&[FIRST]).reseal(&key).unwrap(), None);

    // The old secret is not needed any more, and it is the same key.
    let alone = ring(&[SECOND]);
    alone.install(std::slice::from_ref(&resealed)).unwrap();
    assert_eq!(alone.public_keys(), both.public_keys());
    for ring in [alone, ring(&[SECOND])] {
        let refused = ring.reseal(&key);
        assert!(matches!(refused, Err(KeyRingError::Sealed { kid }) if kid == key.kid));
    }
}

#[test]
fn a_key_under_another_name_is_refused() {
    let ring = ring(&[FIRST]);
    let (one, two) = (minted(&ring, 1), minted(&ring, 2));
    let swapped = SigningKey { sealed: one.sealed, ..two };
    assert!(matches!(ring.reseal(&swapped), Err(KeyRingError::Sealed { .. })));
    assert!(matches!(ring.install(&[swapped]), Err(KeyRingError::Sealed { .. })));
}

#[test]
fn a_failed_install_leaves_the_ring_as_it_was() {
    let ring = ring(&[FIRST]);
    let good = minted(&ring, 1);
    ring.install(std::slice::from_ref(&good)).unwrap();
    let broken = SigningKey { sealed: vec![1, 2, 3], ..minted(&ring, 2) };
    assert!(ring.install(&[broken]).is_err());
    let kids: Vec<_> = ring.public_keys().into_iter().map(|k| k.kid).collect();
    assert_eq!(kids, [good.kid]);
}

#[test]
fn exactly_the_given_keys_are_held_the_oldest_first() {
    let ring = ring(&[FIRST]);
    let keys = [minted(&ring, 3), minted(&ring, 1), minted(&ring, 2)];
    ring.install(&keys).unwrap();
    let kids = |ring: &Ed25519KeyRing| -> Vec<String> {
        ring.public_keys().into_iter().map(|k| k.kid).collect()
    };
    assert_eq!(kids(&ring), [1, 2, 0].map(|i: usize| keys[i].kid.clone()));
    ring.install(&[]).unwrap();
    assert!(kids(&ring).is_empty());
}

#[test]
fn nothing_tells_a_key_in_a_log() {
    let ring = ring(&[FIRST]);
    ring.install(&[minted(&ring, 1)]).unwrap();
    assert_eq!(
        format!("{ring:?}"),
        r#"Ed25519KeyRing { issuer: "https://id.example", audience: "app", .. }"#
    );
}
