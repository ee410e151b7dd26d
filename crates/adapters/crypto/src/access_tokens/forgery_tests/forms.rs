use bookplate_domain::sessions::Claims;
use secrecy::ExposeSecret;

use super::*;

/// The characters of base64url by their value.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The same bytes with other bits in what the last character has too many of.
fn respelled(part: &str) -> Option<String> {
    let (rest, last) = part.split_at(part.len() - 1);
    let value = ALPHABET.iter().position(|c| *c == last.as_bytes()[0]).unwrap();
    (!part.len().is_multiple_of(4)).then(|| format!("{rest}{}", char::from(ALPHABET[value | 1])))
}

#[test]
fn a_part_has_one_spelling_only() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let mut respelled_parts = 0;
    // One of four payloads in a row has no bits to spare; the signature always has.
    for pad in ["", " ", "  ", "   "] {
        let header = encode(format!("{}{pad}", scene.header));
        let payload = encode(format!("{}{pad}", scene.payload));
        scene.accepts(&scene.signed_message(&format!("{header}.{payload}")));
        if let Some(other) = respelled(&header) {
            scene.refuses(&scene.signed_message(&format!("{other}.{payload}")), "header");
            respelled_parts += 1;
        }
        if let Some(other) = respelled(&payload) {
            scene.refuses(&scene.signed_message(&format!("{header}.{other}")), "payload");
            respelled_parts += 1;
        }
    }
    assert!(respelled_parts >= 4, "{respelled_parts}");
    let (message, signature) = token.rsplit_once('.').unwrap();
    scene.refuses(&format!("{message}.{}", respelled(signature).unwrap()), "signature");
}

#[test]
fn base64url_has_no_padding_no_space_and_no_other_alphabet() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let [header, payload, _] = parts(&token);
    for odd in ["=", "==", " ", "\n", "\r\n", "\t", "\0", "%3D", "%0A", "+", "/", "+/", "\u{200b}"]
    {
        for message in [
            format!("{header}{odd}.{payload}"),
            format!("{odd}{header}.{payload}"),
            format!("{header}.{payload}{odd}"),
            format!("{header}.{odd}{payload}"),
            format!("{}{odd}{}.{payload}", &header[..8], &header[8..]),
            format!("{header}.{}{odd}{}", &payload[..8], &payload[8..]),
        ] {
            scene.refuses(&scene.signed_message(&message), "within");
        }
        scene.refuses(&format!("{token}{odd}"), "behind");
        scene.refuses(&format!("{odd}{token}"), "before");
    }
    // A payload in which the two alphabets differ.
    let mut with_both = scene.payload.clone();
    with_both["name"] = json!("~~~???>>>");
    let name = encode(with_both.to_string());
    let plain = name.replace('-', "+").replace('_', "/");
    assert_ne!(name, plain);
    assert!(scene.ring.verify(&scene.signed_message(&format!("{header}.{name}")), at(NOW)).is_ok());
    scene.refuses(&scene.signed_message(&format!("{header}.{plain}")), "the other alphabet");
}

#[test]
fn only_three_parts_with_two_dots_are_a_token() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let [header, payload, signature] = parts(&token);
    for text in [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        header.into(),
        payload.into(),
        format!("{header}."),
        format!("{header}.{payload}"),
        format!("{header}.{payload}."),
        format!("{header}..{signature}"),
        format!(".{payload}.{signature}"),
        format!("{payload}.{signature}"),
        format!("{header}.{signature}"),
        format!("..{signature}"),
        format!(".{payload}."),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{signature}"),
        format!("{token}.foo"),
        format!("{token}{token}"),
        format!("{token},{token}"),
        format!("{token} {token}"),
        format!("{header},{payload},{signature}"),
        format!("{header}。{payload}。{signature}"),
        format!("Bearer {token}"),
        format!("\"{token}\""),
        encode(&token),
        token.to_uppercase(),
        token.chars().rev().collect(),
    ] {
        scene.refuses(&text, "form");
    }
}

#[test]
fn the_serializations_in_json_are_refused() {
    // RFC 7515, 7.2: the general and the flattened one, and with a header outside.
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let [protected, payload, signature] = parts(&token);
    let header = &scene.header;
    for text in [
        json!({ "payload": payload, "protected": protected, "signature": signature }),
        json!({ "payload": payload, "header": header, "signature": signature }),
        json!({
            "payload": payload,
            "protected": protected,
            "header": { "alg": "none" },
            "signature": signature,
        }),
        json!({
            "payload": payload,
            "signatures": [{ "protected": protected, "signature": signature }],
        }),
        json!({ "payload": payload, "signatures": [] }),
        json!([protected, payload, signature]),
        json!(token),
    ] {
        scene.refuses(&text.to_string(), "JSON");
        scene.refuses(&encode(text.to_string()), "JSON");
    }
}

#[test]
fn what_is_encrypted_is_refused() {
    // RFC 7516: compact with five parts, the one with an empty key, and both forms in JSON.
    let scene = Scene::new();
    let token = sign(&scene.ring);
    let kid = &scene.key.kid;
    for (alg, enc) in [("dir", "A256GCM"), ("ECDH-ES", "A128CBC-HS256"), ("RSA-OAEP", "A256GCM")] {
        let header = json!({ "alg": alg, "enc": enc, "typ": "at+jwt", "kid": kid, "zip": "DEF" });
        let protected = encode(header.to_string());
        let (iv, tag, inner) = (encode([0; 12]), encode([0; 16]), encode(&token));
        for text in [
            format!("{protected}..{iv}.{inner}.{tag}"),
            format!("{protected}.AAAA.{iv}.{inner}.{tag}"),
            format!("{protected}.{inner}.{tag}"),
            json!({ "protected": protected, "iv": iv, "ciphertext": inner, "tag": tag })
                .to_string(),
        ] {
            scene.refuses(&text, alg);
        }
        scene.refuses(&scene.signed(&header, &scene.payload), alg);
    }
    // A token within a token (RFC 7519, A.2).
    let nested = scene.header_with("cty", json!("JWT"));
    scene.refuses(&scene.signed_text(nested.to_string(), &token), "nested");
}

#[test]
fn no_length_hurts() {
    let scene = Scene::new();
    let token = sign(&scene.ring);
    for text in [
        token.repeat(100),
        "a.".repeat(5_000_000),
        ".".repeat(5_000_000),
        "A".repeat(10_000_000),
        format!("{}.A.A", "A".repeat(8_000)),
        "a.".repeat(4_000),
    ] {
        scene.refuses(&text, "long");
    }
}

#[test]
fn over_8_kib_even_a_true_token_is_refused() {
    let scene = Scene::new();
    let long = |name: usize| {
        let claims = Claims { name: Some("n".repeat(name)), ..claims() };
        scene.ring.sign(&claims).unwrap().0.expose_secret().to_owned()
    };
    let (below, above) = (long(5_000), long(6_100));
    assert!(below.len() < 8192 && above.len() > 8192);
    assert!(scene.ring.verify(&below, at(NOW)).is_ok());
    scene.refuses(&above, "long");
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in ".{0,200}", a in "[A-Za-z0-9_-]{0,80}", json in "\\PC{0,60}") {
        let (ring, _) = one_key();
        let dotted = format!("{a}.{a}.{a}");
        let header = encode(&json);
        let encoded = format!("{header}.{header}.{a}");
        for token in [text, dotted, encoded] {
            proptest::prop_assert_eq!(ring.verify(&token, at(NOW)), Err(AccessTokenError::Invalid));
        }
    }
}
