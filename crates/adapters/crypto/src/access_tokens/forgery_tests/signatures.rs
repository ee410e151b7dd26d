use super::*;

/// The order of the group, the lowest byte first (RFC 8032, 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The points of small order, and other spellings of them.
const SMALL_ORDER: [&str; 12] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

/// `s + times · order`, where it fits.
fn raised(s: &[u8], times: u16) -> Vec<u8> {
    let mut carry = 0;
    let sum = s.iter().zip(ORDER).map(|(s, order)| {
        carry += u16::from(*s) + times * u16::from(order);
        let low = carry as u8;
        carry >>= 8;
        low
    });
    let sum: Vec<u8> = sum.collect();
    assert_eq!(carry, 0);
    sum
}

#[test]
fn a_signature_has_one_form_only() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = decode(signature);
    let (r, s) = signature.split_at(32);
    // The equation holds for s + L too (RFC 8032, 5.1.7).
    for times in 1..=14 {
        let raised = [r, &raised(s, times)].concat();
        scene.refuses(&format!("{message}.{}", encode(raised)), "s + L");
    }
    for index in 0..signature.len() {
        for bit in 0..8 {
            let mut altered = signature.clone();
            altered[index] ^= 1 << bit;
            scene.refuses(&format!("{message}.{}", encode(altered)), "one bit");
        }
    }
}

#[test]
fn a_signature_has_64_bytes() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let (message, encoded) = token.rsplit_once('.').unwrap();
    let signature = decode(encoded);
    for length in 0..64 {
        let (short, last) = (&signature[..length], &signature[64 - length..]);
        scene.refuses(&format!("{message}.{}", encode(short)), "cut");
        scene.refuses(&format!("{message}.{}", encode(last)), "cut");
    }
    for longer in [
        [&signature[..], &[0]].concat(),
        [&[0], &signature[..]].concat(),
        [&signature[..], &signature].concat(),
        // As ECDSA's is written in DER.
        [&[0x30, 0x44, 2, 0x20], &signature[..32], &[2, 0x20], &signature[32..]].concat(),
        encoded.as_bytes().to_vec(),
        vec![0; 4_000],
    ] {
        scene.refuses(&format!("{message}.{}", encode(longer)), "extended");
    }
}

#[test]
fn points_of_small_order_sign_nothing() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let message = token.rsplit_once('.').unwrap().0;
    let zero = [0; 32];
    for point in SMALL_ORDER.map(bytes) {
        for s in [&zero, &ORDER] {
            let signature = encode([&point[..], s].concat());
            scene.refuses(&format!("{message}.{signature}"), "small order");
            // A key for which that is a signature of every message, brought along.
            let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(&point) });
            let header = encode(scene.header_with("jwk", jwk).to_string());
            let payload = encode(scene.payload.to_string());
            scene.refuses(&format!("{header}.{payload}.{signature}"), "small order");
        }
    }
}

#[test]
fn a_signature_belongs_to_its_message_and_its_key() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let [header, payload, signature] = parts(&token);
    let admin = encode(scene.payload.to_string().replace("user", "admin"));
    scene.refuses(&format!("{header}.{admin}.{signature}"), "another payload");
    scene.refuses(&format!("{payload}.{header}.{signature}"), "swapped");
    for of_part in [header, payload] {
        let signed = scene.signed_message(of_part);
        let signature = signed.rsplit_once('.').unwrap().1;
        scene.refuses(&format!("{header}.{payload}.{signature}"), "of one part");
    }
    // Another service of ours, with the same secret, issuer and audience.
    let foreign = foreign();
    scene.refuses(&sign(&foreign), "another key");
    scene.refuses(&signed_by(&foreign, &format!("{header}.{payload}")), "under our name");
    // The key from the RFC's examples (RFC 8037, A.1).
    let known = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let pair = Ed25519KeyPair::from_seed_unchecked(&known).unwrap();
    let signature = encode(pair.sign(format!("{header}.{payload}").as_bytes()));
    scene.refuses(&format!("{header}.{payload}.{signature}"), "a key from a book");
}

#[test]
fn every_character_counts() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    for index in 0..token.len() {
        let mut altered = token.clone().into_bytes();
        altered[index] = if altered[index] == b'A' { b'B' } else { b'A' };
        scene.refuses(&String::from_utf8(altered).unwrap(), "altered");
        scene.refuses(&token[..index], "cut at the end");
        scene.refuses(&token[index + 1..], "cut at the beginning");
    }
}
